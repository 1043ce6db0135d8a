"""Control: faults, options and state over HTTP, for tests in other processes and other languages."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from instanakit.errors import ConfigurationError
from instanakit.sandbox.answers import answer, read_json, refusal, signature
from instanakit.sandbox.checks import check_names
from instanakit.sandbox.fault import Fault
from instanakit.sandbox.faults import Faults
from instanakit.sandbox.listing import listing
from instanakit.sandbox.options import Options
from instanakit.sandbox.state import State

# The API has no such path.
CONTROL = "/-/control"
_ARGUMENTS = [field.name for field in attrs.fields(Fault)]
_OPTIONS = [field.name for field in attrs.fields(Options)]
Handler = Callable[[Request], Awaitable[Response]]


class Control:
    """What a holder of the control token may see and change."""

    def __init__(self, token: str, faults: Faults, state: State, clock: Callable[[], float]) -> None:
        self._expected = f"Bearer {token}".encode()
        self._faults = faults
        self._state = state
        self._clock = clock

    def app(self) -> Starlette:
        """Make the ASGI application."""
        routes = [
            self._route("POST", "/faults", self.add_fault),
            self._route("GET", "/faults", self.list_faults),
            self._route("DELETE", "/faults", self.clear_faults),
            self._route("GET", "/state", self.show_state),
            self._route("PUT", "/options", self.change_options),
        ]
        app = Starlette(routes=routes)
        app.router.redirect_slashes = False
        return app

    def _route(self, method: str, path: str, handler: Handler) -> Route:
        async def endpoint(request: Request) -> Response:
            response = await self._guarded(request, handler)
            response.headers.update(signature(self._clock))
            return response

        return Route(CONTROL + path, endpoint, methods=[method], name=handler.__name__)

    async def _guarded(self, request: Request, handler: Handler) -> Response:
        given = request.headers.get("authorization", "").encode("latin-1")
        if not secrets.compare_digest(given, self._expected):
            return refusal(401, "Invalid control token", error="Unauthorized")
        try:
            return await handler(request)
        except ConfigurationError as error:
            return refusal(400, str(error))

    async def add_fault(self, request: Request) -> Response:
        """Add the fault that the body describes."""
        arguments = await _named(request, _ARGUMENTS, "A fault has no argument")
        if "action" not in arguments:
            message = "A fault needs an action"
            raise ConfigurationError(message)
        return answer(_shown(self._faults.add(**arguments)), 201)

    async def list_faults(self, _request: Request) -> Response:
        """Answer with the faults that are still to act, and how often each has acted."""
        return answer({"faults": [_shown(fault) | {"acted": acted} for fault, acted in self._faults.pending()]})

    async def clear_faults(self, _request: Request) -> Response:
        """Clear the faults."""
        self._faults.clear()
        return Response(status_code=204)

    async def show_state(self, _request: Request) -> Response:
        """Answer with all tokens as they are stored, secrets in clear."""
        return listing(self._state.all(), dict, within='{"tokens":%s}')

    async def change_options(self, request: Request) -> Response:
        """Change the options that the body names, and answer with all."""
        changes = await _named(request, _OPTIONS, "There is no option")
        self._state.options = attrs.evolve(self._state.options, **changes)
        return answer(attrs.asdict(self._state.options))


async def _named(request: Request, known: list[str], problem: str) -> dict[str, Any]:
    body = await read_json(request)
    if not isinstance(body, dict):
        message = "body: must be a JSON object"
        raise ConfigurationError(message)
    check_names(body, known, problem)
    return body


def _shown(fault: Fault) -> dict[str, Any]:
    body = None if fault.body is None else fault.body.data.decode("utf-8", "replace")
    return attrs.asdict(fault, recurse=False) | {"body": body}
