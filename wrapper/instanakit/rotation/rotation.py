"""Rotation: one rotation of a token as its journal tells it."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import attrs

from instanakit.rotation.state import State
from instanakit.secret import Secret


@attrs.frozen(kw_only=True)
class Rotation:
    """A rotation: the token `internal_id` is replaced by `new_internal_id`, whose secret is in `sink`.

    `grace_ends_at` is when the old token may be deleted, once PROMOTED; `problem` says why it was rolled back.
    """

    rid: str
    state: State
    base_url: str
    internal_id: str
    new_internal_id: str
    name: str
    sink: str
    grace: timedelta
    started_at: datetime
    changed_at: datetime
    grace_ends_at: datetime | None = None
    problem: str | None = None
    created_on: int | None = attrs.field(default=None, repr=False)  # of the old token, as it was read
    expires_on: int | None = attrs.field(default=None, repr=False)  # of the new token
    left: str | None = attrs.field(default=None, repr=False)  # the state in which it was rolled back
    restarts: int = attrs.field(default=0, repr=False)
    posts: int = attrs.field(default=0, repr=False)  # how often the new token was announced to be posted
    fingerprint: str | None = attrs.field(default=None, repr=False)  # of the new secret
    is_own: bool = attrs.field(default=False, repr=False)  # the old token is the one that the rotation runs with

    @property
    def is_over(self) -> bool:
        """Whether it is done, or rolled back."""
        return self.state.is_over

    @property
    def marker(self) -> str:
        """The end of the new token's name while the rotation is in progress."""
        return f" [rotation {self.rid} of {self.internal_id}]"


def fingerprint(rid: str, secret: Secret) -> str:
    """Return what tells a secret from others and does not lead back to it: 64 bits of a hash of 256 random ones."""
    return sha256(f"{rid} {secret.reveal()}".encode()).hexdigest()[:16]


def from_rows(rid: str, rows: list[tuple[str, int, dict[str, Any]]]) -> Rotation:
    """Make a rotation of its rows: state, time in milliseconds since 1970, facts that are new."""
    facts: dict[str, Any] = {}
    for _, _, new in rows:
        facts |= new
    ends = facts.pop("grace_ends", None)
    return Rotation(
        rid=rid,
        state=State(rows[-1][0]),
        started_at=_time(rows[0][1]),
        changed_at=_time(rows[-1][1]),
        grace=timedelta(seconds=facts.pop("grace")),
        grace_ends_at=None if ends is None else _time(ends),
        **facts,
    )


def _time(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=epoch_ms)
