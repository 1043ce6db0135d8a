"""From PROMOTED to DONE: wait for the grace period to end, then delete the old token, if it still is the one."""

from datetime import datetime

from instanakit import _operations
from instanakit._answers import Answer
from instanakit._defaults import KEEP
from instanakit._flows import Flow, delete_token, update_token
from instanakit._flows.prove import PAUSES, authenticates, pause, proof
from instanakit._flows.update import change
from instanakit._views import from_epoch_ms
from instanakit.models import Token
from instanakit.rotation.backward import fail
from instanakit.rotation.copied import differing, digest
from instanakit.rotation.errors import RotationError
from instanakit.rotation.local import local
from instanakit.rotation.own import as_itself
from instanakit.rotation.plan import grace_until
from instanakit.rotation.state import State
from instanakit.rotation.work import Found, Work, current, read, time_of
from instanakit.secret import Secret

_KEPT = "so the old one was not deleted"


def begin_grace(work: Work) -> Flow[Work]:
    """Begin the grace period, in PROMOTED; it runs by the server's clock."""
    work, now = yield from _proven(work)
    ends = now + grace_until(from_epoch_ms(work.rotation.old_expires_on), work.rotation.grace, now)
    return (yield from work.record(State.GRACE, grace_ends=int(ends.timestamp() * 1000)))


def end_grace(work: Work) -> Flow[Work]:
    """Announce, in GRACE, that the old token is to be deleted, if the period has ended; else nothing changes."""
    work, now = yield from _proven(work)
    ends = work.rotation.grace_ends_at
    old = yield from read(work.terms, work.rotation.internal_id)
    if old is not None and ends is not None and now < ends:
        return work
    if old is not None:
        _check_is_planned(work, old.token)
        yield from _check_is_as_copied(work, old)
    return (yield from work.record(State.RETIRING))


def retire(work: Work) -> Flow[Work]:
    """Take the marker out of the new token's name, in RETIRING, delete the old token and forget its secret."""
    work = yield from as_itself(work)
    new = yield from read(work.terms, work.rotation.new_internal_id)
    if new is None:
        message = f"The new token {work.rotation.new_internal_id} is gone, {(yield from _so(work))}"
        return (yield from fail(work, RotationError(message, hint="Find out who deletes tokens.")))
    secret = yield from _secret(work)
    yield from _unmark(work, new.token.name, secret)
    yield from _proof(work, secret)  # after the last call that can change it
    found = yield from read(work.terms, work.rotation.internal_id)
    if found is not None:
        _check_is_planned(work, found.token)
        yield from delete_token(work.terms, work.rotation.internal_id, missing_ok=True)
    return (yield from _forget(work))


def _forget(work: Work) -> Flow[Work]:
    """Drop the former secret, which is dead, and be done; one that works is of another token, and is kept."""
    former = yield from local(work.sink.previous)
    if former is not None and (yield from _keeps_working(work, former)):
        kept = f"the former secret in {work.sink.spec} still authenticates, so it is another token's: it is kept there"
        return (yield from work.record(State.DONE, problem=kept))
    yield from local(work.sink.drop_previous)
    return (yield from work.record(State.DONE))


def _proven(work: Work) -> Flow[tuple[Work, datetime]]:
    """See that the sink holds the new secret and that it authenticates; return what time it is, too.

    If the old token is what this was begun with, the work goes on as the new one.
    """
    secret = yield from _secret(work)
    answer = yield from _proof(work, secret)
    now = time_of(work.terms, answer)
    return (work.acting_as(secret) if work.rotation.is_own else work), now


def _keeps_working(work: Work, secret: Secret) -> Flow[bool]:
    """Tell whether a secret authenticates, and goes on to: a server may know a little later that a token is gone."""
    asked = 0
    while (yield from authenticates(work.terms, secret, pauses=())):
        if not (yield from pause(work.terms, PAUSES, asked, _operations.get_version_of_backend())):
            return True
        asked += 1
    return False


def is_stuck(work: Work) -> Flow[bool]:
    """Tell whether, in RETIRING, the new token does not work any more while the old one is there as it was."""
    if work.rotation.state is not State.RETIRING:
        return False
    work = yield from as_itself(work)
    new = yield from read(work.terms, work.rotation.new_internal_id)
    if new is not None and not new.has_expired:
        secret = yield from current(work)
        if secret is None or not work.is_new(secret) or (yield from authenticates(work.terms, secret)):
            return False
    old = yield from read(work.terms, work.rotation.internal_id)
    return old is not None and not old.has_expired and old.document.get("createdOn") == work.rotation.created_on


def _secret(work: Work) -> Flow[Secret]:
    """Return the new secret, which has to be in the sink; that anything else there authenticates proves nothing."""
    secret = yield from current(work)
    if secret is None or not work.is_new(secret):
        so = yield from _so(work)
        message = f"The sink {work.sink.spec} does not hold the secret of the new token, {so}"
        hint = "Put it back, then resume."
        if so == _KEPT:
            hint = f"{hint} If it is lost, delete the token {work.rotation.new_internal_id}, then resume or roll back."
        work.stop(message, hint)
    return secret


def _proof(work: Work, secret: Secret) -> Flow[Answer]:
    """See that the new secret authenticates, before the old token may go."""
    answer = yield from proof(work.terms, secret)
    if answer is None:
        work = yield from as_itself(work)
        new = yield from read(work.terms, work.rotation.new_internal_id)
        how = "has expired" if new is not None and new.has_expired else "does not authenticate"
        message = f"The new token {work.rotation.new_internal_id} {how}, {(yield from _so(work))}"
        work.stop(message, "Find out why, then resume or roll back.")
    return answer


def _so(work: Work) -> Flow[str]:
    """Say what became of the old token: a call that was interrupted may have deleted it."""
    old = yield from read(work.terms, work.rotation.internal_id)
    return _KEPT if old is not None else f"and the old one, {work.rotation.internal_id}, is gone already"


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
    is_another = f"The token {rotation.internal_id} is not the one that was to be rotated"
    kept = "It was not deleted. "
    if old.name != rotation.name:
        hint = f"{kept}Give it that name again, or delete it yourself if it may go; then resume."
        work.stop(f"{is_another}: its name is {old.name!r}, not {rotation.name!r}", hint)
    created_on = old.raw.get("createdOn")
    if created_on != rotation.created_on:
        hint = f"{kept}Look at it, and delete it yourself if it may go; then resume."
        work.stop(f"{is_another}: its createdOn is {created_on}, not {rotation.created_on}", hint)


def _check_is_as_copied(work: Work, old: Found) -> Flow[None]:
    """See that what was changed in the old token since it was copied was changed in the new one, too."""
    rotation = work.rotation
    if rotation.copied in {None, digest(old.document)}:
        return
    new = yield from read(work.terms, rotation.new_internal_id)
    changed = [] if new is None else differing(old.document, new.document)
    if changed:
        message = (
            f"The token {rotation.internal_id} was changed after it was copied: {', '.join(changed)} of the new token "
            f"{rotation.new_internal_id} is another"
        )
        work.stop(message, "The old one was not deleted. Make the two alike, then resume; or roll back.")
