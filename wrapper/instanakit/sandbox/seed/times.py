"""When tokens were made, when they were last used, when they expire."""

from random import Random
from typing import NamedTuple

DAY = 86_400_000  # milliseconds
OLDEST = 1600  # days; somebody was there already
_ODD = 97  # one token in so many has times that contradict each other


class Times(NamedTuple):
    """Milliseconds since 1970."""

    created: int
    used: int | None
    expires: int | None


def times(chance: Random, now: int, number: int) -> Times:
    """Make up the times of the token with this number: most are some months old, some are years, few contradict."""
    created = now - _days(chance, *chance.choices(((0, 14), (14, 400), (400, OLDEST)), (12, 68, 20))[0])
    expires = _expiry(chance, now, created)
    used = _last_use(chance, created, min(now, expires or now))
    if number % (2 * _ODD) == _ODD - 1:
        used = created - DAY  # such as after an import
    elif number % (2 * _ODD) == 2 * _ODD - 1:
        # An expiry that was set when it was past already.
        used, expires = now - (now - created) // 8, now - (now - created) // 2
    return Times(created, used, expires)


def _days(chance: Random, least: float, most: float) -> int:
    return int(chance.uniform(least, most) * DAY)


def _expiry(chance: Random, now: int, created: int) -> int | None:
    match chance.choices(("none", "lifetime", "soon", "far", "past"), (50, 20, 15, 8, 7))[0]:
        case "lifetime":
            return created + chance.choice((90, 365, 730)) * DAY
        case "soon":
            return now + _days(chance, 0.2, 30)
        case "far":
            return now + _days(chance, 30, 3650)
        case "past":
            return created + int(chance.uniform(0.2, 1) * (now - created))
        case _:
            return None


def _last_use(chance: Random, created: int, end: int) -> int | None:
    match chance.choices(("never", "recently", "weeks ago", "at some time"), (14, 50, 16, 20))[0]:
        case "recently":
            return max(created, end - _days(chance, 0, 3))
        case "weeks ago":
            return max(created, end - _days(chance, 3, 60))
        case "at some time":
            return created + int(chance.random() * (end - created))
        case _:
            return None
