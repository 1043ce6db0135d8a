"""From CREATED to PROMOTED: prove that the new token works, and give its secret to those who use it."""

from instanakit._flows import Flow, list_tokens
from instanakit._flows.prove import authenticates
from instanakit.errors import APIError
from instanakit.rotation.backward import fail
from instanakit.rotation.errors import RotationError, RotationInProgressError
from instanakit.rotation.local import local
from instanakit.rotation.plan import rivals, wins
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, current, pending, read


def keep(work: Work) -> Flow[Work]:
    """See, in CREATED, that the sink holds the secret, and that no other operator was first."""
    if not work.is_new((yield from pending(work))):
        return (yield from _lost(work))
    rival = yield from _winner(work)
    if rival is not None:
        return (yield from fail(work, rival))
    return (yield from work.record(State.STORED))


def verify(work: Work) -> Flow[Work]:
    """See, in STORED, that the new secret authenticates."""
    secret = yield from pending(work)
    if secret is None or not work.is_new(secret):
        return (yield from _lost(work))
    if (yield from authenticates(work.terms, secret)):
        return (yield from work.record(State.VERIFIED))
    return (yield from _refused(work))


def promote(work: Work) -> Flow[Work]:
    """Make the new secret the current one, in VERIFIED."""
    secret = yield from pending(work)
    is_staged = work.is_new(secret)
    if not work.is_new((yield from current(work))):  # else an interrupted call has promoted it
        if secret is None or not is_staged:
            return (yield from _lost(work))
        if work.is_resumed and not (yield from authenticates(work.terms, secret)):
            return (yield from _refused(work))
        rival = yield from _winner(work)
        if rival is not None:
            return (yield from fail(work, rival))
    if is_staged:
        yield from local(work.sink.promote)
    return (yield from work.record(State.PROMOTED))


def _refused(work: Work) -> Flow[Work]:
    new = yield from read(work.terms, work.rotation.new_internal_id)
    if new is not None and new.has_expired:
        message = f"The new token {work.rotation.new_internal_id} expired before it came into use"
        return (yield from fail(work, APIError(message, hint="Rotate the old one anew, with a later expiry.")))
    message = f"The new secret in {work.sink.spec} does not authenticate"
    hint = "Find out who deletes tokens, or why the server takes so long to know a new one."
    return (yield from fail(work, APIError(message, hint=hint)))


def _lost(work: Work) -> Flow[Work]:
    message = f"The sink {work.sink.spec} has lost the new secret"
    return (yield from fail(work, RotationError(message, hint="Find out who else writes there.")))


def _winner(work: Work) -> Flow[RotationInProgressError | None]:
    """Return the error of losing against another operator, whose new token came first."""
    rotation = work.rotation
    tokens = yield from list_tokens(work.terms)
    others = rivals(tokens, rotation.internal_id, rotation.rid)
    if not others:
        return None
    found = yield from read(work.terms, rotation.new_internal_id)
    if found is not None and wins(found.token, others):
        return None
    names = ", ".join(token.internal_id for token in others)
    message = f"Another operator rotates the token {rotation.internal_id}: its new token {names} was first"
    return RotationInProgressError(message, hint="Ask who it is; the new token of this rotation is deleted.")
