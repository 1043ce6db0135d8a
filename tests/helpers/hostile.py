"""What a malicious server can answer with, each as pieces of bytes that a raw socket sends one after the other."""

import gzip
from collections.abc import Iterator
from functools import cache
from itertools import repeat

import attrs

from helpers.servers import Server

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
CLOSE = HEAD + b"connection: close\r\n\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
TOKEN = b'{"internalId":"t1","name":"n"}'


@attrs.frozen
class Attack:
    """An answer: how it begins, and how it goes on, without an end unless `times` says so."""

    begins: bytes
    goes_on: bytes = b""
    ends: bytes = b""
    times: int | None = 1

    def pieces(self) -> Iterator[bytes]:
        """Yield the answer in pieces of some size, since a piece for each byte would be slow to send."""
        yield self.begins
        if self.goes_on:
            at_once = max(1, 65536 // len(self.goes_on))
            whole, rest = (None, 0) if self.times is None else divmod(self.times, at_once)
            yield from repeat(self.goes_on * at_once) if whole is None else repeat(self.goes_on * at_once, whole)
            yield self.goes_on * rest
        yield self.ends


@cache
def member(size: int) -> bytes:
    """Return so many zeros, compressed."""
    return gzip.compress(bytes(size))


def listed(fields: str) -> bytes:
    """Return an answer with a list of one token that has these fields beside its own."""
    return CLOSE + f'[{{"internalId":"t1","name":"n",{fields}}}]'.encode()


def attacks(scale: int = 1) -> dict[str, Attack]:
    """Return the attacks; 1 is as large as is told of them, a larger number makes those that end smaller."""
    deep, many = 100_000 // scale, 1_000_000 // scale
    return {
        "a decompression bomb of 10 GB": Attack(
            HEAD + b"content-encoding: gzip\r\nconnection: close\r\n\r\n", member(10_000_000), times=1000 // scale
        ),
        "JSON of lists in lists": Attack(CLOSE + b"[" * deep + b"]" * deep),
        "JSON of objects in objects": Attack(CLOSE + b'{"a":' * deep + b"1" + b"}" * deep),
        "JSON of lists that do not end": Attack(CLOSE, b"[", times=deep),
        "a million headers": Attack(HEAD, b"x-more: 1\r\n", b"\r\n[]", many),
        "a header of 100 MB": Attack(HEAD + b"x-long: ", b"a", b"\r\n\r\n[]", 100 * many),
        "a status line without an end": Attack(b"HTTP/1.1 200 ", b"a", times=None),
        "interim answers without an end": Attack(b"", b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n", times=None),
        "trailers without an end": Attack(CHUNKED + b"2\r\n[]\r\n0\r\n", b"x-more: 1\r\n", times=None),
        "chunks of one byte without an end": Attack(CHUNKED, b"1\r\n \r\n", times=None),
        "a chunk's size without an end": Attack(CHUNKED, b"0", times=None),
        "a chunk's extension without an end": Attack(CHUNKED + b"1;", b"a", times=None),
        "a body without an end": Attack(CLOSE, b" ", times=None),
        "a body of less than its length": Attack(HEAD + b"content-length: 1000000000000\r\n\r\n[]"),
        "a body of more than its length": Attack(HEAD + b"content-length: 1\r\n\r\n", b"[]", times=many),
        "a length that is negative": Attack(HEAD + b"content-length: -1\r\n\r\n[]"),
        "a length of many digits": Attack(HEAD + b"content-length: " + b"9" * 5000 + b"\r\n\r\n[]"),
        "two lengths": Attack(HEAD + b"content-length: 2\r\ncontent-length: 3\r\n\r\n[] "),
        "a length and chunks": Attack(
            HEAD + b"content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[    \r\n0\r\n\r\n"
        ),
        "an integer of 100,000 digits": Attack(listed(f'"createdOn":{"1" * deep}')),
        "integers of 4,300 digits": Attack(CLOSE + b"[", b"1" * 4300 + b",", b"1]", many // 20),
        "a number that no float can hold": Attack(listed('"createdOn":1e999999999')),
        "the same key many times": Attack(CLOSE + b'[{"internalId":"t1","name":"n"', b',"a":1', b"}]", 10 * many),
        "the same token ten million times": Attack(CLOSE + b"[", TOKEN + b",", TOKEN + b"]", 10 * many),
        "short texts in a list": Attack(CLOSE + b"[", b'"ab",', b'"ab"]', 80 * many),
        "empty lists in a list": Attack(CLOSE + b"[", b"[],", b"[]]", 100 * many),
        "a list that is no UTF-8": Attack(CLOSE + b'["\xff\xfe"]'),
    }


class Hostile(Server):
    """Answers every request with the pieces of an attack, until its client has gone."""

    def __init__(self, attack: Attack, context=None):
        super().__init__(context)
        self.attack = attack

    def serve(self, connection):
        connection.recv(65536)
        for piece in self.attack.pieces():
            connection.sendall(piece)
