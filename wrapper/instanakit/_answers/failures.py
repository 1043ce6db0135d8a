"""Which error an answer stands for, and what the error says. Pure."""

from http import HTTPStatus
from typing import Any

from instanakit._answers.answer import NOT_JSON, Answer, looks_like_a_page, one_line, parse, server_message
from instanakit._answers.headers import comes_back_at
from instanakit._operations import Request
from instanakit.errors import (
    BODY_LIMIT,
    APIError,
    APIStatusError,
    RateLimitError,
    UnexpectedResponseError,
    hint_for,
    kind_of_status,
)

_ERROR = 400


def check(answer: Answer, request: Request) -> None:
    """Raise the error that an answer stands for, unless its status is 2xx."""
    error = error_of(answer, request)
    if error is not None:
        raise error


def error_of(answer: Answer, request: Request) -> APIError | None:
    """Make the error that an answer stands for; None if its status is 2xx."""
    if answer.ok:
        return None
    if answer.status_code < _ERROR:
        redirects = "location" in answer.headers
        return _redirected(answer, request) if redirects else unexpected(answer, request, "with a success or an error")
    if answer.status_code == HTTPStatus.NOT_FOUND and (not request.may_be_missing or looks_like_a_page(answer)):
        return unexpected(answer, request, "by the API")
    return _error_status(answer, request)


def _error_status(answer: Answer, request: Request) -> APIStatusError:
    kind = kind_of_status(answer.status_code)
    resets_at = comes_back_at(answer.headers)
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
        # In UTF-16 and UTF-32, which JSON may be in too, the redactor would find no secret between the zeros.
        "body": answer.content[: 2 * BODY_LIMIT].decode("utf-8", "replace").replace("\x00", ""),
    }


# Python's names of these statuses differ from version to version.
_PHRASES = {413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}


def _status(answer: Answer) -> str:
    status = answer.status_code
    try:
        phrase = _PHRASES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return str(status)
    return f"{status} {phrase}"


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


def another_token(answer: Answer, request: Request) -> UnexpectedResponseError:
    """Make the error about an answer that shows another token than the one that was asked for."""
    message = f"{' '.join(request.line)} was answered with {_status(answer)}, but with another token than it names"
    hint = "Nothing of it was used. Check what stands between here and the server: it may answer from a cache."
    return UnexpectedResponseError(message, hint=hint, **facts(answer, request))


def in_circles(answer: Answer, request: Request) -> UnexpectedResponseError:
    """Make the error about a page of a log that brings nothing new."""
    line = " ".join(request.line)
    message = f"{line} was answered with a page that came already: the log goes in circles"
    hint = "Read again with a larger page_size: entries that are written while one reads move the others on."
    return UnexpectedResponseError(message, hint=hint, **facts(answer, request))


def _redirected(answer: Answer, request: Request) -> UnexpectedResponseError:
    target = one_line(answer.headers["location"])
    message = (
        f"{' '.join(request.line)} was answered with {_status(answer)}, a redirect to {target}; nothing was sent there"
    )
    hint = "If the target is the API, use its address as the base URL; if it is a login page, check the base URL."
    return UnexpectedResponseError(message, hint=hint, **facts(answer, request))
