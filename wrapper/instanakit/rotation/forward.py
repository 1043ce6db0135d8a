"""From PLANNED to PROMOTED: stage a secret, create the token, prove that it works, give it to those who use it."""

from secrets import token_hex, token_urlsafe
from typing import cast

import attrs

from instanakit import _operations
from instanakit._flows import Call, Flow, Outcome, Pause, delete_token, list_tokens
from instanakit._flows.compare import unexplained
from instanakit._flows.create import create_from
from instanakit._flows.prove import authenticates
from instanakit._flows.send import Exchange
from instanakit._flows.write import Doubt
from instanakit._operations import Document
from instanakit.errors import APIConnectionError, APIError, InstanaError, OutcomeUnknownError
from instanakit.models import Token
from instanakit.retry import Failure
from instanakit.rotation.backward import fail
from instanakit.rotation.errors import RotationError, RotationInProgressError
from instanakit.rotation.local import local
from instanakit.rotation.plan import new_document, rivals, wins
from instanakit.rotation.rotation import fingerprint
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, current, pending, read
from instanakit.secret import Secret
from instanakit.sinks import SinkError

ID_BYTES, _SECRET_BYTES = 16, 32
_MOST_RESTARTS = 3


def stage(work: Work) -> Flow[Work]:
    """Put, in PLANNED, a new secret into the sink, so that no lost answer can lose it."""
    secret = Secret(token_urlsafe(_SECRET_BYTES))
    try:
        yield from local(work.sink.stage, secret)
    except SinkError as error:
        failure = error
    else:
        return (yield from work.record(State.STAGED, fingerprint=fingerprint(work.rotation.rid, secret)))
    return (yield from fail(work, failure))


def create(work: Work) -> Flow[Work]:
    """Post the new token, in STAGED."""
    secret = yield from pending(work)
    if secret is None or not work.is_new(secret):
        return (yield from restart(work))
    sent = yield from _document(work, secret)
    if isinstance(sent, APIError):
        return (yield from fail(work, sent))
    work = yield from work.record(State.CREATING)
    return (yield from _post(work, sent))


def _document(work: Work, secret: Secret) -> Flow[Document | APIError]:
    """Make the new token's document of the old token as it is now."""
    reading = _operations.get_token(work.rotation.internal_id)
    found = yield from read(work.terms, work.rotation.internal_id)
    if found is None or found[0].get("createdOn") != work.rotation.created_on:
        message = f"The token {work.rotation.internal_id} was deleted meanwhile, so it cannot be rotated"
        return APIError(message, hint="Create a new one.", request=reading.line)
    return new_document(found[0], work.rotation, secret)


def _post(work: Work, sent: Document, before: tuple[Doubt, ...] = ()) -> Flow[Work]:
    failure: APIError | None = None
    try:
        token = yield from create_from(work.terms, sent, before, most_open=0)
    except OutcomeUnknownError as error:
        if before or not work.terms.fits(work.terms.patience):
            error.hint = f"{error.hint} Resume the rotation {work.rotation.rid}, which asks again.".strip()
            raise
    except APIError as error:
        failure = error
    else:
        return (yield from _keep(work, sent, token))
    if failure is None:  # later the request has surely ended, and the list shows what it made
        return (yield from find(work))
    return (yield from fail(work, failure))


def _keep(work: Work, sent: Document, token: Token) -> Flow[Work]:
    """Keep the secret of a token that was just created, and compare it with what was asked for."""
    work = attrs.evolve(work, rotation=attrs.evolve(work.rotation, new_internal_id=token.internal_id))
    secret = cast("Secret", token.secret)
    named = {"new_internal_id": token.internal_id, "fingerprint": fingerprint(work.rotation.rid, secret)}
    failure: InstanaError | None = None
    if secret != sent["accessGrantingToken"]:
        try:
            yield from local(work.sink.stage, secret)
        except SinkError as error:
            failure = error
    strange = {one.field for one in unexplained(token.corrections, sent)} - {"internalId", "accessGrantingToken"}
    if failure is None and strange:
        message = f"The server made the new token other than the old one: {', '.join(sorted(strange))}"
        failure = APIError(message, hint="Compare the two tokens' permissions with what you may grant.")
    if failure is not None:
        return (yield from fail(work, failure, **named))
    return (yield from work.record(State.CREATED, **named))


