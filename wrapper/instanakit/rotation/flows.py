"""The flows of a rotation: begin one, go on with one, roll one back. Each ends where nothing can be done now."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import attrs

from instanakit._answers.headers import server_time
from instanakit._flows import Flow, Terms
from instanakit._flows.read import list_with_answer
from instanakit._settings import Credential
from instanakit.errors import ConfigurationError, NotFoundError
from instanakit.rotation import handover, making, retire
from instanakit.rotation.backward import begin, go_back
from instanakit.rotation.errors import RotationError
from instanakit.rotation.journal import Journal
from instanakit.rotation.local import local
from instanakit.rotation.lock import Lock
from instanakit.rotation.plan import Expiry, check_expiry, check_grace, check_lasts, expiry, grace_until
from instanakit.rotation.recorded import Recorded, fingerprint
from instanakit.rotation.refuse import refuse_marked, refuse_second, refuse_taken
from instanakit.rotation.rotation import Rotation
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, epoch_ms
from instanakit.sinks import Sink, parse_sink

_RID_BYTES = 8
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


@attrs.frozen(kw_only=True)
class Place:
    """Where rotations are carried out: the tenant unit, as whom, and the journal."""

    base_url: str
    credential: Credential
    journal: Journal


@attrs.frozen(kw_only=True)
class Wanted:
    """Which token is to be rotated, and how."""

    internal_id: str
    sink: Sink
    grace: timedelta
    expires_at: Expiry
    is_own: bool

    def check(self) -> None:
        """Refuse what cannot be carried out, before anything is read or sent."""
        check_grace(self.grace)
        check_expiry(self.expires_at)
        if not isinstance(self.sink, Sink):
            message = f"sink must be a Sink; it is {type(self.sink).__name__}"
            raise ConfigurationError(message, hint="Make one with instanakit.sinks.parse_sink().")
        if not (self.sink.can_stage and self.sink.can_read_back):
            message = f"The sink {self.sink.spec} cannot be used for a rotation: it has no pending slot to read back"
            raise ConfigurationError(message, hint="Use a sink of the kind file, env or keyring.")
        if not _is_found_again(self.sink):
            message = f"A rotation into the sink {self.sink.spec} could not be resumed: its spec does not lead to it"
            raise ConfigurationError(message, hint="Use a sink that instanakit.sinks.parse_sink() makes.")


def _is_found_again(sink: Sink) -> bool:
    """Tell whether another process makes the same sink of what the journal has of it."""
    try:
        again = parse_sink(sink.spec)
    except ConfigurationError:
        return False
    return type(again) is type(sink) and again.spec == sink.spec


def plan(terms: Terms, place: Place, wanted: Wanted) -> Flow[Recorded]:
    """Plan a rotation without recording it: check the sink and the token. Nothing is changed."""
    wanted.check()
    known = yield from local(place.journal.list)
    refuse_second(known, place.base_url, wanted.internal_id, wanted.sink.spec)
    yield from _check_sink(wanted, known)
    answer, tokens = yield from list_with_answer(terms)
    old = next((token for token in tokens if token.internal_id == wanted.internal_id), None)
    if old is None:
        message = f"There is no token {wanted.internal_id}"
        raise NotFoundError(message, hint="Check the internal id; tokens.list() shows those that exist.")
    refuse_marked(old, tokens)
    now = server_time(answer.headers) or datetime.fromtimestamp(terms.now(), UTC)
    grace = grace_until(old, wanted.grace, now)
    expires_on = expiry(old, wanted.expires_at, now)
    check_lasts(expires_on, grace, now)
    started = datetime.fromtimestamp(terms.now(), UTC)
    return Recorded(
        rid=token_hex(_RID_BYTES),
        state=State.PLANNED,
        base_url=place.base_url,
        internal_id=old.internal_id,
        new_internal_id=token_hex(making.ID_BYTES),
        name=old.name,
        sink=wanted.sink.spec,
        grace=grace,
        started_at=started,
        changed_at=started,
        created_on=old.raw.get("createdOn"),
        expires_on=expires_on,
        is_own=wanted.is_own or (yield from local(_is_own, place, wanted.sink)),
    )


def _check_sink(wanted: Wanted, known: list[Recorded]) -> Flow[None]:
    """Refuse a sink that cannot be written, or holds what this rotation must not overwrite."""
    sink = wanted.sink
    yield from local(sink.check)
    refuse_taken(known, wanted.internal_id, sink.spec, (yield from local(sink.current)))
    if (yield from local(sink.pending)) is not None:
        message = f"The sink {sink.spec} has a secret in its pending slot already"
        raise RotationError(message, hint=making.CLEAR_IT)


def _is_own(place: Place, sink: Sink) -> bool:
    """Tell whether the sink's current secret is what this client authenticates with."""
    return sink.current() == place.credential.current()


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
        "is_own": planned.is_own,
        "fingerprint": fingerprint(planned.rid, secret),
    }
    with Lock(place.journal.folder, planned.rid) as lock:
        try:
            rotation = yield from local(place.journal.begin, planned.rid, epoch_ms(terms), facts)
        except RotationError:
            lock.drop()
            raise
        return (yield from _go_on(Work(terms, place.journal, wanted.sink, rotation, secret=secret), lock))


def resume(terms: Terms, place: Place, rid: str) -> Flow[Rotation]:
    """Go on with a rotation from its last state. One that is over is returned as it is."""
    yield from _find(place, rid)
    with Lock(place.journal.folder, rid) as lock:
        rotation = yield from _find(place, rid)  # another process may have gone on meanwhile
        if rotation.is_over:
            lock.drop()
            return rotation.public
        return (yield from _go_on(Work(terms, place.journal, parse_sink(rotation.sink), rotation), lock))


def roll_back(terms: Terms, place: Place, rid: str) -> Flow[Rotation]:
    """Go back to how it was before a rotation. Raises RotationError if the old token is being deleted already."""
    yield from _find(place, rid)
    with Lock(place.journal.folder, rid) as lock:
        rotation = yield from _find(place, rid)
        if rotation.state is State.ROLLED_BACK:
            lock.drop()
            return rotation.public
        work = Work(terms, place.journal, parse_sink(rotation.sink), rotation)
        if not rotation.state.can_roll_back:
            hint = "Rotate its successor." if rotation.is_over else "Resume it."
            work.stop(f"The rotation {rid} is {rotation.state}: its old token cannot be kept", hint)
        if rotation.state is State.CREATING:
            work = yield from making.wait_out(work)
        if rotation.state is not State.ROLLING_BACK:
            work = yield from begin(work, problem="it was asked for")
        work = yield from go_back(work)
        lock.drop()
        return work.rotation.public


def get(terms: Terms, place: Place, rid: str) -> Flow[Rotation]:
    """Return a rotation of this tenant unit. Raises RotationError if there is none."""
    del terms
    return (yield from _find(place, rid)).public


def _find(place: Place, rid: str) -> Flow[Recorded]:
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


def _go_on(work: Work, lock: Lock) -> Flow[Rotation]:
    """Do one step after the other until the rotation is over, or nothing changes."""
    while not work.rotation.is_over:
        before = work.rotation.state
        work = yield from _STEPS[before](work)
        if work.rotation.state is before:
            return work.rotation.public
    lock.drop()
    return work.rotation.public
