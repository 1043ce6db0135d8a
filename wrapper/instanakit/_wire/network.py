"""The network as the sync client uses it: nothing waits longer than what is left of the running call's deadline.

httpx and httpcore bound each wait by itself, so a server that drips one byte at a time could hold a call for ever.
"""

import socket
import ssl
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

from instanakit._wire.nested import NestedStream
from instanakit._wire.opened import remember

Left = Callable[[], float | None]
_LEFT: ContextVar[Left] = ContextVar("what is left of the running call's deadline", default=lambda: None)


@contextmanager
def bounded_by(left: Left) -> Generator[None]:
    """Let what this thread sends and receives meanwhile wait no longer than `left()` says."""
    token = _LEFT.set(left)
    try:
        yield
    finally:
        _LEFT.reset(token)


def _wait(limit: float | None, too_late: type[httpcore.TimeoutException]) -> float | None:
    """Return how long a wait may be; raise if nothing is left."""
    left = _LEFT.get()()
    if left is None:
        return limit
    if left <= 0:
        raise too_late
    return left if limit is None else min(limit, left)


class Backend(httpcore.SyncBackend):
    """httpcore's own backend, bounded by the deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers, each with the time that is left for it."""
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            wait = _wait(timeout, httpcore.ConnectTimeout)
            try:
                stream = super().connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                remember(stream)
                return Stream(stream)
        raise failure


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return [str(place[0]) for *_, place in found]


class Stream(httpcore.NetworkStream):
    """A connection of httpcore's, bounded by the deadline."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, as soon as something came."""
        return self._stream.read(max_bytes, _wait(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything. Each piece that the other side takes is a wait of its own, so what is left is asked anew."""
        connection: socket.socket = self._stream.get_extra_info("socket")
        rest = memoryview(buffer)
        while rest:
            connection.settimeout(_wait(timeout, httpcore.WriteTimeout))
            try:
                rest = rest[connection.send(rest) :]
            except TimeoutError as error:
                raise httpcore.WriteTimeout(str(error)) from error
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Shake hands; within a TLS connection too, as through a proxy whose URL is https."""
        if self.get_extra_info("ssl_object") is not None:
            return NestedStream(self, ssl_context, server_hostname, timeout)
        wait = _wait(timeout, httpcore.ConnectTimeout)
        return Stream(self._stream.start_tls(ssl_context, server_hostname, wait))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        """Tell what httpcore's connection tells."""
        return self._stream.get_extra_info(info)
