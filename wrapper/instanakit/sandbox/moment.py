"""The moment that a sandbox begins at, if it is told one, and the clock that runs on from there."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

_YEARS = range(1980, 9001)  # so that the oldest ages and the farthest expiries are times too
_FORM = (
    "must be a date or a date-time in ISO form, such as 2026-11-25 or 2026-11-25T08:30:00Z, "
    f"of the years {_YEARS[0]} to {_YEARS[-1]}; it is "
)


def moment(text: str) -> float:
    """Return the seconds since 1970 of a date (its beginning) or a date-time, in UTC unless it names an offset.

    Raises ValueError, which says which form is wanted, for any other text.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise ValueError(_FORM + repr(text))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def clock_from(begin: float, elapsed: Callable[[], float] = time.monotonic) -> Callable[[], float]:
    """Make a clock that says `begin` when it is first read, and runs on from then; both in seconds."""
    # Not from now on: how long it takes to get there must not be seen in what is made.
    first: list[float] = []

    def clock() -> float:
        reading = elapsed()
        if not first:
            first.append(reading)
        return begin + (reading - first[0])

    return clock
