"""The HTTP side of the sandbox: routes, authentication, permissions, rate limit, answers."""

import re
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from instanakit.sandbox.answers import answer, read_json, refusal, signature
from instanakit.sandbox.limit import RateWindow
from instanakit.sandbox.listing import listing
from instanakit.sandbox.logs import page
from instanakit.sandbox.rules import masked, problems
from instanakit.sandbox.state import Caller, State
from instanakit.sandbox.trouble import NotKeptError

DEFAULT_PAGE_SIZE = 200
_MANAGE, _READ_LOGS = "canConfigureApiTokens", "canViewAuditLog"
_NOT_HERE = "<!doctype html><title>Not found</title><p>This is no address of the API."
Handler = Callable[[Request, Caller], Awaitable[Response]]


class _InternalId(Convertor[str]):
    """Any text that is not empty, slashes included, since an id is quoted into its segment."""

    regex = "(?s:.+)"

    def convert(self, value: str) -> str:
        """Return what stands in the path."""
        return value

    def to_string(self, value: str) -> str:
        """Return what stands in the path."""
        return value


register_url_convertor("token", _InternalId())


class Api:
    """The operations of the API over a State."""

    def __init__(self, state: State, window: RateWindow, clock: Callable[[], float]) -> None:
        self._state = state
        self._window = window
        self._clock = clock

    def app(self) -> Starlette:
        """Make the ASGI application."""
        one, every = "/api/settings/api-tokens/{internal_id:token}", "/api/settings/api-tokens"
        routes = [
            self._route(every, _MANAGE, GET=self.list_tokens, POST=self.create_token),
            self._route(one, _MANAGE, GET=self.get_token, PUT=self.put_token, DELETE=self.delete_token),
            self._route("/api/settings/auditlog", _READ_LOGS, GET=self.audit_log),
            self._route("/api/settings/accesslog", _READ_LOGS, GET=self.access_log),
            self._route("/api/instana/health", None, GET=self.health),
            self._route("/api/instana/version", None, GET=self.version),
        ]

        async def not_here(_request: Request, error: Exception) -> Response:
            wrong = error if isinstance(error, HTTPException) else HTTPException(500)
            return self._signed(HTMLResponse(_NOT_HERE, wrong.status_code, wrong.headers))

        app = Starlette(routes=routes, exception_handlers={HTTPException: not_here})
        app.router.redirect_slashes = False
        return app

    def _route(self, path: str, permission: str | None, **handlers: Handler) -> Route:
        """Serve all methods of an address, so that the refusal of any other names them all."""

        async def endpoint(request: Request) -> Response:
            handler = handlers["GET" if request.method == "HEAD" else request.method]
            response = await self._guarded(request, handler, permission)
            try:
                # What is answered as done is kept.
                self._state.commit()
            except NotKeptError as error:
                response = refusal(507, str(error))
            return self._signed(response)

        return Route(path, endpoint, methods=[*handlers])

    async def _guarded(self, request: Request, handler: Handler, permission: str | None) -> Response:
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        caller = self._state.authenticate(secret) if scheme in {"apiToken", "Bearer"} else None
        if caller is None:
            return refusal(401, "Invalid API token", error="Unauthorized")
        if not self._window.take():
            response = refusal(429, "Rate limit exceeded")
        elif permission is not None and not caller.may(permission):
            response = refusal(403, f"Missing permission {permission}")
        else:
            response = await handler(request, caller)
        response.headers.update(self._window.headers())
        return response

    def _signed(self, response: Response) -> Response:
        response.headers.update(signature(self._clock))
        return response

    def _audit(self, request: Request, caller: Caller, message: str) -> None:
        origin = request.client.host if request.client else "unknown"
        self._state.audit(caller, f"{request.method} {request.url.path}", message, origin)

    async def list_tokens(self, request: Request, caller: Caller) -> Response:
        """Answer with all tokens, or 404 if there are none."""
        self._audit(request, caller, "API tokens listed")
        listed = self._state.listed()
        if not listed:
            return refusal(404, "No API Tokens found")
        return listing(listed, masked)

    async def get_token(self, request: Request, caller: Caller) -> Response:
        """Answer with one token."""
        internal_id = request.path_params["internal_id"]
        token = self._state.token(internal_id)
        if token is None:
            return refusal(404, f"No ApiToken found with internalId {internal_id}")
        self._audit(request, caller, f"API token {token['name']} read")
        return answer(masked(token))

    async def create_token(self, request: Request, caller: Caller) -> Response:
        """Store a new token."""
        body = await read_json(request)
        if found := problems(body):
            return refusal(400, "; ".join(found))
        token = self._state.create(body, caller.creator)
        if token is None:
            return refusal(409, f"There is an ApiToken with internalId {body['internalId']} already")
        self._audit(request, caller, f"API token {token['name']} created")
        return answer(token)

    async def put_token(self, request: Request, caller: Caller) -> Response:
        """Store a token in the place of the one with this id, or a new one."""
        internal_id, body = request.path_params["internal_id"], await read_json(request)
        if found := problems(body):
            return refusal(400, "; ".join(found))
        token = self._state.replace(internal_id, body, caller.creator)
        if token is None:
            return refusal(404, f"No ApiToken found with internalId {internal_id}")
        self._audit(request, caller, f"API token {token['name']} updated")
        return answer(token)

    async def delete_token(self, request: Request, caller: Caller) -> Response:
        """Delete a token."""
        internal_id = request.path_params["internal_id"]
        if not self._state.delete(internal_id):
            return refusal(404, f"No ApiToken found with internalId {internal_id}")
        self._audit(request, caller, f"API token {internal_id} deleted")
        return Response(status_code=204)

    async def audit_log(self, request: Request, _caller: Caller) -> Response:
        """Answer with a page of the audit log."""
        return self._page(request, self._state.audit_log)

    async def access_log(self, request: Request, _caller: Caller) -> Response:
        """Answer with a page of the access log."""
        return self._page(request, self._state.access_log)

    def _page(self, request: Request, log: deque[dict[str, Any]]) -> Response:
        numbers = {"offset": 0, "pageSize": DEFAULT_PAGE_SIZE}
        for name, least in (("offset", 0), ("pageSize", 1)):
            text = request.query_params.get(name)
            if text is not None:
                if not re.fullmatch("[0-9]{1,10}", text) or not least <= int(text) < 2**31:
                    return refusal(400, f"{name}: must be a whole number, at least {least}")
                numbers[name] = int(text)
        numbers["pageSize"] = min(numbers["pageSize"], self._state.options.page_cap or numbers["pageSize"])
        return answer(page(log, numbers["offset"], numbers["pageSize"], request.query_params.get("query", "")))

    async def health(self, _request: Request, _caller: Caller) -> Response:
        """Answer that the sandbox is well, as it always is."""
        return answer({"health": "GREEN", "messages": []})

    async def version(self, _request: Request, _caller: Caller) -> Response:
        """Answer with the release that the specification is written from."""
        return answer({"branch": "sandbox", "commit": "0000000", "imageTag": "1.328.0-sandbox"})
