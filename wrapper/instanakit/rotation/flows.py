"""The flows of a rotation: begin one, go on with one, roll one back. Each ends where nothing can be done now."""

from collections.abc import Callable, Mapping

from instanakit._flows import Flow, Terms
from instanakit.errors import ConfigurationError, InstanaError
from instanakit.rotation import handover, making, retire
from instanakit.rotation.backward import begin, go_back
from instanakit.rotation.errors import JournalError, RotationError
from instanakit.rotation.journal import Journal
from instanakit.rotation.local import local
from instanakit.rotation.lock import Lock
from instanakit.rotation.planning import Place, Wanted, plan
from instanakit.rotation.recorded import Recorded, fingerprint
from instanakit.rotation.rotation import Rotation
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, current, epoch_ms
from instanakit.sinks import parse_sink

_STEPS: Mapping[State, Callable[[Work], Flow[Work]]] = {
    State.PLANNED: making.stage,
    State.STAGED: making.create,
    State.CREATING: making.find,
    State.CREATED: handover.keep,
    State.STORED: handover.verify,
    State.VERIFIED: handover.promote,
    State.PROMOTED: retire.begin_grace,
    State.GRACE: retire.end_grace,
    State.RETIRING: retire.retire,
    State.ROLLING_BACK: go_back,
}
_BEFORE_PROMOTED = frozenset({State.PLANNED, State.STAGED, State.CREATING, State.CREATED, State.STORED})


def rotate(terms: Terms, place: Place, wanted: Wanted) -> Flow[Rotation]:
    """Rotate a token as far as that is possible now: until the grace period runs, or until the old token is deleted."""
    planned = yield from plan(terms, place, wanted)
    secret = making.new_secret()
    facts = {
        "base_url": planned.base_url,
        "internal_id": planned.internal_id,
        "new_internal_id": planned.new_internal_id,
        "name": planned.name,
        "sink": planned.sink,
        "grace": planned.grace.total_seconds(),
        "created_on": planned.created_on,
        "expires_on": planned.expires_on,
        "old_expires_on": planned.old_expires_on,
        "lifetime": planned.lifetime,
        "is_own": planned.is_own,
        "fingerprint": fingerprint(planned.rid, secret),
    }
    with Lock(place.journal.folder, planned.rid) as lock:
        try:
            rotation = yield from local(place.journal.begin, planned.rid, epoch_ms(terms), facts)
        except RotationError:
            lock.drop()
            raise
        work = Work(terms, place.journal, wanted.sink, rotation, secret=secret)
        return (yield from _named(work, _go_on(work), lock))


def resume(terms: Terms, place: Place, rid: str) -> Flow[Rotation]:
    """Go on with a rotation from its last state. One that is over is returned as it is."""
    yield from _find(place, rid)
    with Lock(place.journal.folder, rid) as lock:
        rotation = yield from _find(place, rid)  # another process may have gone on meanwhile
        if rotation.is_over:
            lock.drop()
            return rotation.public
        work = Work(terms, place.journal, parse_sink(rotation.sink), rotation)
        return (yield from _named(work, _catch_up(work), lock))


def roll_back(terms: Terms, place: Place, rid: str) -> Flow[Rotation]:
    """Go back to how it was before a rotation. Raises RotationError if the old token is being deleted already."""
    yield from _find(place, rid)
    with Lock(place.journal.folder, rid) as lock:
        rotation = yield from _find(place, rid)
        if rotation.state is State.ROLLED_BACK:
            lock.drop()
            return rotation.public
        work = Work(terms, place.journal, parse_sink(rotation.sink), rotation)
        return (yield from _named(work, _go_back(work), lock))


def _go_back(work: Work) -> Flow[Rotation]:
    rotation = work.rotation
    if not (rotation.state.can_roll_back or (yield from retire.is_stuck(work))):
        hint = "Rotate its successor." if rotation.is_over else "Resume it."
        work.stop(f"The rotation {rotation.rid} is {rotation.state}: its old token cannot be kept", hint)
    if rotation.state is State.CREATING:
        work = yield from making.wait_out(work)
    if rotation.state is not State.ROLLING_BACK:
        work = yield from begin(work, problem="it was asked for")
    work = yield from go_back(work)
    return work.rotation.public


def get(terms: Terms, place: Place, rid: str) -> Flow[Rotation]:
    """Return a rotation of this tenant unit. Raises RotationError if there is none."""
    del terms
    return (yield from _find(place, rid)).public


def _find(place: Place, rid: str) -> Flow[Recorded]:
    if not isinstance(rid, str):
        message = f"rid must be the text that names a rotation; it is {type(rid).__name__}"
        raise ConfigurationError(message, hint="Pass rotation.rid.")
    found = yield from local(place.journal.get, rid)
    if found is not None and found.base_url == place.base_url:
        return found
    where = "" if found is None else f" of this tenant unit; it is of {found.base_url}"
    message = f"There is no rotation {rid}{where}"
    raise RotationError(message, hint="rotations.list() shows those that there are.")


def list_rotations(terms: Terms, place: Place) -> Flow[list[Rotation]]:
    """Return the rotations of this tenant unit, the oldest first."""
    del terms
    found = yield from local(place.journal.list)
    return [rotation.public for rotation in found if rotation.base_url == place.base_url]


def _catch_up(work: Work) -> Flow[Rotation]:
    """Go on from where the sink is, if the journal is behind it: an earlier copy of it may have been restored."""
    if work.rotation.state in _BEFORE_PROMOTED and work.is_new((yield from current(work))):
        made = yield from making.tokens_of(work)
        named = {"new_internal_id": made[0].internal_id} if made else {}
        work = yield from work.record(State.PROMOTED, **named)
    return (yield from _go_on(work))


def _go_on(work: Work) -> Flow[Rotation]:
    """Do one step after the other until the rotation is over, or nothing changes."""
    while not work.rotation.is_over:
        before = work.rotation.state
        work = yield from _STEPS[before](work)
        if work.rotation.state is before:
            break
    return work.rotation.public


def _named(work: Work, flow: Flow[Rotation], lock: Lock) -> Flow[Rotation]:
    """Name the rotation in whatever stops it, and let go of what is over."""
    rid = work.rotation.rid
    try:
        rotation = yield from flow
    except InstanaError as error:
        error.rid = rid
        found = yield from local(_found, work.journal, rid)
        if found is not None and found.is_over:
            lock.drop()
        raise
    if rotation.is_over:
        lock.drop()
    return rotation


def _found(journal: Journal, rid: str) -> Recorded | None:
    try:
        return journal.get(rid)
    except JournalError:
        return None
