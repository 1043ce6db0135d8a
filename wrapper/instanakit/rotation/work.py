"""What the steps of a rotation work with, and what each of them does now and then: record, read, ask for the time."""

from datetime import UTC, datetime
from typing import Any, NoReturn

import attrs

from instanakit import _answers, _operations
from instanakit._answers import Answer
from instanakit._answers.headers import server_time
from instanakit._flows import Flow, Terms
from instanakit._flows.prove import is_past
from instanakit._flows.send import send
from instanakit._operations import Document
from instanakit.models import Token
from instanakit.rotation.errors import RotationError
from instanakit.rotation.journal import Journal
from instanakit.rotation.local import local
from instanakit.rotation.recorded import Recorded, fingerprint
from instanakit.rotation.state import State
from instanakit.secret import Secret
from instanakit.sinks import Sink


@attrs.frozen
class Work:
    """A rotation, and what it is carried out with."""

    terms: Terms
    journal: Journal
    sink: Sink
    rotation: Recorded
    is_resumed: bool = True  # whether the state was recorded by an earlier call, and much may have happened since
    secret: Secret | None = attrs.field(default=None, repr=False)  # the new one, until it is staged

    def record(self, state: State, **facts: Any) -> "Flow[Work]":
        """Record a change of the state, durably, and go on from there."""
        at = epoch_ms(self.terms)
        rotation = yield from local(self.journal.record, self.rotation.rid, state, at, facts, self.rotation.changes)
        return attrs.evolve(self, rotation=rotation, is_resumed=False)

    def acting_as(self, secret: Secret | None) -> "Work":
        """Go on as the token of this secret; None: with the client's own."""
        return attrs.evolve(self, terms=attrs.evolve(self.terms, acting_as=secret))

    def is_new(self, secret: Secret | None) -> bool:
        """Tell whether this is the new token's secret, as far as the journal knows."""
        return secret is not None and fingerprint(self.rotation.rid, secret) == self.rotation.fingerprint

    def is_ours(self, secret: Secret | None) -> bool:
        """Tell whether this rotation has made the secret, for the new token or for one that it gave up."""
        return secret is not None and fingerprint(self.rotation.rid, secret) in self.rotation.fingerprints

    def stop(self, message: str, hint: str) -> NoReturn:
        """Stop without a change: the rotation can be resumed."""
        raise RotationError(message, hint=hint)


def epoch_ms(terms: Terms) -> int:
    """Return this machine's time in milliseconds since 1970."""
    return int(terms.now() * 1000)


def time_of(terms: Terms, answer: Answer) -> datetime:
    """Return the time by the server's clock, which no change of this machine's moves; else by this machine's."""
    return server_time(answer.headers) or datetime.fromtimestamp(terms.now(), UTC)


@attrs.frozen
class Found:
    """A token that was read, as the server sent it, and when that was."""

    document: Document = attrs.field(repr=False)
    token: Token
    answer: Answer

    @property
    def has_expired(self) -> bool:
        """Whether it no longer authenticated when the server answered, as far as that tells the time."""
        return is_past(self.document.get("expiresOn"), self.answer.headers)


def read(terms: Terms, internal_id: str) -> Flow[Found | None]:
    """Read a token; None if it is gone."""
    reading = _operations.get_token(internal_id)
    answer = yield from send(terms, reading)
    if _answers.is_missing(answer):
        return None
    _answers.check(answer, reading)
    document = _answers.token(answer, reading)
    return Found(document, Token(document), answer)


def pending(work: Work) -> Flow[Secret | None]:
    """Return what the sink's pending slot holds."""
    return (yield from local(work.sink.pending))


def current(work: Work) -> Flow[Secret | None]:
    """Return what the sink gives to those who use it."""
    return (yield from local(work.sink.current))
