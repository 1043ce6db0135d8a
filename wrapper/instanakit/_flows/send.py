"""Send one request until there is an answer to go on with, trying again by the rules of the retry policy."""

from typing import Any

import attrs

from instanakit._answers import Answer, check
from instanakit._answers.headers import asked_wait
from instanakit._flows.steps import Call, Flow, Outcome, Pause, Terms
from instanakit._operations import Request
from instanakit.errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    OutcomeUnknownError,
    UnexpectedResponseError,
)
from instanakit.retry import NOT_DONE, Failure

_UNAUTHORIZED = 401
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_TIMEOUTS = frozenset({Failure.CONNECT_TIMEOUT, Failure.TIMEOUT})
_NEVER_SENT = frozenset({Failure.CONNECT, Failure.CONNECT_TIMEOUT, Failure.REFUSED})


def send(terms: Terms, request: Request) -> Flow[Answer]:
    """Return the answer, whatever its status; raise if there is none.

    `perhaps_done` of the answer tells whether an earlier attempt may have been carried out.
    """
    call, renewed, perhaps_done = Call(request, 1), False, False
    while True:
        outcome: Outcome = yield call
        answer = outcome.answer
        if answer is not None and answer.status_code == _UNAUTHORIZED and terms.renewable and not renewed:
            renewed = True
            call = Call(request, call.attempt + 1, renew_credential=True)
            continue
        delay = _delay(terms, call, outcome)
        if delay is None:
            if answer is None:
                raise _failed(terms, call, outcome, perhaps_done=perhaps_done)
            return attrs.evolve(answer, attempts=call.attempt, perhaps_done=perhaps_done)
        perhaps_done = perhaps_done or _may_be_done(outcome)
        yield Pause(delay, call)
        call = Call(request, call.attempt + 1)


def ask(terms: Terms, request: Request) -> Flow[Answer]:
    """Return the answer of a request that succeeded; raise what any other answer stands for."""
    answer = yield from send(terms, request)
    check(answer, request)
    return answer


def _delay(terms: Terms, call: Call, outcome: Outcome) -> float | None:
    answer = outcome.answer
    delay = terms.policy.delay(
        outcome.failure if answer is None else answer.status_code,
        repeat=call.request.repeat,
        attempt=call.attempt,
        random=terms.random(),
        asked=None if answer is None else asked_wait(answer.headers, answer.status_code),
    )
    left = terms.left()
    return None if delay is None or (left is not None and delay >= left) else delay


def _may_be_done(outcome: Outcome) -> bool:
    if outcome.answer is not None:
        return outcome.answer.status_code != NOT_DONE
    return outcome.failure not in _NEVER_SENT


def _failed(terms: Terms, call: Call, outcome: Outcome, *, perhaps_done: bool) -> APIError:
    request = call.request
    tries = f" in {call.attempt} attempts" if call.attempt > 1 else ""
    tried = f"{' '.join(request.line)} got no answer{tries}: {outcome.detail}"
    kind: type[APIError] = APIConnectionError
    hint = "Check the base URL, the network and the proxy settings; nothing was changed."
    more: dict[str, Any] = {}
    if request.method not in _READS and (perhaps_done or _may_be_done(outcome)):
        kind, more = OutcomeUnknownError, {"internal_id": request.internal_id}
        tried = f"{' '.join(request.line)} was sent, but its answer was lost{tries}: {outcome.detail}"
        hint = f"It may have been done: look for the token {request.internal_id} before you try again."
        if request.internal_id is None:
            hint = "It may have been done: look before you try again."
    elif outcome.failure is Failure.UNREADABLE:
        kind, tried = UnexpectedResponseError, f"{' '.join(request.line)} was answered, but {outcome.detail}"
        hint = "Check what stands between here and the server, and max_response_bytes."
    elif outcome.failure in _TIMEOUTS or terms.overdue():
        kind, hint = APITimeoutError, "Try again later, or allow a longer timeout and deadline; nothing was changed."
    elif outcome.failure is Failure.REFUSED:
        hint = "Trying again will not help: check certificates, the base URL and the proxy settings."
    return kind(tried, hint=hint, request=request.line, attempts=call.attempt, **more)
