"""Back to how it was: the sink first, so that whoever reads it gets what works, then the new token is deleted."""

from typing import Any, NoReturn

from instanakit._flows import Flow, delete_token, list_tokens
from instanakit._flows.prove import authenticates
from instanakit.errors import InstanaError
from instanakit.rotation.local import local
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, current, read
from instanakit.sinks import Sink

_PROMOTED = frozenset({State.PROMOTED, State.GRACE, State.RETIRING})


def fail(work: Work, failure: InstanaError, **facts: Any) -> Flow[NoReturn]:
    """Roll back because of a failure, and raise it."""
    work = yield from begin(work, problem=failure.message, **facts)
    yield from go_back(work)
    failure.hint = f"{failure.hint} The rotation {work.rotation.rid} was rolled back.".strip()
    raise failure


def begin(work: Work, **facts: Any) -> Flow[Work]:
    """Record that the rotation is rolled back, from which state."""
    left = work.rotation.state
    if left is State.VERIFIED and work.is_new((yield from current(work))):
        left = State.PROMOTED  # an interrupted call has done it, and not come to record it
    return (yield from work.record(State.ROLLING_BACK, left=left.value, **facts))


def go_back(work: Work) -> Flow[Work]:
    """Restore the sink, in ROLLING_BACK, and delete the new token."""
    rotation = work.rotation
    left = State(rotation.left or State.PLANNED)
    if left in _PROMOTED:
        if (yield from read(work.terms, rotation.internal_id)) is None and (yield from _is_all_there_is(work)):
            work = yield from work.record(left, left=None, problem=None)
            message = f"The token {rotation.internal_id} is gone, so there is nothing to go back to"
            work.stop(message, "Its successor works: the sink was left as it is. Resume the rotation.")
        yield from local(work.sink.restore)
    elif left is State.VERIFIED and (yield from local(_has_begun_to_promote, work.sink)):
        yield from local(work.sink.restore)
    else:
        # What is pending may be ours; what was promoted before is not to be undone.
        yield from local(work.sink.discard)
    for token in (yield from list_tokens(work.terms)):
        if token.name == rotation.name + rotation.marker and token.internal_id != rotation.new_internal_id:
            yield from delete_token(work.terms, token.internal_id, missing_ok=True)
    # At last, since it may be what this is run with.
    yield from delete_token(work.terms, rotation.new_internal_id, missing_ok=True)
    return (yield from work.record(State.ROLLED_BACK))


def _has_begun_to_promote(sink: Sink) -> bool:
    # The first step of a promotion is to keep the former value, so it is there twice until the second one.
    return sink.previous() == sink.current()


def _is_all_there_is(work: Work) -> Flow[bool]:
    """Tell whether the sink holds the new secret and it authenticates."""
    secret = yield from current(work)
    if secret is None or not work.is_new(secret):
        return False
    return (yield from authenticates(work.terms, secret, pauses=()))
