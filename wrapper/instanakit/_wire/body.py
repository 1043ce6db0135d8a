"""The body of an answer, decompressed piece by piece, so that what is too much is never all in memory."""

import zlib
from collections.abc import Mapping

from instanakit._wire.failures import TooLargeError, UndecodableError

ACCEPTED = "gzip"
_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 256 * 1024
_PADDING = b"\0"  # which may follow what is compressed


class Body:
    """Collects the body of an answer with these headers, whose names are in lower case, at most `limit` bytes of it."""

    def __init__(self, headers: Mapping[str, str], limit: int) -> None:
        self.headers = headers
        self._encoding = headers.get("content-encoding", "").strip().lower()
        self._limit = limit
        self._unzip = zlib.decompressobj(_GZIP) if self._encoding in {"gzip", "x-gzip"} else None
        self._within = self._ended = False  # in what is compressed; after the end of it
        self.content = bytearray()

    def end(self) -> None:
        """Take note that no more comes. Raises UndecodableError if what is compressed has not ended."""
        if self._within:
            raise UndecodableError

    def add(self, chunk: bytes) -> None:
        """Add what came. Raises TooLargeError or UndecodableError."""
        if self._unzip is None:
            if self._encoding not in {"", "identity"} and chunk:
                raise UndecodableError
            self._keep(chunk)
            return
        while chunk := chunk if self._within or not self._ended else chunk.lstrip(_PADDING):
            try:
                self._keep(self._unzip.decompress(chunk, _PIECE))
            except zlib.error:
                broken = True
            else:
                broken = False
            if broken:
                raise UndecodableError
            self._ended, self._within = self._ended or self._unzip.eof, not self._unzip.eof
            chunk = self._unzip.unconsumed_tail
            if self._unzip.eof:  # another member may follow
                chunk = self._unzip.unused_data
                self._unzip = zlib.decompressobj(_GZIP)

    def _keep(self, piece: bytes) -> None:
        self.content += piece
        if len(self.content) > self._limit:
            raise TooLargeError
