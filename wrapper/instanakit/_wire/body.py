"""The body of an answer, decompressed piece by piece, so that what is too much is never all in memory."""

import zlib

from instanakit._wire.failures import TooLargeError, UndecodableError

ACCEPTED = "gzip"
_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 256 * 1024


class Body:
    """Collects the body of an answer with this `content-encoding`, at most `limit` bytes of it."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        self._limit = limit
        self._unzip = zlib.decompressobj(_GZIP) if self._encoding in {"gzip", "x-gzip"} else None
        self.content = bytearray()

    def add(self, chunk: bytes) -> None:
        """Add what came. Raises TooLargeError or UndecodableError."""
        if self._unzip is None:
            if self._encoding not in {"", "identity"} and chunk:
                raise UndecodableError
            self._keep(chunk)
            return
        while chunk:
            try:
                self._keep(self._unzip.decompress(chunk, _PIECE))
            except zlib.error:
                broken = True
            else:
                broken = False
            if broken:
                raise UndecodableError
            chunk = self._unzip.unconsumed_tail
            if self._unzip.eof:  # another member may follow
                chunk = self._unzip.unused_data
                self._unzip = zlib.decompressobj(_GZIP)

    def _keep(self, piece: bytes) -> None:
        self.content += piece
        if len(self.content) > self._limit:
            raise TooLargeError
