"""Send a write, and tell what was surely done or surely not done from what is in doubt.

A write is sent again only after the caller of this module has asked the server whether it was done.
"""

from collections.abc import Callable
from copy import copy
from http import HTTPStatus
from typing import cast

import attrs

from instanakit import _answers
from instanakit._answers import Answer
from instanakit._flows.send import Exchange, delay_after, exchange, lost, refuse_foreign, unanswered, unknown
from instanakit._flows.steps import Flow, Pause, Terms
from instanakit._operations import Document, Request
from instanakit.errors import APIError, OutcomeUnknownError, UnexpectedResponseError
from instanakit.retry import Repeat


@attrs.frozen
class Doubt:
    """A write that may have been done: how it ended, in words too, and the error that it is if it was not done."""

    ended: Exchange
    said: str = attrs.field(repr=False)  # it quotes the server, and is not redacted yet
    undone: APIError = attrs.field(repr=False)
    internal_id: str | None

    @property
    def is_elsewhere(self) -> bool:
        """Whether a web page came, as a success, in the place of the API's answer."""
        answer = self.ended.answer
        return answer is not None and answer.ok and _answers.looks_like_a_page(answer)

    @property
    def leaves_open(self) -> bool:
        """Whether this attempt may have made a token under another id than the one that was sent.

        Not if the answer says that the token is there already, nor if it came from elsewhere.
        """
        answer = self.ended.answer
        return not self.is_elsewhere and (answer is None or answer.status_code != HTTPStatus.CONFLICT)

    def settled(self, state: str) -> APIError:
        """Return the error of a write that was not done when the server was asked; what comes late is not excluded."""
        return found_out(self.undone, self.internal_id, state)

    def unknown(self, why: str, *, hint: str) -> OutcomeUnknownError:
        """Make the error that says that it could not be settled, and why."""
        return self.stuck(f"whether it was done is unknown: {why}", hint)

    def stuck(self, known: str, hint: str) -> OutcomeUnknownError:
        """Make the error that says how much is known, where that is not enough."""
        error = unknown(f"{self.said}; {known}", self.undone, self.internal_id)
        error.hint = hint or error.hint
        return error

    def unsettled_by(self, error: APIError, *, hint: str = "") -> APIError:
        """Make the error of a question that was not answered. If all came from elsewhere, the API was not reached."""
        if self.is_elsewhere and isinstance(error, UnexpectedResponseError):
            return self.undone
        return self.unknown(error.message, hint=hint)


def found_out(error: APIError, internal_id: str | None, state: str) -> APIError:
    """Return an error that says what was found when the server was asked, in the place of 'nothing was changed'."""
    told = copy(error)
    advice = told.hint.partition("; nothing was changed")[0].removesuffix(".")
    asked = f"When asked afterwards, the token {internal_id} was {state}: look again before you try again."
    told.hint = f"{advice}. {asked}"
    return told


def doubt_about(terms: Terms, ended: Exchange) -> Doubt | None:
    """Return the doubt that an exchange leaves, None if it succeeded; raise if it was surely not done."""
    answer, request = ended.answer, ended.call.request
    if answer is None:
        error, said, doubtful = unanswered(terms, ended), lost(ended), ended.last_perhaps_done
    else:
        failure = _answers.error_of(answer, request)
        if failure is None:
            return None
        error, said, doubtful = failure, failure.message, _tells_nothing(answer, is_new=request.method == "POST")
    if not (doubtful or ended.perhaps_done):
        raise error
    return Doubt(ended, said, error, request.internal_id)


def _tells_nothing(answer: Answer, *, is_new: bool) -> bool:
    # 409 may be about what an earlier attempt did meanwhile; to a new id it means that something repeated the request.
    conflicts = answer.status_code == HTTPStatus.CONFLICT and (answer.attempts > 1 or is_new)
    return (
        conflicts
        or answer.status_code == HTTPStatus.REQUEST_TIMEOUT
        or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    )


def write(
    terms: Terms,
    request: Request,
    attempt: int,
    *,
    shows_secret: bool = False,
    former: Callable[[APIError], APIError] | None = None,
) -> Flow[Document | Doubt]:
    """Send a write; return the token that was stored, or the doubt. Raise if it was surely not done.

    With `shows_secret` an answer that masks the secret is a doubt too. `former` makes of the error of this attempt the
    one that an attempt before it, which was in doubt, asks for.
    """
    try:
        return (yield from _write(terms, request, attempt, shows_secret=shows_secret))
    except APIError as error:
        if former is None:
            raise
        failure = former(error.with_traceback(None))
    raise failure


def _write(terms: Terms, request: Request, attempt: int, *, shows_secret: bool) -> Flow[Document | Doubt]:
    ended = yield from exchange(terms, request, first=attempt)
    yield from refuse_foreign(terms, request, ended.answer)
    doubt, answer = doubt_about(terms, ended), ended.answer
    if doubt is not None or answer is None:
        return cast("Doubt", doubt)
    try:
        stored = _answers.token(answer, request)
    except UnexpectedResponseError as unexpected:
        # Without its frames, which hold the answer.
        error = unexpected.with_traceback(None)
    else:
        if not shows_secret or _answers.clear_secret(stored) is not None:
            return stored
        error = _answers.unexpected(answer, request, "with a token that shows its secret")
        return Doubt(ended, error.message, error, stored["internalId"])
    return Doubt(ended, error.message, error, request.internal_id)


def again(terms: Terms, doubt: Doubt, undone: APIError) -> Flow[int]:
    """Wait before a write that was not done is sent again, and return the number of that attempt; raise to stop."""
    call = doubt.ended.call
    delay = delay_after(terms, Repeat.ALWAYS, call.attempt, doubt.ended.outcome)
    if delay is None:
        raise undone
    yield Pause(delay, call)
    return call.attempt + 1
