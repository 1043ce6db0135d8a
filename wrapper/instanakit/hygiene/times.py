"""Times and numbers of days, written for people. Pure."""

from datetime import UTC, datetime

from instanakit.hygiene.subject import DAY
from instanakit.hygiene.text import clipped

_YEAR = 365.25
_LONGEST = 24  # digits of what is no time


def moment(at: datetime) -> str:
    """Write a time to the minute, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def dated(time: float, now: float) -> str:
    """Write a time in milliseconds since 1970 as its day and how far it is from now."""
    try:
        day = datetime.fromtimestamp(time / 1000, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return f"{clipped(str(time), _LONGEST)}, which is no time"
    days = int(abs(now - time) // DAY)
    if days == 0:
        return f"{day} (today)" if time <= now else f"{day} (within a day)"
    return f"{day} ({days_of(days)} {'ago' if time < now else 'ahead'})"


def days_of(days: float) -> str:
    """Write a number of whole days."""
    return "1 day" if int(days) == 1 else f"{int(days):,} days"


def short(days: float) -> str:
    """Write a number of days for an axis."""
    return f"{days:g} d" if days < _YEAR else f"{days / _YEAR:.0f} y"
