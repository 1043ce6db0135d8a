"""From PLANNED to CREATED: stage a secret, create the token, find out what became of a POST that was interrupted."""

from math import ceil
from secrets import token_hex, token_urlsafe
from typing import Any, cast

import attrs

from instanakit import _operations
from instanakit._answers.headers import server_time
from instanakit._flows import Call, Flow, Outcome, Pause, delete_token, list_tokens
from instanakit._flows.compare import unexplained
from instanakit._flows.create import create_from
from instanakit._flows.prove import authenticates
from instanakit._flows.send import Exchange, ask
from instanakit._flows.settle import Useless
from instanakit._flows.write import Doubt
from instanakit._operations import Document
from instanakit.errors import APIConnectionError, APIError, APIStatusError, InstanaError, OutcomeUnknownError
from instanakit.models import Token
from instanakit.retry import Failure
from instanakit.rotation.backward import fail
from instanakit.rotation.errors import RotationError
from instanakit.rotation.local import local
from instanakit.rotation.recorded import fingerprint
from instanakit.rotation.sending import Sending, prepare
from instanakit.rotation.state import State
from instanakit.rotation.work import Work, pending, read
from instanakit.secret import Secret
from instanakit.sinks import SinkError

ID_BYTES, _SECRET_BYTES = 16, 32
_MOST_RESTARTS = 3
_PASSING = frozenset({401, 407, 429})  # refusals that may end, though nothing else is sent
_SERVERS_FAULT = 500
_A_SECOND = 1.0  # to which the server's clock is exact
CLEAR_IT = "Name another sink; or, if nobody rotates a token into this one, remove what is pending there."
_MOST_POSTS = 4  # with one internal id: one, and the same again three times


def stage(work: Work) -> Flow[Work]:
    """Put, in PLANNED, a new secret into the sink, so that no lost answer can lose it."""
    secret = work.secret
    if secret is None:  # made by a call that was interrupted
        work, secret = yield from plan_secret(work)
    held = yield from pending(work)
    if held is not None and not work.is_ours(held):
        message = f"The sink {work.sink.spec} has a secret in its pending slot that this rotation did not put there"
        return (yield from fail(work, RotationError(message, hint=CLEAR_IT)))
    try:
        yield from local(work.sink.stage, secret)
    except SinkError as error:
        failure = error
    else:
        return (yield from work.record(State.STAGED))
    return (yield from fail(work, failure))


def new_secret() -> Secret:
    """Make up a secret."""
    return Secret(token_urlsafe(_SECRET_BYTES))


def plan_secret(work: Work, **facts: Any) -> Flow[tuple[Work, Secret]]:
    """Make up a secret in PLANNED, and record what tells it from others before any sink may hold it."""
    secret = new_secret()
    work = yield from work.record(State.PLANNED, fingerprint=fingerprint(work.rotation.rid, secret), **facts)
    return attrs.evolve(work, secret=secret), secret


def create(work: Work) -> Flow[Work]:
    """Post the new token, in STAGED."""
    secret = yield from pending(work)
    if secret is None or not work.is_new(secret):
        return (yield from restart(work))
    sent = yield from prepare(work, secret)
    if isinstance(sent, InstanaError):
        return (yield from fail(work, sent))
    return (yield from _post(work, sent))


def _post(work: Work, sending: Sending, before: tuple[Doubt, ...] = ()) -> Flow[Work]:
    """Post the new token, as often as its internal id still allows; each time is announced in CREATING."""
    left = _MOST_POSTS - work.rotation.posts
    if left <= 0:
        message = f"The new token was posted {_MOST_POSTS} times, and nothing is there"
        return (yield from fail(work, APIError(message, hint="Find out what interrupts the connection.")))

    def announce() -> Flow[None]:
        nonlocal work
        # With the time: one that is interrupted has to be waited out from then on.
        work = yield from work.record(
            State.CREATING,
            posts=work.rotation.posts + 1,
            posted=sending.posted(work.terms),
            patience=work.terms.patience,
            copied=sending.copied,
            expires_on=sending.expires_on,
        )

    sent = sending.document

    try:
        made = yield from create_from(work.terms, sent, before, most_open=0, most_posts=left, announce=announce)
    except APIError as error:
        failure = error
    else:
        # Its secret was lost, and it is deleted.
        return (yield from restart(work)) if isinstance(made, Useless) else (yield from _keep(work, sent, made))
    if _is_final(failure):
        return (yield from fail(work, failure))
    if not isinstance(failure, OutcomeUnknownError):
        raise failure  # it may pass, so the rotation can be resumed
    failure.hint = f"{failure.hint} Resume the rotation {work.rotation.rid}, which asks again.".strip()
    if before or not work.terms.fits(work.terms.patience):
        raise failure
    return (yield from _find_later(work, failure))


