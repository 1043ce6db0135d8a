"""A local server with canned answers, in a process of its own: `python -m benchmarks.server COUNT[:SECONDS] ...`.

Each argument is a tenant unit with so many tokens, on a port of its own, whose answers may wait for some seconds. Its
first line says where they are. It knows two answers, the list and one token by its id, made beforehand, and looks at
nothing but the path of a request: it has to be far faster than any client. It ends with its standard input.
"""

import asyncio
import json
import sys
from collections.abc import Iterable
from typing import Any

import attrs

from instanakit.sandbox import Sandbox
from instanakit.sandbox.rules import masked

PATH = b"/api/settings/api-tokens"
NOW = 1_800_000_000.0
PIECE = 2**18  # of a large answer, sent as fast as the client takes it
MISSING = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"


@attrs.frozen
class Canned:
    """The answers of a tenant unit by path, and what a client must find in them."""

    answers: dict[bytes, bytes]
    facts: dict[str, Any]


def canned(count: int) -> Canned:
    """Make the answers of a unit with so many tokens; one token is asked for by its id."""
    documents = [masked(document) for document in Sandbox(tokens=count, seed=1, clock=lambda: NOW).state.all()]
    first, last = documents[0], documents[-1]
    listed = _answer(documents)
    answers = {PATH: listed, b"%s/%s" % (PATH, first["internalId"].encode()): _answer(first)}
    size = len(listed) - listed.index(b"\r\n\r\n") - 4
    facts = {"count": count, "bytes": size, "internal_id": first["internalId"], "name": first["name"]}
    return Canned(answers, {**facts, "last_name": last["name"]})


def _answer(value: Any) -> bytes:
    body = json.dumps(value, separators=(",", ":")).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Connection(asyncio.Protocol):
    """Answers the requests of one connection, which have no body."""

    transport: asyncio.Transport

    def __init__(self, answers: dict[bytes, bytes], latency: float) -> None:
        self._answers, self._latency = answers, latency
        self._read = b""
        self._left = memoryview(b"")
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where the answers go."""
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            answer = self._answers.get(head.split(b" ", 2)[1], MISSING)
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._send, answer)
            else:
                self._send(answer)

    def _send(self, answer: bytes) -> None:
        if len(answer) <= PIECE:
            self.transport.write(answer)
        else:
            self._left = memoryview(answer)
            self._go_on()

    def _go_on(self) -> None:
        while self._left and not self._paused:
            piece, self._left = self._left[:PIECE], self._left[PIECE:]
            self.transport.write(piece)

    def pause_writing(self) -> None:
        """Wait for the client."""
        self._paused = True

    def resume_writing(self) -> None:
        """Go on with a large answer."""
        self._paused = False
        self._go_on()


async def serve(units: Iterable[str]) -> None:
    """Serve the units that are asked for, until standard input ends."""
    loop, made, places = asyncio.get_running_loop(), {}, {}
    for unit in units:
        count, _, latency = unit.partition(":")
        here = made.setdefault(count, canned(int(count)))
        server = await loop.create_server(
            lambda here=here, latency=float(latency or 0): Connection(here.answers, latency),
            "127.0.0.1",
            0,
            backlog=1024,
        )
        places[unit] = {"base_url": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", **here.facts}
    print(json.dumps(places), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1:]))
