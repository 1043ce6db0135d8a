"""TLS within a TLS connection: what a proxy needs whose own URL is https."""

import ssl
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import httpcore

T = TypeVar("T")
_RECORD = 16 * 1024 + 512  # a TLS record, and what surrounds it


class NestedStream(httpcore.NetworkStream):
    """TLS over any other stream, in the place of httpcore's own, whose waits the deadline cannot bound."""

    def __init__(
        self, stream: httpcore.NetworkStream, context: ssl.SSLContext, hostname: str | None, timeout: float | None
    ) -> None:
        self._stream = stream
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)
        try:
            self._perform(self._tls.do_handshake, timeout, httpcore.ConnectError)
        except httpcore.TimeoutException as error:
            stream.close()
            raise httpcore.ConnectTimeout(str(error)) from error
        except httpcore.NetworkError as error:
            stream.close()
            raise httpcore.ConnectError(str(error)) from error

    def _perform(self, act: Callable[[], T], timeout: float | None, broken: type[httpcore.NetworkError]) -> T:
        """Do something with the inner TLS, moving its bytes over the outer stream until it is done."""
        while True:
            try:
                done, result = True, act()
            except ssl.SSLWantReadError:
                done, result = False, None
            except OSError as error:
                raise broken(str(error)) from error
            self._stream.write(self._outgoing.read(), timeout)
            if done:
                return cast("T", result)
            if data := self._stream.read(_RECORD, timeout):
                self._incoming.write(data)
            else:
                self._incoming.write_eof()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, as soon as something came."""
        return self._perform(partial(self._tls.read, max_bytes), timeout, httpcore.ReadError)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything."""
        sent = 0
        while sent < len(buffer):
            act = partial(self._tls.write, buffer[sent : sent + _RECORD])
            sent += self._perform(act, timeout, httpcore.WriteError)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        """Tell about the inner TLS, and about the connection below it what the outer stream tells."""
        return self._tls if info == "ssl_object" else self._stream.get_extra_info(info)