def _is_final(failure: APIError) -> bool:
    """Tell whether asking again will not change what the server says to POST."""
    if not isinstance(failure, APIStatusError):
        return False
    status = failure.status_code or _SERVERS_FAULT
    return status < _SERVERS_FAULT and status not in _PASSING


def _find_later(work: Work, unknown: OutcomeUnknownError) -> Flow[Work]:
    """Find out what is unknown when the request has surely ended, and the list shows what it made."""
    try:
        return (yield from find(work))
    except APIError as error:
        stopped = error
    rotation = yield from local(work.journal.get, work.rotation.rid)
    raise stopped if rotation is not None and rotation.is_over else unknown


def _keep(work: Work, sent: Document, token: Token) -> Flow[Work]:
    """Keep the secret of a token that was just created, and compare it with what was asked for."""
    secret = cast("Secret", token.secret)
    named = {"new_internal_id": token.internal_id, "fingerprint": fingerprint(work.rotation.rid, secret)}
    failure: InstanaError | None = None
    if secret != sent["accessGrantingToken"]:
        work = yield from work.record(State.CREATING, **named)  # so that it is known to be ours where it is staged
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
    if not work.is_ours(secret):
        secret = None
    made = yield from tokens_of(work)
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
    sent = yield from prepare(work, secret)
    if isinstance(sent, InstanaError):
        return (yield from fail(work, sent))
    return (yield from _post(work, sent, (_interrupted(sent.document),)))


def wait_out(work: Work) -> Flow[Work]:
    """Wait, in CREATING, until a POST whose sender was interrupted has surely ended and the list shows what it made.

    How long ago that was only the server's clock can tell: this machine's may have been set meanwhile.
    """
    terms, rotation = work.terms, work.rotation
    asking = _operations.get_version_of_backend()
    now = server_time((yield from ask(terms, asking)).headers)
    since = 0.0
    if now is not None and rotation.posted is not None:
        since = max(0.0, now.timestamp() - rotation.posted / 1000 - _A_SECOND)
    patience = max(terms.patience, rotation.patience)
    wait = max(0.0, patience - since)
    if wait and not terms.fits(wait):
        hint = "Try again after that."
        if now is None:
            hint = "The server does not tell the time, so give a deadline that is longer, or none."
        work.stop(f"The request that was interrupted may last for {ceil(wait)} s more", hint)
    if wait:
        yield Pause(wait, Call(asking, 1))
    return attrs.evolve(work, terms=attrs.evolve(terms, began_before=max(since, patience)))


def tokens_of(work: Work) -> Flow[list[Token]]:
    """Return the tokens that this rotation has made, the first one first.

    It is the one of its internal id. Where the server gives ids of its own, it is each that has the marker with the
    rotation's number, which was made up for it, is random, and stands in no other name; and no other call lists it.
    """
    found = yield from read(work.terms, work.rotation.new_internal_id)
    if found is not None:
        work.terms.memory.takes_ids = True
        return [found.token]
    name = work.rotation.name + work.rotation.marker
    tokens = yield from list_tokens(work.terms)
    return sorted((token for token in tokens if token.name == name), key=lambda token: token.raw.get("createdOn") or 0)


def _interrupted(sent: Document) -> Doubt:
    """Make the doubt about a POST whose sender was interrupted."""
    request = _operations.create_token(sent)
    said = f"{' '.join(request.line)} was interrupted"
    outcome = Outcome(None, Failure.LOST, "the sender was interrupted")
    undone = APIConnectionError(said, request=request.line, attempts=1)
    return Doubt(Exchange(Call(request, 1), outcome, False, True, None), said, undone, sent["internalId"])  # noqa: FBT003


def restart(work: Work) -> Flow[Work]:
    """Begin again under a new internal id, since what was made was of no use to anybody."""
    if work.rotation.restarts >= _MOST_RESTARTS:
        message = f"The secret of the new token was lost {_MOST_RESTARTS + 1} times"
        return (
            yield from fail(work, APIError(message, hint="Find out what interrupts the connection, then try again."))
        )
    facts = {"new_internal_id": token_hex(ID_BYTES), "restarts": work.rotation.restarts + 1, "posts": 0}
    work, _ = yield from plan_secret(work, **facts)
    return work
