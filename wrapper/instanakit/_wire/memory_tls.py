"""TLS that reads and writes memory: what is to be sent and received somebody else moves, who alone may wait for it."""

import ssl
from collections.abc import Callable, Generator
from functools import partial
from typing import TypeAlias, TypeVar

T = TypeVar("T")
MOST = 64 * 1024  # bytes that are moved at a time
# Yields bytes that are to be sent, or None to be given the bytes that came, none at the end; returns its result.
Moves: TypeAlias = Generator[bytes | None, bytes | None, T]


class MemoryTLS:
    """One end of a TLS connection. What goes wrong is the OSError of the ssl module."""

    def __init__(self, context: ssl.SSLContext, hostname: str | None) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl_object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)

    def _perform(self, act: Callable[[], T]) -> Moves[T]:
        """Do something with TLS until it is done."""
        while True:
            try:
                result = act()
            except ssl.SSLWantReadError:
                if outgoing := self._outgoing.read():
                    yield outgoing
                if data := (yield None):
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
            else:
                if outgoing := self._outgoing.read():
                    yield outgoing
                return result

    def shake_hands(self) -> Moves[None]:
        """Begin."""
        return self._perform(self.ssl_object.do_handshake)

    def read(self, most: int) -> Moves[bytes]:
        """Return what came, as soon as something came; nothing at the end, also if the other side just hung up."""
        try:
            return (yield from self._perform(partial(self.ssl_object.read, most)))
        except ssl.SSLEOFError:
            return b""

    def write(self, data: bytes) -> Moves[None]:
        """Send everything."""
        sent = 0
        while sent < len(data):
            sent += yield from self._perform(partial(self.ssl_object.write, data[sent : sent + MOST]))

    def holds_more(self) -> bool:
        """Tell whether something came that nobody has read."""
        return bool(self.ssl_object.pending() or self._incoming.pending)
