"""The network as the sync client uses it: nothing waits longer than what is left of the running call's deadline.

httpx and httpcore bound each wait by itself, so a server that drips one byte at a time could hold a call for ever.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, TypeVar, cast

import httpcore

from instanakit._wire.memory_tls import MOST, MemoryTLS, Moves

T = TypeVar("T")
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
    """The network of one connection, httpcore's own but for the deadline: what it opened last is all that is open."""

    def __init__(self) -> None:
        self._opened: Stream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers, each with the time that is left for it."""
        self.cut()
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            wait = _wait(timeout, httpcore.ConnectTimeout)
            try:
                stream = super().connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                self._opened = Stream(stream)
                return self._opened
        raise failure

    def cut(self) -> None:
        """Close what is open. httpcore forgets what it opened for a SOCKS proxy that fails."""
        if self._opened is not None:
            self._opened.close()

    def hang_up(self) -> None:
        """End what is open, for another thread that waits for it, and is to close it."""
        if self._opened is not None:
            self._opened.hang_up()


def _addresses(host: str, port: int) -> list[str]:
    try:
        return addresses_of(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error


def addresses_of(found: Iterable[tuple[Any, ...]]) -> list[str]:
    """Return the addresses in what getaddrinfo has found."""
    return [str(place[0]) for *_, place in found]


class Stream(httpcore.NetworkStream):
    """A connection of httpcore's, bounded by the deadline; over TLS once it was started."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._lock = threading.Lock()  # nobody hangs up what just now is closed: its number may be another's by then

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
        self._stream = self._stream.start_tls(ssl_context, server_hostname, _wait(timeout, httpcore.ConnectTimeout))
        return self

    def close(self) -> None:
        """Close the connection."""
        with self._lock, suppress(OSError):
            self._stream.close()

    def hang_up(self) -> None:
        """Let who reads or writes just now find the end."""
        connection: socket.socket = self._stream.get_extra_info("socket")
        with self._lock, suppress(OSError):
            # Not the method of an SSLSocket, which would go on without TLS.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def get_extra_info(self, info: str) -> Any:
        """Tell what httpcore's connection tells."""
        return self._stream.get_extra_info(info)


class NestedStream(httpcore.NetworkStream):
    """TLS within TLS, in the place of httpcore's own, whose waits the deadline cannot bound."""

    def __init__(
        self, stream: httpcore.NetworkStream, context: ssl.SSLContext, hostname: str | None, timeout: float | None
    ) -> None:
        self._stream = stream
        self._tls = MemoryTLS(context, hostname)
        try:
            self._move(self._tls.shake_hands(), timeout, httpcore.ConnectError)
        except httpcore.TimeoutException as error:
            stream.close()
            raise httpcore.ConnectTimeout(str(error)) from error
        except httpcore.NetworkError as error:
            stream.close()
            raise httpcore.ConnectError(str(error)) from error

    def _move(self, moves: Moves[T], timeout: float | None, broken: type[httpcore.NetworkError]) -> T:
        """Move the bytes of the inner TLS over the outer stream until something is done."""
        came: bytes | None = None
        try:
            while True:
                outgoing = moves.send(came)
                came = None
                if outgoing is None:
                    came = self._stream.read(MOST, timeout)
                else:
                    self._stream.write(outgoing, timeout)
        except StopIteration as stop:
            return cast("T", stop.value)
        except OSError as error:
            raise broken(str(error)) from error

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, as soon as something came."""
        return self._move(self._tls.read(max_bytes), timeout, httpcore.ReadError)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything."""
        self._move(self._tls.write(buffer), timeout, httpcore.WriteError)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        """Tell about the inner TLS, and about the connection below it what the outer stream tells."""
        if info == "ssl_object":
            return self._tls.ssl_object
        return (info == "is_readable" and self._tls.holds_more()) or self._stream.get_extra_info(info)
