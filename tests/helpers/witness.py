"""A witness between the network of a sandbox and its operations: it sees each request that is carried out, and when."""

import json
import os
import signal

import attrs
from starlette.responses import Response

from helpers.killed import LATE, TIMEOUT


@attrs.frozen
class Sent:
    """A request, and the token that it is about."""

    method: str
    path: str
    internal_id: str
    name: str = ""
    secret: str = attrs.field(default="", repr=False)

    def asks_for(self, internal_id):
        """Whether its answer may tell that there is a token of this id."""
        return self.method == "GET" and self.path.endswith(("/api-tokens", f"/api-tokens/{internal_id}"))


class Witness:
    """Calls `before` and `after` around each request, and carries out late what its sender has died of."""

    def __init__(self, app, clock):
        self._app, self._clock = app, clock
        self._held = []
        self.before = self.after = lambda sent: None

    async def __call__(self, scope, receive, send):
        await self.carry_out_late()
        message = await receive()
        headers = dict(scope["headers"])
        pid = headers.get(LATE.encode())
        if pid is None:
            await self._carry_out(scope, message, send)
            return
        os.kill(int(pid), signal.SIGKILL)
        # Early enough to be listed when the sender itself would have given up, whatever the lag of the list.
        self._held.append((self._clock.now() + 0.5 * TIMEOUT, scope, message))
        await Response(status_code=500)(scope, receive, send)

    async def carry_out_late(self):
        """Carry out what is due; it came before whatever comes now."""
        due = [held for held in self._held if held[0] <= self._clock.now()]
        for held in due:
            self._held.remove(held)
            overslept = self._clock.now() - held[0]
            self._clock.sleep(-overslept)
            await self._carry_out(held[1], held[2], _nobody)
            self._clock.sleep(overslept)

    async def _carry_out(self, scope, message, send):
        sent = _read(scope, message["body"])

        async def receive():
            return message

        async def answer(part):
            # What is answered is done, and may be asked about from then on.
            if part["type"] == "http.response.start":
                self.after(sent)
            await send(part)

        self.before(sent)
        await self._app(scope, receive, answer)

    def forget(self):
        self._held.clear()
        self.before = self.after = lambda sent: None


async def _nobody(part):
    pass


def _read(scope, body):
    path = scope["path"]
    document = json.loads(body) if body else {}
    internal_id = document.get("internalId") or path.rpartition("/api-tokens/")[2]
    return Sent(scope["method"], path, internal_id, document.get("name", ""), document.get("accessGrantingToken", ""))
