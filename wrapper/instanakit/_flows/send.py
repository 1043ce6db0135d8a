"""Send one request until there is an answer to go on with, trying again by the rules of the retry policy."""

from typing import cast

import attrs

from instanakit._answers import Answer, check, error_of, is_missing, is_version, says_no_token, unexpected
from instanakit._answers.headers import asked_wait
from instanakit._flows.steps import Call, Flow, Outcome, Pause, Terms
from instanakit._operations import Request, get_version_of_backend
from instanakit.errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    OutcomeUnknownError,
    UnexpectedResponseError,
)
from instanakit.retry import NOT_DONE, Failure, Repeat
from instanakit.secret import Secret

_UNAUTHORIZED = 401
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_TIMEOUTS = frozenset({Failure.CONNECT_TIMEOUT, Failure.TIMEOUT})
_NEVER_SENT = frozenset({Failure.CONNECT, Failure.CONNECT_TIMEOUT, Failure.REFUSED, Failure.CLOSED})


@attrs.frozen
class Exchange:
    """How sending a request ended: the last attempt, what it brought, and whether any attempt may have been done."""

    call: Call
    outcome: Outcome
    perhaps_done: bool  # an attempt before the last one
    last_perhaps_done: bool
    limited: Answer | None  # the last answer that said that the rate limit is used up

    @property
    def answer(self) -> Answer | None:
        """The answer, with what is known of the attempts before it."""
        answer = self.outcome.answer
        return answer and attrs.evolve(answer, attempts=self.call.attempt, perhaps_done=self.perhaps_done)


def exchange(terms: Terms, request: Request, *, first: int = 1, secret: Secret | None = None) -> Flow[Exchange]:
    """Send a request, trying again by the rules; `first` is the number of the first attempt.

    With `secret` it authenticates as that token, and being refused is an answer like any other.
    """
    secret = secret or terms.acting_as
    call, perhaps_done = Call(request, first, secret=secret), False
    limited: Answer | None = None
    renewable = terms.renewable and secret is None
    while True:
        outcome: Outcome = yield call
        if renewable and outcome.answer is not None and outcome.answer.status_code == _UNAUTHORIZED:
            renewable = False
            call = Call(request, call.attempt + 1, renew_credential=True)
            continue
        delay = delay_after(terms, request.repeat, call.attempt, outcome)
        done = _may_be_done(outcome)
        if outcome.answer is not None and outcome.answer.status_code == NOT_DONE:
            limited = outcome.answer
        if delay is None:
            return Exchange(call, outcome, perhaps_done, done, limited)
        perhaps_done = perhaps_done or done
        yield Pause(delay, call)
        call = Call(request, call.attempt + 1, secret=secret)


def send(terms: Terms, request: Request, *, secret: Secret | None = None) -> Flow[Answer]:
    """Return the answer, whatever its status; raise if there is none.

    `perhaps_done` of the answer tells whether an earlier attempt may have been carried out.
    """
    ended = yield from exchange(terms, request, secret=secret)
    if ended.answer is not None:
        yield from refuse_foreign(terms, request, ended.answer)
        return ended.answer
    undone = unanswered(terms, ended)
    if request.method in _READS or not (ended.perhaps_done or ended.last_perhaps_done):
        raise undone
    raise unknown(lost(ended), undone, None)  # writes about a token do not come here


def refuse_foreign(terms: Terms, request: Request, answer: Answer | None) -> Flow[None]:
    """Raise if a 404 to a request about a token is not the API's own."""
    error = yield from foreign(terms, request, answer)
    if error is not None:
        raise error


def foreign(terms: Terms, request: Request, answer: Answer | None) -> Flow[APIError | None]:
    """Return the error of a 404 about a token that is not the API's own, which says so or can tell its version."""
    about_a_token = request.internal_id is not None and request.may_be_missing
    if answer is None or not about_a_token or not is_missing(answer) or says_no_token(answer):
        return None
    probe = yield from exchange(terms, get_version_of_backend())
    if probe.answer is None or not is_version(probe.answer):
        return unexpected(answer, request, "by the API")
    return None


def ask(terms: Terms, request: Request) -> Flow[Answer]:
    """Return the answer of a request that succeeded; raise what any other answer stands for."""
    answer = yield from send(terms, request)
    check(answer, request)
    return answer


def delay_after(terms: Terms, repeat: Repeat, attempt: int, outcome: Outcome) -> float | None:
    """Return the seconds to wait before the next attempt, or None if there is to be none."""
    answer = outcome.answer
    if answer is not None and answer.ok:
        return None
    delay = terms.policy.delay(
        outcome.failure if answer is None else answer.status_code,
        repeat=repeat,
        attempt=attempt,
        random=terms.random(),
        asked=None if answer is None else asked_wait(answer.headers, answer.status_code),
    )
    return delay if delay is not None and terms.fits(delay) else None


def _may_be_done(outcome: Outcome) -> bool:
    if outcome.answer is not None:
        return outcome.answer.status_code != NOT_DONE
    return outcome.failure not in _NEVER_SENT


def _tries(call: Call) -> str:
    return f" in {call.attempt} attempts" if call.attempt > 1 else ""


def lost(ended: Exchange) -> str:
    """Say that a request was sent and brought no answer."""
    line = " ".join(ended.call.request.line)
    return f"{line} was sent, but its answer was lost{_tries(ended.call)}: {ended.outcome.detail}"


def unanswered(terms: Terms, ended: Exchange) -> APIError:
    """Make the error of a request that brought no answer and changed nothing."""
    call, outcome = ended.call, ended.outcome
    if ended.limited is not None and terms.overdue():
        # It was the wait for the rate limit that left too little of the deadline.
        return cast("APIError", error_of(attrs.evolve(ended.limited, attempts=call.attempt), call.request))
    line = " ".join(call.request.line)
    said = f"{line} got no answer{_tries(call)}: {outcome.detail}"
    kind: type[APIError] = APIConnectionError
    hint = "Check the base URL, the network and the proxy settings; nothing was changed."
    if outcome.failure is Failure.UNREADABLE:
        kind, said = UnexpectedResponseError, f"{line} was answered, but {outcome.detail}"
        hint = "Check what stands between here and the server, and max_response_bytes."
    elif outcome.failure is Failure.CLOSED:
        hint = "Close the client when no call is under way; nothing was changed."
    elif outcome.failure in _TIMEOUTS or terms.overdue():
        kind, hint = APITimeoutError, "Try again later, or allow a longer timeout and deadline; nothing was changed."
    elif outcome.failure is Failure.REFUSED:
        hint = "Trying again will not help: check verify=, the certificates, the base URL and the proxy settings."
    return kind(said, hint=hint, request=call.request.line, attempts=call.attempt)


def unknown(said: str, undone: APIError, internal_id: str | None) -> OutcomeUnknownError:
    """Make the error of a write of which nobody knows whether it was done; `undone` has the facts."""
    look = "look" if internal_id is None else f"look for the token {internal_id}"
    return OutcomeUnknownError(
        said,
        hint=f"It may have been done: {look} before you try again.",
        request=undone.request,
        attempts=undone.attempts,
        status_code=undone.status_code,
        headers=undone.headers,
        body=undone.body,
        internal_id=internal_id,
    )
