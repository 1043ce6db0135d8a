"""An answer becomes a value or an error. Pure: what comes in is a status, headers and bytes.

Values of the masked fields are made Secrets here, before anything else is kept of a document.
"""

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

import attrs

from instanakit._answers.headers import rate_limit
from instanakit._operations import Document, Request
from instanakit.errors import (
    BODY_LIMIT,
    APIStatusError,
    RateLimitError,
    UnexpectedResponseError,
    hint_for,
    kind_of_status,
)
from instanakit.models import Health, Page, Token, Version
from instanakit.secret import MASK, Secret

E = TypeVar("E")
MASKED_FIELDS = ("accessGrantingToken", "id")
_OK, _REDIRECT, _ERROR = 200, 300, 400


@attrs.frozen
class Answer:
    """An answer: header names in lower case, the body decompressed. `attempts` counts the requests until it came."""

    status_code: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    content: bytes = attrs.field(repr=False)
    elapsed: float = 0.0
    attempts: int = 1
    perhaps_done: bool = False  # an earlier attempt may have been carried out
    native: Any = attrs.field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return _OK <= self.status_code < _REDIRECT


def token(answer: Answer, request: Request) -> Document:
    """Read a token's document, its masked fields as Secrets."""
    return _token_document(_json(answer, request), answer, request)


def token_list(answer: Answer, request: Request) -> list[Token]:
    """Read the list of all tokens."""
    value = _json(answer, request)
    if not isinstance(value, list):
        raise unexpected(answer, request, "with a list of tokens")
    return [Token(_token_document(item, answer, request)) for item in value]


def log_page(answer: Answer, request: Request, offset: int, entry: Callable[[Document], E]) -> Page[E]:
    """Read a page of a log that was asked for from `offset` on."""
    value = _json(answer, request)
    entries = value.get("entries") if isinstance(value, dict) else None
    total = value.get("total") if isinstance(value, dict) else None
    if not isinstance(entries, list) or not all(isinstance(item, dict) for item in entries):
        raise unexpected(answer, request, "with a page of log entries")
    if not isinstance(total, int) or isinstance(total, bool) or total < 0:
        raise unexpected(answer, request, "with a page of log entries with their total")
    next_offset = offset + len(entries)
    views = tuple(entry(_conceal_deep(item)) for item in entries)
    return Page(views, total, offset, next_offset if entries and next_offset < total else None)


def health(answer: Answer, request: Request) -> Health:
    """Read the health."""
    document = _json(answer, request)
    if not isinstance(document, dict) or not isinstance(document.get("health"), str):
        raise unexpected(answer, request, "with a health state")
    return Health(document)


def version(answer: Answer, request: Request) -> Version:
    """Read the version."""
    document = _json(answer, request)
    if not isinstance(document, dict):
        raise unexpected(answer, request, "with a version")
    return Version(document)


def is_version(answer: Answer) -> bool:
    """Tell whether this is the API's answer to the question for its version."""
    return answer.ok and isinstance(parse(answer.content), dict)


def check(answer: Answer, request: Request) -> None:
    """Raise the error that an answer stands for, unless its status is 2xx."""
    if answer.ok:
        return
    if answer.status_code < _ERROR:
        raise _redirected(answer, request)
    if answer.status_code == HTTPStatus.NOT_FOUND and (not request.may_be_missing or looks_like_a_page(answer)):
        raise unexpected(answer, request, "by the API")
    raise _error_status(answer, request)


def _error_status(answer: Answer, request: Request) -> APIStatusError:
    kind = kind_of_status(answer.status_code)
    limit = rate_limit(answer.headers) if kind is RateLimitError else None
    resets_at = None if limit is None else limit.resets_at
    said = server_message(answer.content)
    tries = f" (attempt {answer.attempts})" if answer.attempts > 1 else ""
    message = f"{' '.join(request.line)} was answered with {_status(answer)}{tries}" + (f": {said}" if said else "")
    hint = hint_for(kind, permission=request.permission, internal_id=request.internal_id, resets_at=resets_at)
    error = kind(message, hint=hint, **facts(answer, request))
    if isinstance(error, RateLimitError):
        error.resets_at = resets_at
    return error


