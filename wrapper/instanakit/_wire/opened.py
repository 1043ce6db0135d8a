"""What a request has opened is closed when the request fails.

httpcore forgets a connection whose SOCKS proxy fails, or whose handshake through a proxy is cancelled.
"""

from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

_OPENED: ContextVar[list[httpcore.NetworkStream]] = ContextVar("opened by the running request")
_OPENED_ASYNC: ContextVar[list[httpcore.AsyncNetworkStream]] = ContextVar("opened by the running async request")


def remember(stream: httpcore.NetworkStream) -> None:
    """Take note of a connection that the running request, if one runs, has opened."""
    _OPENED.get([]).append(stream)


@contextmanager
def closed_on_failure() -> Generator[None]:
    """Close what is opened meanwhile, if what is done meanwhile fails."""
    streams: list[httpcore.NetworkStream] = []
    token = _OPENED.set(streams)
    try:
        yield
    except BaseException:
        for stream in streams:
            stream.close()
        raise
    finally:
        _OPENED.reset(token)


@asynccontextmanager
async def closed_on_async_failure() -> AsyncGenerator[None]:
    """Close what is opened meanwhile, if what is done meanwhile fails or is cancelled."""
    streams: list[httpcore.AsyncNetworkStream] = []
    token = _OPENED_ASYNC.set(streams)
    try:
        yield
    except BaseException:
        for stream in streams:
            await stream.aclose()
        raise
    finally:
        _OPENED_ASYNC.reset(token)


class AsyncBackend(httpcore.AnyIOBackend):
    """httpcore's own async backend, which remembers. Its waits are bounded by cancelling them."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect."""
        connect: Any = super().connect_tcp  # pyright: ignore[reportAttributeAccessIssue] (it sees httpcore without anyio)
        try:
            return _remembered(await connect(host, port, timeout, local_address, socket_options))
        except UnicodeError as error:
            raise httpcore.ConnectError(str(error)) from error


def _remembered(stream: httpcore.AsyncNetworkStream) -> httpcore.AsyncNetworkStream:
    _OPENED_ASYNC.get([]).append(stream)
    return stream
