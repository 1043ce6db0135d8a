"""Fault: one way for the network to be bad, checked when it is made. It knows no HTTP library."""

import json
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal, NamedTuple, TypeAlias, cast

import attrs

from instanakit._checks import check_whole_number
from instanakit.errors import ConfigurationError
from instanakit.sandbox.checks import check_delay, check_names

BODILESS = frozenset({204, 304})
_FRAMING = frozenset({"content-length", "transfer-encoding"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FIELD_VALUE = re.compile(r"([!-~\x80-\xff]([\t -~\x80-\xff]*[!-~\x80-\xff])?)?")


Action: TypeAlias = Literal[
    "latency",
    "hang",
    "hang_after",
    "close_before",
    "close_after",
    "status",
    "status_after",
    "truncate",
    "wrong_length",
    "drip",
    "page",
    "redirect",
    "rate_limit",
]


class Kind(NamedTuple):
    """What an action is: whether the operation is carried out, and the arguments that it needs and takes."""

    carried_out: bool
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


KINDS: dict[Action, Kind] = {
    "latency": Kind(carried_out=True, needs=("delay",)),
    "hang": Kind(carried_out=False),
    "hang_after": Kind(carried_out=True),
    "close_before": Kind(carried_out=False),
    "close_after": Kind(carried_out=True),
    "status": Kind(carried_out=False, needs=("status",), takes=("headers", "body")),
    "status_after": Kind(carried_out=True, needs=("status",), takes=("headers", "body")),
    "truncate": Kind(carried_out=True),
    "wrong_length": Kind(carried_out=True),
    "drip": Kind(carried_out=True, needs=("delay",)),
    "page": Kind(carried_out=False, takes=("status", "headers", "body")),
    "redirect": Kind(carried_out=False, takes=("status", "headers", "body")),
    "rate_limit": Kind(carried_out=False, takes=("headers", "body")),
}


class Content(NamedTuple):
    """A body, and what its bytes are unless a header says otherwise."""

    data: bytes
    kind: str


def content(body: object) -> Content | None:
    """Return a body as bytes, or raise ConfigurationError for what is none."""
    match body:
        case None:
            return None
        case bytes():
            return Content(body, "application/octet-stream")
        case str():
            return Content(body.encode("utf-8", "surrogatepass"), "text/plain; charset=utf-8")
        case dict() | list():
            return Content(_json(body), "application/json")
        case _:
            message = f"body must be a text, bytes, a list or a dict; it is of type {type(body).__name__}"
            raise ConfigurationError(message)


def _json(body: object) -> bytes:
    try:
        return json.dumps(body, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError):
        message = "body cannot be written as JSON"
    raise ConfigurationError(message, hint="Give bytes to send what is no JSON.")


def checked_headers(headers: object) -> dict[str, str] | None:
    """Return headers with their names in lower case, or raise ConfigurationError for what HTTP does not carry."""
    if headers is None:
        return None
    if not isinstance(headers, Mapping):
        message = f"headers must be a dict of texts; it is of type {type(headers).__name__}"
        raise ConfigurationError(message)
    for name, value in headers.items():
        if not isinstance(name, str) or not _TOKEN.fullmatch(name):
            message = f"headers: {name!r} is not the name of a header"
            raise ConfigurationError(message)
        if not isinstance(value, str) or not _FIELD_VALUE.fullmatch(value):
            message = f"headers: the value of {name} must be a text on one line, without space around it"
            raise ConfigurationError(message)
        if name.lower() in _FRAMING:
            message = f"headers: {name} is the sandbox's to set"
            raise ConfigurationError(message, hint="The faults truncate and wrong_length send one that is wrong.")
    return {name.lower(): value for name, value in headers.items()}


def _action(name: str) -> Action:
    return cast("Action", name)  # whether it is one is checked with the rest


def _upper(method: Any) -> Any:
    return method.upper() if isinstance(method, str) else method


@attrs.frozen(kw_only=True)
class Fault:
    """What is done to some requests: `action`, to those of `method` and `path`, from the `at`-th on, `times` times."""

    action: Action = attrs.field(converter=_action)
    method: str | None = attrs.field(default=None, converter=_upper)
    path: str | None = None
    at: int = 1
    times: int | None = 1
    status: int | None = None
    headers: dict[str, str] | None = None
    body: Content | None = attrs.field(default=None, repr=False)
    delay: float | None = None

    def __attrs_post_init__(self) -> None:
        check_names([self.action], KINDS, "There is no fault")
        for option in ("method", "path"):
            value = getattr(self, option)
            if value is not None and (not isinstance(value, str) or not value):
                message = f"{option} must be a text or None; it is {value!r}"
                raise ConfigurationError(message)
        check_whole_number(self.at, "at", 1)
        if self.times is not None:
            check_whole_number(self.times, "times", 1, otherwise=" or None")
        self._check_arguments()

    def _check_arguments(self) -> None:
        kind = KINDS[self.action]
        for argument in ("status", "headers", "body", "delay"):
            given = getattr(self, argument) is not None
            if argument in kind.needs and not given:
                message = f"The fault {self.action!r} needs {argument}"
                raise ConfigurationError(message)
            if given and argument not in kind.needs + kind.takes:
                message = f"The fault {self.action!r} takes no {argument}"
                raise ConfigurationError(message)
        if self.status is not None:
            check_whole_number(self.status, "status", 200, 599)
        if self.status in BODILESS and self.body is not None:
            message = f"An answer with status {self.status} has no body"
            raise ConfigurationError(message)
        if self.delay is not None:
            check_delay(self.delay, "delay")

    @property
    def carried_out(self) -> bool:
        """Whether the operation happens all the same."""
        return KINDS[self.action].carried_out

    def matches(self, method: str, path: str) -> bool:
        """Tell whether it is meant for such a request."""
        return self.method in {None, method.upper()} and (self.path is None or fnmatchcase(path, self.path))
