"""From PROMOTED to DONE: wait for the grace period to end, then delete the old token, if it still is the one."""

import attrs

from instanakit._defaults import KEEP
from instanakit._flows import Flow, delete_token, update_token
from instanakit._flows.prove import authenticates
from instanakit._flows.update import change
from instanakit.models import Token
from instanakit.rotation.backward import fail
from instanakit.rotation.errors import RotationError
from instanakit.rotation.local import local
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, current, now_of_server, read
from instanakit.secret import Secret


def begin_grace(work: Work) -> Flow[Work]:
    """Begin the grace period, in PROMOTED; it runs by the server's clock."""
    work = yield from _as_itself(work)
    now = yield from now_of_server(work.terms)
    ends = now + work.rotation.grace
    return (yield from work.record(State.GRACE, grace_ends=int(ends.timestamp() * 1000)))


def end_grace(work: Work) -> Flow[Work]:
    """Announce, in GRACE, that the old token is to be deleted, if the period has ended; else nothing changes."""
    work = yield from _as_itself(work)
    now = yield from now_of_server(work.terms)
    ends = work.rotation.grace_ends_at
    if ends is not None and now < ends:
        return work
    yield from _check_successor(work, (yield from _secret(work)))
    return (yield from work.record(State.RETIRING))


def retire(work: Work) -> Flow[Work]:
    """Take the marker out of the new token's name, in RETIRING, delete the old token and forget its secret."""
    work = yield from _as_itself(work)
    new = yield from read(work.terms, work.rotation.new_internal_id)
    if new is None:
        message = f"The new token {work.rotation.new_internal_id} is gone, so the old one was not deleted"
        return (yield from fail(work, RotationError(message, hint="Find out who deletes tokens.")))
    secret = yield from _secret(work)
    yield from _unmark(work, new[1].name, secret)
    yield from _check_successor(work, secret)  # after the last call that can change it
    found = yield from read(work.terms, work.rotation.internal_id)
    if found is not None:
        _check_is_planned(work, found[1])
        yield from delete_token(work.terms, work.rotation.internal_id, missing_ok=True)
    yield from local(work.sink.drop_previous)
    return (yield from work.record(State.DONE))


def _as_itself(work: Work) -> Flow[Work]:
    """Go on as the new token, if the old one is what this was begun with."""
    if not work.rotation.is_own:
        return work
    secret = yield from current(work)
    if not work.is_new(secret):
        return work
    return attrs.evolve(work, terms=attrs.evolve(work.terms, acting_as=secret))


def _secret(work: Work) -> Flow[Secret]:
    """Return the new secret, which has to be in the sink; that anything else there authenticates proves nothing."""
    secret = yield from current(work)
    if secret is None or not work.is_new(secret):
        rotation = work.rotation
        hint = f"Put it back; or delete the token {rotation.new_internal_id} and roll back or resume."
        message = f"The sink {work.sink.spec} does not hold the secret of the new token, so the old one was not deleted"
        work.stop(message, hint)
    return secret


def _check_successor(work: Work, secret: Secret) -> Flow[None]:
    """See that the new secret authenticates, before the old token may go."""
    if not (yield from authenticates(work.terms, secret)):
        rotation = work.rotation
        message = f"The new token {rotation.new_internal_id} does not authenticate, so the old one was not deleted"
        work.stop(message, "Find out why; the rotation can be resumed, and rolled back while it is in GRACE.")


def _unmark(work: Work, name: str, secret: Secret) -> Flow[None]:
    rotation = work.rotation
    if not name.endswith(rotation.marker):
        return
    wanted = change(
        name=name.removesuffix(rotation.marker),
        grant=(),
        revoke=(),
        limit_scopes=(),
        unlimit_scopes=(),
        expires_at=KEEP,
        secret=secret,
        allow_unknown=False,
    )
    yield from update_token(work.terms, rotation.new_internal_id, wanted)


def _check_is_planned(work: Work, old: Token) -> None:
    rotation = work.rotation
    if (old.name, old.raw.get("createdOn")) == (rotation.name, rotation.created_on):
        return
    message = (
        f"The token {rotation.internal_id} is not the one that was to be rotated: its name or createdOn is another"
    )
    work.stop(message, "It was not deleted. Look at it, and delete it yourself if it may go.")
