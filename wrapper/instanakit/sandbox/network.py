"""Network: the outermost layer of the server, where faults act. It alone knows the transport under a request."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import attrs
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from instanakit.sandbox.control import CONTROL
from instanakit.sandbox.fault import Fault
from instanakit.sandbox.faults import Faults
from instanakit.sandbox.reply import Reply, content_of, received, reply_of


class Network:
    """Serves the API as badly as the faults say, and the control as it is."""

    def __init__(self, api: ASGIApp, control: ASGIApp, faults: Faults, instead: Callable[[Fault], Reply]) -> None:
        self._api = api
        self._control = control
        self._faults = faults
        self._instead = instead
        self._lines: set[_Line] = set()
        self._is_down = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        # `send` is a method of uvicorn's request, which has the transport; uvicorn is pinned for that reason.
        line = _Line(cast("Any", send).__self__.transport, receive, send)
        self._lines.add(line)
        try:
            if self._is_down:
                line.transport.abort()
                await line.ended()
            content = await content_of(receive)
            # Without all of its body a request is not done, whatever the faults say.
            if content is not None:
                await self._serve(scope, content, line)
        finally:
            self._lines.discard(line)

    def hang_up(self) -> None:
        """End every request without an answer, those yet to come included."""
        self._is_down = True
        for line in self._lines:
            line.transport.abort()

    async def _serve(self, scope: Scope, content: bytes, line: "_Line") -> None:
        if scope["path"].startswith(f"{CONTROL}/"):
            await line.answered(self._control, scope, content)
            return
        fault = self._faults.next(scope["method"], scope["path"])
        if fault is None:
            await line.answered(self._api, scope, content)
        elif not fault.carried_out:
            await self._refuse(fault, line)
        elif fault.action == "latency":
            await line.answered(self._api, scope, content, fault.delay)
        else:
            await self._answer(fault, await reply_of(self._api, scope, content), line)

    async def _refuse(self, fault: Fault, line: "_Line") -> None:
        match fault.action:
            case "hang":
                await line.ended()
            case "close_before":
                await line.close(b"")
            case _:
                await self._instead(fault).send(line.send)

    async def _answer(self, fault: Fault, reply: Reply, line: "_Line") -> None:
        match fault.action:
            case "hang_after":
                await line.ended()
            case "close_after":
                await line.close(b"")
            case "status_after":
                await self._instead(fault).send(line.send)
            case "truncate":
                await line.close(reply.truncated())
            case "wrong_length":
                await line.close(reply.too_long())
            case _:
                await line.drip(reply.complete(), fault.delay)


class _GoneError(Exception):
    """Nobody is there to take the rest of an answer."""


@attrs.frozen(eq=False)
class _Line:
    """The line to the client of one request."""

    transport: asyncio.Transport
    receive: Receive
    send: Send

    async def answered(self, app: ASGIApp, scope: Scope, content: bytes, delay: float | None = None) -> None:
        """Let an application carry out a request, and pass its answer on, piece by piece, after a delay."""

        async def pass_on(message: Message) -> None:
            late = message["type"] == "http.response.start" and delay is not None
            if self.transport.is_closing() or (late and not await self.lasts(delay)):
                raise _GoneError
            await self.send(message)

        try:
            await app(scope, received(content), pass_on)
        except _GoneError:
            await self.ended()

    async def ended(self) -> None:
        """Wait until the client goes away, or the line is closed."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def lasts(self, seconds: float | None) -> bool:
        """Wait; False as soon as the client goes away."""
        try:
            await asyncio.wait_for(self.ended(), seconds)
        except TimeoutError:
            return True
        return False

    async def close(self, last: bytes) -> None:
        """Send these bytes, and close the connection."""
        self.transport.write(last)
        self.transport.close()
        await self.ended()

    async def drip(self, everything: bytes, seconds: float | None) -> None:
        """Send one byte at a time, and close the connection."""
        for at in range(len(everything) - 1):
            self.transport.write(everything[at : at + 1])
            if not await self.lasts(seconds):
                return
        await self.close(everything[-1:])