def find(work: Work) -> Flow[Work]:
    """Find out, in CREATING after an interruption, whether the token was created, and go on as that demands."""
    work = yield from wait_out(work)
    secret = yield from pending(work)
    made = yield from _made(work)
    if secret is not None and made and (yield from authenticates(work.terms, secret)):
        for token in made[1:]:
            yield from delete_token(work.terms, token.internal_id, missing_ok=True)
        named = {"new_internal_id": made[0].internal_id, "fingerprint": fingerprint(work.rotation.rid, secret)}
        return (yield from work.record(State.CREATED, **named))
    for token in made:  # nobody holds its secret
        yield from delete_token(work.terms, token.internal_id, missing_ok=True)
    if made or secret is None:
        return (yield from restart(work))
    if (yield from authenticates(work.terms, secret, pauses=())):
        work.stop(
            "The new secret authenticates, but the server does not list its token yet", "Resume the rotation later."
        )
    sent = yield from _document(work, secret)
    if isinstance(sent, APIError):
        return (yield from fail(work, sent))
    # This attempt may be interrupted too, and then has to be waited out from now on.
    work = yield from work.record(State.CREATING)
    return (yield from _post(work, sent, (_interrupted(sent),)))


def wait_out(work: Work) -> Flow[Work]:
    """Wait, in CREATING, until a POST whose sender was interrupted has surely ended and the list shows what it made."""
    terms, rotation = work.terms, work.rotation
    since = max(0.0, terms.now() - rotation.changed_at.timestamp())
    wait = min(terms.patience, max(0.0, terms.patience - since))
    if wait and not terms.fits(wait):
        work.stop(f"The request that was interrupted may last for {wait:.0f} s more", "Try again after that.")
    if wait:
        yield Pause(wait, Call(_operations.get_token(rotation.new_internal_id), 1))
    return attrs.evolve(work, terms=attrs.evolve(terms, began_before=since))


def _made(work: Work) -> Flow[list[Token]]:
    """Return the tokens that this rotation has made, the first one first.

    It is the one of its internal id. Where the server gives ids of its own, it is each that has the marker with the
    rotation's number, which was made up for it, is random, and stands in no other name; and no other call lists it.
    """
    found = yield from read(work.terms, work.rotation.new_internal_id)
    if found is not None:
        work.terms.memory.takes_ids = True
        return [found[1]]
    name = work.rotation.name + work.rotation.marker
    tokens = yield from list_tokens(work.terms)
    return sorted((token for token in tokens if token.name == name), key=lambda token: token.raw.get("createdOn") or 0)


def _interrupted(sent: Document) -> Doubt:
    """Make the doubt about a POST whose sender was interrupted."""
    request = _operations.create_token(sent)
    said = f"{' '.join(request.line)} was interrupted"
    outcome = Outcome(None, Failure.LOST, "the sender was interrupted")
    undone = APIConnectionError(said, hint="Resume the rotation.", request=request.line, attempts=1)
    return Doubt(Exchange(Call(request, 1), outcome, False, True, None), said, undone, sent["internalId"])  # noqa: FBT003


def restart(work: Work) -> Flow[Work]:
    """Begin again under a new internal id, since what was made was of no use to anybody."""
    if work.rotation.restarts >= _MOST_RESTARTS:
        message = f"The secret of the new token was lost {_MOST_RESTARTS + 1} times"
        return (
            yield from fail(work, APIError(message, hint="Find out what interrupts the connection, then try again."))
        )
    facts = {"new_internal_id": token_hex(ID_BYTES), "restarts": work.rotation.restarts + 1}
    return (yield from work.record(State.PLANNED, **facts))


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
    message = f"The new secret in {work.sink.spec} does not authenticate"
    return (yield from fail(work, APIError(message, hint="Find out who deletes tokens.")))


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
    if found is not None and wins(found[1], others):
        return None
    names = ", ".join(token.internal_id for token in others)
    message = f"Another operator rotates the token {rotation.internal_id}: its new token {names} was first"
    error = RotationInProgressError(message, hint="Ask who it is; the new token of this rotation is deleted.")
    error.rid = rotation.rid
    return error
