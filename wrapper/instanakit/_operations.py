"""The one door to the generated client: each operation of the specification, once, as a Request.

From the generated package come the request builders, so paths, parameters and methods are the specification's. A body
is the document that the caller gives, untouched: the generated models would not keep it to the letter.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

import attrs

from instana_openapi.api.api_tokens import (
    delete_api_token,
    get_api_token,
    get_api_tokens,
    post_api_token,
    put_api_token,
)
from instana_openapi.api.health import get_health_state, get_version
from instana_openapi.api.logs import get_access_logs, get_audit_logs
from instana_openapi.types import UNSET
from instanakit.errors import ConfigurationError, RequestLine
from instanakit.retry import Repeat
from instanakit.secret import Secret

if TYPE_CHECKING:  # the models are slow to import, and not used
    from instana_openapi.models import ApiToken
Document = dict[str, Any]
_TOKENS = "canConfigureApiTokens"
_LOGS = "canViewAuditLog"
_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})


@attrs.frozen
class Request:
    """What is to be sent, and what is known of it: may it be sent again, its permission, which token it is about."""

    method: str
    path: str
    repeat: Repeat
    params: Mapping[str, Any] | None = None
    document: Any = attrs.field(default=None, repr=False)
    content: bytes | None = attrs.field(default=None, repr=False)
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    permission: str | None = None
    internal_id: str | None = None
    shows_no_secret: bool = False  # whether a secret in its answer has got there by mistake
    may_be_missing: bool = False  # whether 404 means that there is no such thing, and not that the address is wrong

    @property
    def names_token(self) -> bool:
        """Whether the path names the token that the answer has to show; POST is free to give another id."""
        return self.internal_id is not None and self.method != "POST"

    @property
    def line(self) -> RequestLine:
        """Method and path, for errors and logs."""
        return RequestLine(self.method, self.path)

    def body(self, found: Callable[[Secret], object]) -> bytes | None:
        """Return the bytes to send; only here a secret in the document is revealed, and `found` is told of it."""
        return self.content if self.document is None else encode(self.document, found)


def encode(document: Any, found: Callable[[Secret], object] = lambda _secret: None) -> bytes:
    """Write a document as JSON, secrets in clear; `found` is told each of them."""

    def reveal(value: object) -> str:
        if isinstance(value, Secret):
            found(value)
            return value.reveal()
        message = f"{type(value).__name__} is no JSON value"
        raise TypeError(message)

    # ASCII only, since a text that JSON escaped as half a surrogate pair has no UTF-8 form.
    return json.dumps(document, default=reveal, separators=(",", ":"), allow_nan=False).encode("ascii")


def list_tokens() -> Request:
    """GET all tokens."""
    return _request(get_api_tokens.get_kwargs(), permission=_TOKENS)


def get_token(internal_id: str) -> Request:
    """GET one token."""
    return _about(internal_id, get_api_token.get_kwargs)


def create_token(document: Document) -> Request:
    """POST a token under the internal id in the document."""
    kwargs = post_api_token.get_kwargs(body=_verbatim(document))
    return attrs.evolve(
        _request(kwargs, permission=_TOKENS, internal_id=document["internalId"]),
        repeat=Repeat.UNLESS_DONE,
        may_be_missing=False,
    )


def replace_token(internal_id: str, document: Document) -> Request:
    """PUT the whole token; what became of it is read back before it is sent again."""
    return attrs.evolve(
        _about(internal_id, put_api_token.get_kwargs, body=_verbatim(document)), repeat=Repeat.UNLESS_DONE
    )


def delete_token(internal_id: str) -> Request:
    """DELETE a token."""
    return _about(internal_id, delete_api_token.get_kwargs)


def read_audit_log(offset: int, page_size: int, query: str | None) -> Request:
    """GET a page of the audit log."""
    return _log_page(get_audit_logs.get_kwargs, offset, page_size, query)


def read_access_log(offset: int, page_size: int, query: str | None) -> Request:
    """GET a page of the access log."""
    return _log_page(get_access_logs.get_kwargs, offset, page_size, query)


def get_health() -> Request:
    """GET the health of the backend."""
    return _request(get_health_state.get_kwargs())


def get_version_of_backend() -> Request:
    """GET the version of the backend."""
    return _request(get_version.get_kwargs())


def any_request(
    method: str,
    path: str,
    *,
    params: Mapping[str, Any] | None,
    document: Any,
    content: bytes | str | None,
    headers: Mapping[str, str] | None,
) -> Request:
    """Make the request that an application asks for, which must stay on the server and use the client's credential."""
    problem = _problem_of_path(path)
    if not isinstance(method, str) or not method.isascii() or not method.isalpha():
        problem = f"method must be a word like GET; it is {method!r}"
    problem = problem or _problem_of_headers({} if headers is None else headers)
    if not isinstance(content, (bytes, str)) and content is not None:
        problem = f"content must be bytes or a text, not {type(content).__name__}"
    if document is not None and content is not None:
        problem = "json and content cannot be given both"
    if problem:
        raise ConfigurationError(problem)
    kind = {} if document is None else {"content-type": "application/json"}
    return Request(
        method=method.upper(),
        path=path,
        repeat=Repeat.ALWAYS if method.upper() in _IDEMPOTENT else Repeat.UNLESS_SENT,
        params=params,
        document=document,
        content=content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content,
        headers={**kind, **{name.lower(): value for name, value in (headers or {}).items()}},
        may_be_missing=True,
    )


