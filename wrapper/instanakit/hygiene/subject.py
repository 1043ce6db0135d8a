"""A token as the rules see it: its times as numbers, what its permissions amount to."""

from enum import Enum
from math import isfinite
from typing import Any, Final

import attrs

from instanakit._views import flags_and_others, value_of
from instanakit.hygiene.grants import Grants, Ledger
from instanakit.models import Token

DAY = 86_400_000  # milliseconds
_FARTHEST = 10**30
_TIMES = ("createdOn", "lastUsedOn", "expiresOn")


@attrs.define  # frozen, each would take twice as long to make
class Subject:
    """Times are milliseconds since 1970, None for null, absent and 0.

    `unreadable` names the times that are none, `unclear` the permissions and scopes that are neither true nor false.
    """

    token: Token
    internal_id: str
    name: str
    grants: Grants
    created: float | None
    used: float | None
    expires: float | None
    now: float
    unreadable: tuple[str, ...]
    unclear: tuple[str, ...]
    is_active: bool  # whether it authenticates, as far as its expiry tells


def subject(token: Token, now: float, ledger: Ledger) -> Subject:
    """Make the view of a token, at a time in milliseconds since 1970."""
    created, used, expires = (read_time(value_of(token, field)) for field in _TIMES)
    unreadable: tuple[str, ...] = ()
    if UNREADABLE in {created, used, expires}:
        times = zip(_TIMES, (created, used, expires), strict=True)
        unreadable = tuple(field for field, time in times if time is UNREADABLE)
    true, others = flags_and_others(token)
    return Subject(
        token,
        token.internal_id,
        token.name,
        ledger.of(true),
        _known(created),
        _known(used),
        _known(expires),
        now,
        unreadable,
        ledger.flags(others),
        _is_ahead(expires, now),
    )


def is_active(token: Token, now: float) -> bool:
    """Tell whether a token authenticates, as far as its expiry tells."""
    return _is_ahead(read_time(value_of(token, "expiresOn")), now)


class Unreadable(Enum):
    """The type of UNREADABLE."""

    UNREADABLE = "unreadable"


UNREADABLE: Final = Unreadable.UNREADABLE


def read_time(value: Any) -> float | Unreadable | None:
    """Return a time in milliseconds since 1970; None for none, which null and 0 stand for."""
    if value is None:
        return None
    if type(value) is int:  # no bool; an integer that is larger than any float cannot be reckoned with
        return (value or None) if -_FARTHEST <= value <= _FARTHEST else UNREADABLE
    if isinstance(value, float) and isfinite(value):
        return value or None
    return UNREADABLE


def _is_ahead(expires: "float | Unreadable | None", now: float) -> bool:
    return expires is None or isinstance(expires, Unreadable) or expires > now


def _known(time: float | Unreadable | None) -> float | None:
    return None if isinstance(time, Unreadable) else time
