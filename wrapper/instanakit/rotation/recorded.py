"""A rotation as the journal keeps it: with what only the steps of a rotation need."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import attrs

from instanakit.rotation.rotation import Rotation
from instanakit.rotation.state import State
from instanakit.secret import Secret


@attrs.frozen(kw_only=True)
class Recorded(Rotation):
    """A rotation with all that is recorded of it."""

    created_on: int | None = attrs.field(default=None)  # of the old token, as it was read
    expires_on: int | None = attrs.field(default=None)  # of the new token
    left: str | None = attrs.field(default=None)  # the state in which it was rolled back
    restarts: int = attrs.field(default=0)
    posts: int = attrs.field(default=0)  # how often the new token was announced to be posted
    posted: int | None = attrs.field(default=None)  # when, by the server's clock
    patience: float = attrs.field(default=0.0)  # seconds after which what was posted has surely ended
    copied: str | None = attrs.field(default=None)  # what tells the fields that were copied from others
    fingerprint: str | None = attrs.field(default=None)  # of the new secret
    fingerprints: frozenset[str] = attrs.field(default=frozenset())  # of all secrets that were new once
    old_expires_on: int | None = attrs.field(default=None)
    lifetime: int | None = attrs.field(default=None)  # milliseconds, of the new token, from when it is created
    changes: int = attrs.field(default=0)  # how many were recorded
    is_own: bool = attrs.field(default=False)  # the old token is the one that the rotation runs with

    @property
    def public(self) -> Rotation:
        """What a user sees of it."""
        return Rotation(**{field.name: getattr(self, field.name) for field in attrs.fields(Rotation)})


def fingerprint(rid: str, secret: Secret) -> str:
    """Return what tells a secret from others and does not lead back to it: 64 bits of a hash of 256 random ones."""
    return sha256(f"{rid} {secret.reveal()}".encode()).hexdigest()[:16]


def from_rows(rid: str, rows: list[tuple[str, int, dict[str, Any]]]) -> Recorded:
    """Make a rotation of its rows: state, time in milliseconds since 1970, facts that are new."""
    facts: dict[str, Any] = {}
    for _, _, new in rows:
        facts |= new
    fingerprints = frozenset(new["fingerprint"] for _, _, new in rows if "fingerprint" in new)
    ends = facts.pop("grace_ends", None)
    return Recorded(
        rid=rid,
        state=State(rows[-1][0]),
        started_at=_time(rows[0][1]),
        changed_at=_time(rows[-1][1]),
        grace=timedelta(seconds=facts.pop("grace")),
        grace_ends_at=None if ends is None else _time(ends),
        fingerprints=fingerprints,
        changes=len(rows),
        **facts,
    )


def _time(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=epoch_ms)
