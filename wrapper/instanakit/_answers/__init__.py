"""An answer becomes a value or an error. Pure: what comes in is a status, headers and bytes.

Values of the masked fields are made Secrets here, before anything else is kept of a document.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from instanakit._answers.answer import NOT_JSON, Answer, looks_like_a_page, parse, server_message
from instanakit._answers.failures import another_token, check, error_of, in_circles, unexpected
from instanakit._operations import Document, Request
from instanakit._views import MASKED_FIELDS
from instanakit.models import Health, Page, Token, Version
from instanakit.secret import MASK, Secret

__all__ = [
    "MASKED_FIELDS",
    "Answer",
    "check",
    "clear_secret",
    "error_of",
    "health",
    "in_circles",
    "is_missing",
    "is_version",
    "log_page",
    "looks_like_a_page",
    "parse",
    "says_no_token",
    "says_no_tokens",
    "token",
    "token_list",
    "unexpected",
    "version",
]
E = TypeVar("E")
MASKED = Secret(MASK)
_NOT_FOUND = 404


def token(answer: Answer, request: Request) -> Document:
    """Read a token's document, its masked fields as Secrets."""
    document: Document = _read(answer, request, "with a token that has internalId and name", _is_token)
    if request.names_token and document["internalId"] != request.internal_id:
        raise another_token(answer, request)
    return document


def clear_secret(document: Document) -> Secret | None:
    """Return the secret that a token's document shows; None if it is masked or not there."""
    shown = document.get(MASKED_FIELDS[0])
    return shown if isinstance(shown, Secret) and not shown.is_mask else None


def token_list(answer: Answer, request: Request) -> list[Token]:
    """Read the list of all tokens."""
    wanted = "with a list of tokens that have internalId and name"
    return [Token(document) for document in _read(answer, request, wanted, _is_list_of_tokens)]


def log_page(answer: Answer, request: Request, offset: int, entry: Callable[[Document], E]) -> Page[E]:
    """Read a page of a log that was asked for from `offset` on."""
    document = _read(answer, request, "with a page of log entries and their total", _is_page)
    entries, total = document["entries"], document["total"]
    next_offset = offset + len(entries)
    views = tuple(entry(item) for item in entries)
    return Page(views, total, offset, next_offset if entries and next_offset < total else None)


def health(answer: Answer, request: Request) -> Health:
    """Read the health."""
    return Health(_read(answer, request, "with a health state", _is_health))


def version(answer: Answer, request: Request) -> Version:
    """Read the version."""
    return Version(_read(answer, request, "with a version", _is_object))


def is_version(answer: Answer) -> bool:
    """Tell whether this is the API's answer to the question for its version."""
    return answer.ok and isinstance(parse(answer.content), dict)


def _read(answer: Answer, request: Request, wanted: str, is_right: Callable[[Any], bool]) -> Any:
    """Read a document of the right form. If it is not, no frame of the traceback holds it."""
    value = parse(answer.content, _conceal)
    if is_right(value):
        return value
    if value is NOT_JSON:
        wanted = "with JSON"
    del value
    raise unexpected(answer, request, wanted)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_health(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("health"), str)


def _is_token(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("internalId"), str) and isinstance(value.get("name"), str)


def _is_list_of_tokens(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_token, value))


def _is_page(value: Any) -> bool:
    entries, total = (value.get("entries"), value.get("total")) if isinstance(value, dict) else (None, None)
    is_total = isinstance(total, int) and not isinstance(total, bool) and total >= 0
    return is_total and isinstance(entries, list) and all(map(_is_object, entries))


def _conceal(document: Document) -> Document:
    """Make Secrets of the masked fields of a token, wherever it stands in an answer."""
    if "internalId" in document or MASKED_FIELDS[0] in document:
        for field in MASKED_FIELDS:
            found = document.get(field)
            if isinstance(found, str) and found:
                document[field] = MASKED if found == MASK else Secret(found)
    return document


def is_missing(answer: Answer) -> bool:
    """Tell whether this is the API's word that there is no such token."""
    return answer.status_code == _NOT_FOUND and not looks_like_a_page(answer)


def says_no_token(answer: Answer) -> bool:
    """Tell whether a 404 to the question for a token has the API's own words."""
    return "no apitoken" in server_message(answer.content).lower()


def says_no_tokens(answer: Answer) -> bool:
    """Tell whether a 404 to the list is the API's own word that the list is empty."""
    return "no api tokens" in server_message(answer.content).lower()
