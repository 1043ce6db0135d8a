"""The network as the async client uses it: asyncio's transports, whose waits the driver bounds by cancelling them.

httpcore's own async backend closes a connection by waiting, which a second cancellation interrupts, and keeps what came
and is not read where nobody can see it. This one cuts it off without waiting, and tells whether something came.
"""

import asyncio
import selectors
import socket
import ssl
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

import httpcore

from instanakit._wire.async_tls import start_tls
from instanakit._wire.network import addresses_of

_MUCH = 256 * 1024  # bytes that came and are not read; then the server has to wait
_SELECTOR = getattr(selectors, "PollSelector", selectors.SelectSelector)  # which need no file descriptor of their own
_INFO = {"client_addr": "sockname", "server_addr": "peername", "socket": "socket"}


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """The network of one connection: what it opened last is all that is open."""

    def __init__(self) -> None:
        self._opened: AsyncStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of a host that answers."""
        self.cut()
        loop = asyncio.get_running_loop()
        local = None if local_address is None else (local_address, 0)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError(f"{host} has no address")
        for address in await _addresses(host, port):
            try:
                async with asyncio.timeout(timeout):
                    transport, inbox = await loop.create_connection(_Inbox, address, port, local_addr=local)
            except TimeoutError as error:
                failure = httpcore.ConnectTimeout(str(error))
            except OSError as error:
                failure = httpcore.ConnectError(str(error))
            else:
                self._opened = AsyncStream(transport, inbox)
                for option in socket_options or ():
                    self._opened.get_extra_info("socket").setsockopt(*option)
                return self._opened
        raise failure

    def cut(self) -> None:
        """Close what is open, without waiting."""
        if self._opened is not None:
            self._opened.cut()


async def _addresses(host: str, port: int) -> list[str]:
    try:
        return addresses_of(await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error


class _Inbox(asyncio.Protocol):
    """What came over a connection and is not read yet."""

    def __init__(self) -> None:
        self.ended = False
        self.failure: Exception | None = None
        self.may_write = asyncio.Event()
        self.may_write.set()
        self._transport: asyncio.Transport
        self._news = asyncio.Event()
        self._chunks: deque[bytes] = deque()
        self._size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(0)  # so that what is written has left when the write ends

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        self._size += len(data)
        if self._size >= _MUCH:
            self._transport.pause_reading()
        self._news.set()

    def eof_received(self) -> None:
        self.ended = True
        self._news.set()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self._take_the_rest()
        self.ended, self.failure = True, exc
        self._news.set()
        self.may_write.set()

    def _take_the_rest(self) -> None:
        """Take in what came before a send was refused: it tells why, as an alert of TLS does, and asyncio drops it."""
        # Other event loops may have no copy of their socket to give, nor may a process without a free file descriptor.
        with suppress(OSError, TypeError, AttributeError), self._transport.get_extra_info("socket").dup() as rest:
            rest.settimeout(0)
            while data := rest.recv(_MUCH):
                self.data_received(data)

    def pause_writing(self) -> None:
        self.may_write.clear()

    def resume_writing(self) -> None:
        self.may_write.set()

    def __bool__(self) -> bool:
        return bool(self._chunks)

    async def wait(self) -> None:
        """Wait until something came, or nothing will."""
        while not self._chunks and not self.ended:
            self._news.clear()
            await self._news.wait()

    def take(self, most: int) -> bytes:
        """Return at most so many bytes of what came."""
        chunk = self._chunks.popleft()
        if len(chunk) > most:
            self._chunks.appendleft(chunk[most:])
            chunk = chunk[:most]
        self._size -= len(chunk)
        if self._size < _MUCH:
            self._transport.resume_reading()
        return chunk


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection."""

    def __init__(self, transport: asyncio.Transport, inbox: _Inbox) -> None:
        self._transport = transport
        self._inbox = inbox

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, as soon as something came; nothing at the end."""
        if not self._inbox:
            try:
                async with asyncio.timeout(timeout):
                    await self._inbox.wait()
            except TimeoutError as error:
                raise httpcore.ReadTimeout(str(error)) from error
        if self._inbox:
            return self._inbox.take(max_bytes)
        if self._inbox.failure is not None:
            raise httpcore.ReadError(str(self._inbox.failure)) from self._inbox.failure
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything."""
        if not self._transport.is_closing():
            self._transport.write(buffer)
        if not self._inbox.may_write.is_set():
            try:
                async with asyncio.timeout(timeout):
                    await self._inbox.may_write.wait()
            except TimeoutError as error:
                raise httpcore.WriteTimeout(str(error)) from error
        # Where the operating system refuses to send, asyncio is closing, and tells the inbox only in its next turn.
        if self._inbox.ended or self._transport.is_closing():
            raise httpcore.WriteError(str(self._inbox.failure or "the other side hung up"))

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Shake hands."""
        return await start_tls(self, ssl_context, server_hostname, timeout)

    def cut(self) -> None:
        """Close the connection without waiting: what is not sent yet is not sent."""
        with suppress(RuntimeError):  # its event loop has ended, and with it all that it had open
            self._transport.abort()

    async def aclose(self) -> None:
        """Close the connection."""
        self.cut()

    def get_extra_info(self, info: str) -> Any:
        """Tell the addresses and the socket, and whether something came that nobody has read, or the end."""
        if info == "is_readable":
            return bool(self._inbox) or self._inbox.ended or _is_readable(self._transport.get_extra_info("socket"))
        return self._transport.get_extra_info(_INFO.get(info, ""))


def _is_readable(connection: Any) -> bool:
    """Tell whether something came that the event loop has not seen yet."""
    with _SELECTOR() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(0))