def facts(answer: Answer, request: Request) -> dict[str, Any]:
    """Collect what every error about an answer carries."""
    hidden = {"set-cookie", "authorization"}
    return {
        "request": request.line,
        "attempts": answer.attempts,
        "status_code": answer.status_code,
        "headers": {name: value for name, value in answer.headers.items() if name not in hidden},
        "body": answer.content[: 2 * BODY_LIMIT].decode("utf-8", "replace"),
    }


def _status(answer: Answer) -> str:
    try:
        return f"{answer.status_code} {HTTPStatus(answer.status_code).phrase}"
    except ValueError:
        return str(answer.status_code)


def server_message(content: bytes) -> str:
    """Return what the server says of an error, in one line; empty if it says nothing that can be read."""
    value = parse(content[:BODY_LIMIT])
    if not isinstance(value, dict):
        return ""
    listed = value.get("errors")
    said = value.get("message") or value.get("error") or (listed[0] if isinstance(listed, list) and listed else "")
    return re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", said).strip()[:500].rstrip(".") if isinstance(said, str) else ""


NOT_JSON = object()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def parse(content: bytes) -> Any:
    """Read JSON; NOT_JSON for anything else, so that no exception can hold the text."""
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return NOT_JSON


def _json(answer: Answer, request: Request) -> Any:
    value = _conceal(parse(answer.content))
    if value is NOT_JSON:
        raise unexpected(answer, request, "with JSON")
    return value


def _token_document(value: Any, answer: Answer, request: Request) -> Document:
    if not (
        isinstance(value, dict) and isinstance(value.get("internalId"), str) and isinstance(value.get("name"), str)
    ):
        raise unexpected(answer, request, "with a token that has internalId and name")
    return value


def _conceal(value: Any) -> Any:
    """Make Secrets of the masked fields of a token, or of a list of them."""
    if isinstance(value, list):
        return [_conceal(item) for item in value]
    if isinstance(value, dict) and ("internalId" in value or "accessGrantingToken" in value):
        for field in MASKED_FIELDS:
            found = value.get(field)
            if isinstance(found, str) and found:
                value[field] = Secret(found)
    return value


def says_no_tokens(answer: Answer) -> bool:
    """Tell whether a 404 to the list is the API's own word that the list is empty."""
    return "no api tokens" in server_message(answer.content).lower()


def _conceal_deep(value: Any) -> Any:
    """Put stars in the place of a token's secret anywhere in a log entry."""
    if isinstance(value, dict):
        return {key: MASK if key == MASKED_FIELDS[0] else _conceal_deep(item) for key, item in value.items()}
    return [_conceal_deep(item) for item in value] if isinstance(value, list) else value


def looks_like_a_page(answer: Answer) -> bool:
    """Tell whether an answer is made for people, not for programs."""
    return "html" in answer.headers.get("content-type", "") or answer.content.lstrip()[:1] == b"<"


def unexpected(answer: Answer, request: Request, wanted: str) -> UnexpectedResponseError:
    """Make the error about an answer that is not what the documentation says."""
    start = answer.content[:BODY_LIMIT].lower()
    if looks_like_a_page(answer):
        login = b"password" in start or b"login" in start or b"sign in" in start
        looks = "it looks like a login page" if login else "it looks like a web page"
    elif not answer.content:
        looks = "it is empty"
    elif parse(answer.content) is NOT_JSON:
        looks = "it is not JSON"
    else:
        looks = "its shape is another"
    message = f"{' '.join(request.line)} was answered with {_status(answer)}, but not {wanted}: {looks}"
    hint = "Check the base URL (https://unit-tenant.instana.io for SaaS), and what stands between here and the server."
    return UnexpectedResponseError(message, hint=hint, **facts(answer, request))


def _redirected(answer: Answer, request: Request) -> UnexpectedResponseError:
    target = answer.headers.get("location", "a place that it does not name")
    message = (
        f"{' '.join(request.line)} was answered with {_status(answer)}, a redirect to {target}; nothing was sent there"
    )
    hint = "If the target is the API, use its address as the base URL; if it is a login page, check the base URL."
    return UnexpectedResponseError(message, hint=hint, **facts(answer, request))
