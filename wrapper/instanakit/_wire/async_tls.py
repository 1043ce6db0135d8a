"""TLS over any connection of the async client: over a socket, or within another TLS, as a proxy needs it."""

import asyncio
import ssl
from typing import Any, TypeVar, cast

import httpcore

from instanakit._wire.memory_tls import MOST, MemoryTLS, Moves

T = TypeVar("T")


async def start_tls(
    stream: httpcore.AsyncNetworkStream, context: ssl.SSLContext, hostname: str | None, timeout: float | None
) -> "AsyncTLSStream":
    """Shake hands over a connection, and return it with TLS."""
    secure = AsyncTLSStream(stream, MemoryTLS(context, hostname))
    try:
        async with asyncio.timeout(timeout):
            await secure.shake_hands()
    except (TimeoutError, httpcore.TimeoutException) as error:
        raise httpcore.ConnectTimeout(str(error)) from error
    except httpcore.NetworkError as error:
        raise httpcore.ConnectError(str(error)) from error
    return secure


class AsyncTLSStream(httpcore.AsyncNetworkStream):
    """TLS over a connection, or within another TLS, as through a proxy whose URL is https."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, tls: MemoryTLS) -> None:
        self._stream = stream
        self._tls = tls

    async def _move(self, moves: Moves[T], timeout: float | None, broken: type[httpcore.NetworkError]) -> T:
        """Move the bytes of TLS over the stream below until something is done."""
        came: bytes | None = None
        try:
            while True:
                outgoing = moves.send(came)
                came = None
                if outgoing is None:
                    came = await self._stream.read(MOST, timeout)
                else:
                    await self._stream.write(outgoing, timeout)
        except StopIteration as stop:
            return cast("T", stop.value)
        except OSError as error:
            raise broken(str(error)) from error

    async def shake_hands(self) -> None:
        """Begin."""
        await self._move(self._tls.shake_hands(), None, httpcore.ConnectError)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, as soon as something came; nothing at the end."""
        return await self._move(self._tls.read(max_bytes), timeout, httpcore.ReadError)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything."""
        await self._move(self._tls.write(buffer), timeout, httpcore.WriteError)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Shake hands."""
        return await start_tls(self, ssl_context, server_hostname, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        """Tell about this TLS, and about the connection below it what that tells."""
        if info == "ssl_object":
            return self._tls.ssl_object
        return (info == "is_readable" and self._tls.holds_more()) or self._stream.get_extra_info(info)
