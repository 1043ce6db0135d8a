"""Back to how it was: the sink first, so that whoever reads it gets what works, then the new token is deleted."""

from typing import Any, NoReturn

from instanakit._flows import Flow, delete_token, list_tokens
from instanakit.errors import InstanaError
from instanakit.rotation.local import local
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, read

_BEFORE_PROMOTING = frozenset({State.PLANNED, State.STAGED, State.CREATING, State.CREATED, State.STORED})


def fail(work: Work, failure: InstanaError, **facts: Any) -> Flow[NoReturn]:
    """Roll back because of a failure, and raise it."""
    work = yield from begin(work, problem=failure.message, **facts)
    yield from go_back(work)
    failure.hint = f"{failure.hint} The rotation {work.rotation.rid} was rolled back.".strip()
    raise failure


def begin(work: Work, **facts: Any) -> Flow[Work]:
    """Record that the rotation is rolled back, from which state."""
    return (yield from work.record(State.ROLLING_BACK, left=work.rotation.state.value, **facts))


def go_back(work: Work) -> Flow[Work]:
    """Restore the sink, in ROLLING_BACK, and delete the new token."""
    rotation = work.rotation
    left = State(rotation.left or State.PLANNED)
    if left is State.PLANNED:
        # What is pending may be ours; what was promoted before is not to be undone.
        yield from local(work.sink.discard)
    else:
        if left not in _BEFORE_PROMOTING and (yield from read(work.terms, rotation.internal_id)) is None:
            message = f"The token {rotation.internal_id} is gone, so there is nothing to go back to"
            work.stop(message, "Its successor works: the sink was left as it is.")
        yield from local(work.sink.restore)
    yield from delete_token(work.terms, rotation.new_internal_id, missing_ok=True)
    for token in (yield from list_tokens(work.terms)):
        if token.name == rotation.name + rotation.marker:
            yield from delete_token(work.terms, token.internal_id, missing_ok=True)
    return (yield from work.record(State.ROLLED_BACK))
