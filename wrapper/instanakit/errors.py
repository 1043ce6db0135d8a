"""The errors, and what a user reads in them: what was tried, what came back, what to do next.

    InstanaError
    ├── ConfigurationError            nothing was sent: an option or an argument is wrong
    └── APIError
        ├── APIConnectionError        no connection
        │   └── APITimeoutError       no answer in time
        ├── APIStatusError            an answer with an error status
        │   ├── BadRequestError       400, 422
        │   ├── AuthenticationError   401
        │   ├── PermissionDeniedError 403
        │   ├── NotFoundError         404: a missing token
        │   ├── ConflictError         409
        │   ├── RateLimitError        429, with resets_at
        │   └── InternalServerError   5xx
        ├── UnexpectedResponseError   an answer that is not the API's
        └── OutcomeUnknownError       a write whose answer was lost, with internal_id

A leaf: it knows nothing of HTTP libraries. All can be pickled.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol, Self

# How much of an answer an error keeps, and how long its message is at most, in characters.
BODY_LIMIT = 64 * 1024
MESSAGE_LIMIT = 1000


class RequestLine(NamedTuple):
    """What was asked: the method, and the path without the base URL."""

    method: str
    path: str


class Redacts(Protocol):
    """Takes secrets out of texts."""

    def __call__(self, text: str) -> str:
        """Return the text without them."""
        ...

    def cut(self, text: str, limit: int) -> str:
        """Return the text without them, at most `limit` characters of it."""
        ...


class InstanaError(Exception):
    """Anything that this package raises on purpose.

    `message` says what was tried and what came back, `hint` what to do next; `str()` gives both.
    `attempts` counts the requests that were sent. `rid` names the rotation that it stopped, if there is one.
    docs/errors.md has a section for each class: what happened, whether it was done, what to do.
    """

    message: str
    hint: str
    request: RequestLine | None
    attempts: int
    status_code: int | None
    headers: Mapping[str, str]
    body: str | None
    rid: str | None = None

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        request: RequestLine | None = None,
        attempts: int = 0,
        status_code: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.request = request
        self.attempts = attempts
        self.status_code = status_code
        self.headers = dict(headers or {})
        self.body = body
        self.__dict__.update(more)

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        # The state goes as it is: calling __init__ again would need to know the arguments of every subclass.
        return _rebuild, (type(self), self.args), dict(self.__dict__)

    def redact(self, redactor: Redacts) -> Self:
        """Pass every text that this error carries through `redactor`, in place."""
        self.message = redactor.cut(self.message, MESSAGE_LIMIT)
        self.args = (self.message,)
        self.hint = redactor(self.hint)
        self.headers = {name: redactor(value) for name, value in self.headers.items()}
        if self.body is not None:
            self.body = redactor.cut(self.body, BODY_LIMIT)
        if self.request is not None:
            self.request = RequestLine(self.request.method, redactor(self.request.path))
        return self


def _rebuild(kind: type[InstanaError], arguments: tuple[object, ...]) -> InstanaError:
    return kind.__new__(kind, *arguments)


class ConfigurationError(InstanaError):
    """An option or an argument is missing or wrong; nothing was sent."""


class APIError(InstanaError):
    """A request was tried and did not bring what was asked for."""


class APIConnectionError(APIError):
    """The server could not be reached, or the connection broke before the answer to a read was there."""


class APITimeoutError(APIConnectionError):
    """The server did not answer in time: a timeout or the call's deadline ended."""


class APIStatusError(APIError):
    """The server answered with an error status."""


class BadRequestError(APIStatusError):
    """400 or 422: the server refused what was sent."""


class AuthenticationError(APIStatusError):
    """401: the API token was not accepted."""


class PermissionDeniedError(APIStatusError):
    """403: the API token lacks a permission."""


class NotFoundError(APIStatusError):
    """404: there is no such token."""


class ConflictError(APIStatusError):
    """409: what is stored contradicts what was sent."""


class RateLimitError(APIStatusError):
    """429: the rate limit is used up; `resets_at` says until when, if the server said so."""

    resets_at: datetime | None = None


class InternalServerError(APIStatusError):
    """5xx: the server failed."""


class UnexpectedResponseError(APIError):
    """The answer is not the API's: a redirect, a page, not JSON, or not of the documented shape."""


class OutcomeUnknownError(APIError):
    """A write was sent and its answer was lost: it may have been done or not; `internal_id` says to which token."""

    internal_id: str | None = None


_SERVER_ERROR = 500
_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: BadRequestError,
    429: RateLimitError,
}
_HINTS: dict[type[APIStatusError], str] = {
    BadRequestError: "Correct what the server names and try again.",
    AuthenticationError: (
        "Check the API token: it may be deleted, expired or of another tenant unit; "
        "or the server wants the other auth_scheme."
    ),
    PermissionDeniedError: "Grant the token the permission that it lacks, or use another token.",
    NotFoundError: "Check the internal id; tokens.list() shows those that exist.",
    ConflictError: "Read the token again and decide anew.",
    RateLimitError: "Try again later, or allow a longer deadline.",
    InternalServerError: "The fault is the server's; try again later.",
    APIStatusError: "The documentation does not name this status; the body may say more.",
}


def kind_of_status(status_code: int) -> type[APIStatusError]:
    """Name the error that stands for a status of 400 and over."""
    if status_code >= _SERVER_ERROR:
        return InternalServerError
    return _BY_STATUS.get(status_code, APIStatusError)


def hint_for(
    kind: type[APIStatusError], *, permission: str | None, internal_id: str | None, resets_at: datetime | None
) -> str:
    """Say what to do next about an error status, as precisely as is known."""
    if kind is NotFoundError and internal_id is None:
        return "Check the path."
    if kind is PermissionDeniedError and permission is not None:
        return f"Grant the token {permission}, or use another token."
    if kind is RateLimitError and resets_at is not None:
        return f"The limit is renewed at {resets_at:%Y-%m-%d %H:%M:%S %Z}; try again then, or allow a longer deadline."
    return _HINTS[kind]
