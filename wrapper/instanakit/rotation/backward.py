"""Back to how it was: the sink first, so that whoever reads it gets what works, then the new token is deleted."""

from typing import Any, NoReturn

from instanakit._flows import Flow, delete_token, list_tokens
from instanakit._flows.prove import authenticates
from instanakit.errors import InstanaError
from instanakit.rotation.errors import RotationError
from instanakit.rotation.local import local
from instanakit.rotation.own import as_itself
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, current, pending, read
from instanakit.secret import Secret
from instanakit.sinks import Sink

_PROMOTED = frozenset({State.PROMOTED, State.GRACE, State.RETIRING})


def fail(work: Work, failure: InstanaError, **facts: Any) -> Flow[NoReturn]:
    """Roll back because of a failure, and raise it."""
    work = yield from begin(work, problem=failure.message, **facts)
    stopped: InstanaError | None = None
    try:
        yield from go_back(work)
    except RotationError:  # there is nothing to go back to
        raise
    except InstanaError as error:
        stopped = error
    if stopped is not None:
        failure.hint = f"{failure.hint} It could not be undone: {stopped.message}. Resume the rotation.".strip()
        raise failure
    failure.hint = f"{failure.hint} The rotation {work.rotation.rid} was rolled back.".strip()
    raise failure


def begin(work: Work, **facts: Any) -> Flow[Work]:
    """Record that the rotation is rolled back, from which state."""
    left = work.rotation.state
    if left not in _PROMOTED and work.is_new((yield from current(work))):
        left = State.PROMOTED  # an interrupted call has done it, and not come to record it
    return (yield from work.record(State.ROLLING_BACK, left=left.value, **facts))


def go_back(work: Work) -> Flow[Work]:
    """Restore the sink, in ROLLING_BACK, and delete the new token. Raises RotationError if what was before is dead."""
    rotation = work.rotation
    left = State(rotation.left or State.PLANNED)
    work = yield from as_itself(work)
    if left in _PROMOTED:
        is_there = yield from _check_way_back(work, left)
        yield from _restore(work)
        secret = yield from current(work)
        if is_there and work.is_new(secret):
            hint = "The new one was left there. Resume the rotation; or put the former one there before."
            yield from work.record(left, left=None, problem=None)
            work.stop(f"The sink {work.sink.spec} has lost its former secret, so it cannot be restored", hint)
        if rotation.is_own and secret is not None and (yield from authenticates(work.terms, secret, pauses=())):
            work = work.acting_as(secret)  # what it acted as until now is about to be deleted
    elif left is State.VERIFIED and (yield from local(_has_begun_to_promote, work.sink)):
        yield from local(work.sink.restore)
    elif not (yield from _is_anothers(work)):
        # What was promoted before is not to be undone.
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


def _is_anothers(work: Work) -> Flow[bool]:
    """Tell whether another rotation has staged a secret; where none is, there may be what a killed process left."""
    held = yield from pending(work)
    return held is not None and not work.is_ours(held)


def _check_way_back(work: Work, left: State) -> Flow[bool]:
    """Stop, and leave the state as it was, if nothing would work in the end but what is about to be deleted.

    Tells whether the new token is there. What somebody else has put into the sink, and works, stays.
    """
    rotation, sink = work.rotation, work.sink.spec
    new = yield from read(work.terms, rotation.new_internal_id)
    if new is None or new.has_expired or (yield from _foreign(work)) is not None:
        return new is not None
    old = yield from read(work.terms, rotation.internal_id)
    former = yield from local(work.sink.previous)
    if old is None:
        dead = f"The token {rotation.internal_id} is gone"
    elif old.has_expired:
        dead = f"The token {rotation.internal_id} has expired"
    elif former is not None and not (yield from authenticates(work.terms, former)):
        dead = f"The former secret in {sink} does not authenticate"
    else:
        return True
    how = f"Put the new secret into {sink} and resume; or"
    if work.is_new((yield from current(work))):
        how = "The new secret is in the sink: resume the rotation; or"
    hint = f"{how}, to go back all the same, delete the token {rotation.new_internal_id} before."
    yield from work.record(left, left=None, problem=None)
    work.stop(f"{dead}, so there is nothing to go back to", hint)


def _foreign(work: Work) -> Flow[Secret | None]:
    """Return the sink's current secret if somebody else has put it there and it works."""
    secret, former = (yield from current(work)), (yield from local(work.sink.previous))
    if secret is None or secret == former or work.is_new(secret):
        return None
    return secret if (yield from authenticates(work.terms, secret, pauses=())) else None


def _restore(work: Work) -> Flow[None]:
    """Give the sink its former secret again, unless somebody has given it another one that works."""
    if (yield from _foreign(work)) is None:
        yield from local(work.sink.restore)
        return
    yield from local(work.sink.drop_previous)
    # What works may be what an interrupted call has restored, when it had still to clear the pending slot.
    if not (yield from _is_anothers(work)):
        yield from local(work.sink.discard)
