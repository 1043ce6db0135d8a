"""The plan of a rotation: which token, into which sink, for how long; and what is refused. Nothing is changed."""

from datetime import UTC, datetime, timedelta
from secrets import token_hex

import attrs

from instanakit._answers import Answer
from instanakit._defaults import KEEP_LIFETIME
from instanakit._flows import Flow, Terms
from instanakit._flows.prove import authenticates, is_past
from instanakit._flows.read import list_with_answer
from instanakit._settings import Credential
from instanakit._views import to_epoch_ms
from instanakit.errors import ConfigurationError, NotFoundError
from instanakit.models import Token
from instanakit.rotation import making
from instanakit.rotation.errors import RotationError
from instanakit.rotation.journal import Journal
from instanakit.rotation.local import local
from instanakit.rotation.plan import Expiry, check_expiry, check_grace, check_lasts, expiry, grace_until
from instanakit.rotation.recorded import Recorded
from instanakit.rotation.refuse import refuse_marked, refuse_second, refuse_taken
from instanakit.rotation.state import State
from instanakit.rotation.work import time_of
from instanakit.sinks import Sink, parse_sink

_RID_BYTES = 8
CONFIGURES_TOKENS = "canConfigureApiTokens"


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
    yield from _check_held(terms, wanted.sink, old, answer)
    now = time_of(terms, answer)
    grace = grace_until(old.expires_at, wanted.grace, now)
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
        old_expires_on=to_epoch_ms(old.expires_at, "expires_at") if old.expires_at else None,
        lifetime=expires_on - int(now.timestamp() * 1000)
        if expires_on and wanted.expires_at is KEEP_LIFETIME
        else None,
        is_own=(yield from _check_own(place, wanted, old)),
    )


def _check_sink(wanted: Wanted, known: list[Recorded]) -> Flow[None]:
    """Refuse a sink that cannot be written, or holds what this rotation must not overwrite."""
    sink = wanted.sink
    yield from local(sink.check)
    refuse_taken(known, wanted.internal_id, sink.spec, (yield from local(sink.current)))
    if (yield from local(sink.pending)) is not None:
        message = f"The sink {sink.spec} has a secret in its pending slot already"
        raise RotationError(message, hint=making.CLEAR_IT)


def _check_held(terms: Terms, sink: Sink, old: Token, answer: Answer) -> Flow[None]:
    """Refuse to replace what cannot be the secret of the old token, which authenticates while that is alive."""
    held = yield from local(sink.current)
    if held is None or is_past(old.raw.get("expiresOn"), answer.headers):
        return
    if not (yield from authenticates(terms, held, pauses=())):
        message = (
            f"The sink {sink.spec} holds something that does not authenticate, so it is not the old token's secret"
        )
        raise RotationError(message, hint="Name another sink, or remove what is there if it may go.")


def _check_own(place: Place, wanted: Wanted, old: Token) -> Flow[bool]:
    """Tell whether the token is the one this client authenticates with, which lists tokens and so has to be allowed to.

    It is if the caller says so, or if the sink's current secret is the client's.
    """
    is_allowed = CONFIGURES_TOKENS in old.permissions
    if wanted.is_own and not is_allowed:
        message = f"The token {old.internal_id} is not the one this client authenticates with: it may not list tokens"
        raise ConfigurationError(message, hint="Leave out own, or name the token in use.")
    return wanted.is_own or (is_allowed and (yield from local(_holds_own, place, wanted.sink)))


def _holds_own(place: Place, sink: Sink) -> bool:
    return sink.current() == place.credential.current()