def _problem_of_path(path: str) -> str:
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        return f"path must begin with one slash and have no scheme or host; it is {path!r}"
    if not re.fullmatch(r"[\x21-\x7e]+", path) or set(path) & set("?#\\"):
        return f"path must be percent-encoded, and have no query, fragment or backslash; it is {path!r}"
    if {".", ".."} & set(unquote(path).replace("\\", "/").split("/")):
        return f"path must not have a segment '.' or '..'; it is {path!r}"
    return ""


def _problem_of_headers(headers: Mapping[str, str]) -> str:
    if not isinstance(headers, Mapping):
        return f"headers must be a mapping of names to values, not {type(headers).__name__}"
    for name, value in headers.items():
        if not isinstance(name, str) or not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            return f"headers has a name that HTTP does not allow: {name!r}"
        if not isinstance(value, str) or not re.fullmatch(r"[\t\x20-\x7e\x80-\xff]*", value):
            # The value is not quoted, since it may be a secret.
            return f"headers has a value that HTTP does not allow, for {name}"
        if name.lower() in {"authorization", "host"}:
            return "headers must not have authorization or host, which are the client's own"
        if name.lower() == "accept-encoding" and value not in {"gzip", "identity"}:
            return "headers: accept-encoding can be gzip or identity; the client reads nothing else"
    return ""


def check_path_value(value: str, name: str) -> str:
    """Refuse a value that would address another path than the one it is a segment of."""
    if not isinstance(value, str) or value in {"", ".", ".."}:
        message = f"{name} must be a text, not empty, '.' or '..'; it is {value!r}"
        raise ConfigurationError(message)
    return value


def _about(internal_id: str, build: Callable[..., dict[str, Any]], **more: Any) -> Request:
    check_path_value(internal_id, "internal_id")
    try:
        kwargs = build(internal_id=internal_id, **more)
    except UnicodeEncodeError:
        kwargs = None
    if kwargs is None:
        message = f"internal_id has a character that no path can hold: {internal_id!a}"
        raise ConfigurationError(message)
    return _request(kwargs, permission=_TOKENS, internal_id=internal_id)


def _log_page(build: Callable[..., dict[str, Any]], offset: int, page_size: int, query: str | None) -> Request:
    kwargs = build(offset=offset, page_size=page_size, query=UNSET if query is None else query)
    return attrs.evolve(_request(kwargs, permission=_LOGS), shows_no_secret=True)


def _request(kwargs: dict[str, Any], *, permission: str | None = None, internal_id: str | None = None) -> Request:
    return Request(
        method=kwargs["method"].upper(),
        path=kwargs["url"],
        repeat=Repeat.ALWAYS,
        params=kwargs.get("params"),
        document=kwargs.get("json"),
        headers=kwargs.get("headers", {}),
        permission=permission,
        internal_id=internal_id,
        may_be_missing=internal_id is not None,
    )


class _Verbatim:
    """Stands for a model where a builder asks for one, and gives the document as it is."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def to_dict(self) -> Document:
        return self._document


def _verbatim(document: Document) -> "ApiToken":
    return cast("ApiToken", _Verbatim(document))
