"""What a rotation is going to make: the new token's document, its name with the marker, its expiry. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeAlias, cast

from instanakit._defaults import KEEP_LIFETIME, KeepLifetime
from instanakit._operations import Document
from instanakit._views import from_epoch_ms, to_epoch_ms
from instanakit.errors import ConfigurationError
from instanakit.models import Token
from instanakit.rotation.copied import copied
from instanakit.rotation.errors import RotationError
from instanakit.rotation.recorded import Recorded
from instanakit.secret import Secret

_LONGEST = timedelta(days=3650)
_MARKER = re.compile(r" \[rotation ([0-9a-f]+) of (.+)\]$")


Expiry: TypeAlias = datetime | KeepLifetime | None


def check_grace(grace: object) -> None:
    """Refuse what is no length of time from 0 on, and one that no calendar may bear."""
    if not isinstance(grace, timedelta) or not timedelta() <= grace <= _LONGEST:
        message = f"grace must be a timedelta from 0 to {_LONGEST.days} days; it is {grace!r}"
        raise ConfigurationError(message)


def check_expiry(wanted: object) -> None:
    """Refuse what is neither a time with a time zone, nor None, nor KEEP_LIFETIME."""
    if wanted is not None and wanted is not KEEP_LIFETIME:
        to_epoch_ms(cast("datetime", wanted), "expires_at")


def expiry(old: Token, wanted: Expiry, now: datetime) -> int | None:
    """Return when the new token expires, in milliseconds since 1970: the old token's lifetime anew, or as asked for."""
    if isinstance(wanted, datetime):
        if wanted <= now:
            message = f"expires_at is past: {wanted.isoformat()}"
            raise ConfigurationError(message, hint="A token that is expired does not authenticate.")
        return to_epoch_ms(wanted, "expires_at")
    if wanted is None or old.expires_at is None:
        return None
    if old.created_at is None:
        message = f"The lifetime of the token {old.internal_id} is not known: it has an expiry, but no time of creation"
        raise RotationError(message, hint="Give the new token's as expires_at, or None for no expiry.")
    try:
        ends = now + (old.expires_at - old.created_at)
    except OverflowError:
        return None  # what outlives the calendar never expires
    return to_epoch_ms(ends, "expires_at")


def grace_until(expires_at: datetime | None, grace: timedelta, now: datetime) -> timedelta:
    """Return how long both tokens work: as long as is wanted, unless the old one expires before."""
    return grace if expires_at is None else max(timedelta(), min(grace, expires_at - now))


def check_lasts(expires_on: int | None, grace: timedelta, now: datetime) -> None:
    """Refuse an expiry of the new token that comes before the old one may go."""
    expires_at = from_epoch_ms(expires_on)
    if expires_at is not None and expires_at <= now + grace:
        message = f"The new token would expire at {expires_at.isoformat()}, before the grace period ends"
        raise ConfigurationError(message, hint="Give a later expires_at, or a shorter grace.")


def new_document(old: Document, rotation: Recorded, secret: Secret) -> Document:
    """Return the document to post: all fields of the old token, the unknown ones too, but for what the server owns."""
    document = copied(old)
    if rotation.expires_on is not None or "expiresOn" in old:
        document["expiresOn"] = rotation.expires_on
    return document | {
        "internalId": rotation.new_internal_id,
        "name": rotation.name + rotation.marker,
        "accessGrantingToken": secret,
    }


def marked(name: str) -> tuple[str, str] | None:
    """Return the rotation and the old token that a name's marker tells of; None if it has no marker."""
    match = _MARKER.search(name)
    return (match[1], match[2]) if match else None


def rivals(tokens: Iterable[Token], internal_id: str, rid: str) -> list[Token]:
    """Return the tokens that other rotations of the same token have made."""
    found = []
    for token in tokens:
        marker = marked(token.name)
        if marker is not None and marker[1] == internal_id and marker[0] != rid:
            found.append(token)
    return found


def wins(ours: Token, theirs: Iterable[Token]) -> bool:
    """Tell whether ours is the first of several new tokens, by the time of creation, then by internal id."""
    return all(_order(ours) < _order(token) for token in theirs)


def _order(token: Token) -> tuple[float, str]:
    return (token.created_at.timestamp() if token.created_at else 0.0, token.internal_id)
