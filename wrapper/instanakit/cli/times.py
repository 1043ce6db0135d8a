"""Times on the command line: a duration (`90d`, `12h`, `2w`) from now or until now, or a date in ISO form, in UTC."""

import re
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?", re.ASCII)
# To the day at least, lest a bare number be taken for a year: 2027-01-31, 20270131, 2027-W04-7.
_DATE = re.compile(r"(\d{4}-\d\d-\d\d|\d{8}|\d{4}-W\d\d-\d)([T ]\d.*)?", re.ASCII)
_UNITS = ("weeks", "days", "hours", "minutes")
_FORMS = "write a duration like 90d, 12h, 2w or 1d12h, or a date like 2027-01-31 or 2027-01-31T18:00+01:00"


class TimeError(ValueError):
    """A text that is no time, or none that makes sense here."""


def parse_duration(text: str) -> timedelta | None:
    """Read a duration; None if the text is none. Weeks, days, hours and minutes, in that order."""
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()):
        return None
    try:
        return timedelta(**{unit: int(number or 0) for unit, number in zip(_UNITS, match.groups(), strict=True)})
    except (OverflowError, ValueError):
        message = f"{text!r} is too long"
        raise TimeError(message) from None


def duration(text: str) -> timedelta:
    """Read a duration that is longer than nothing."""
    found = parse_duration(text)
    if found is None:
        message = f"{text!r} is no duration; write 90d, 12h, 2w or 1d12h"
        raise TimeError(message)
    if not found:
        message = f"{text!r} is no time at all"
        raise TimeError(message)
    return found


def grace(text: str) -> timedelta:
    """Read a duration that may be no time at all."""
    return timedelta() if text.strip() == "0" else duration(text)


def ahead(text: str, now: datetime) -> datetime:
    """Read a time that is to come: a duration from now on, or a date."""
    found = _moment(text, now, 1)
    if found <= now:
        message = f"{text!r} is {found:%Y-%m-%d %H:%M} UTC, which is not to come"
        raise TimeError(message)
    return found


def ago(text: str, now: datetime) -> datetime:
    """Read a time that is past: a duration until now, or a date."""
    found = _moment(text, now, -1)
    if found > now:
        message = f"{text!r} is {found:%Y-%m-%d %H:%M} UTC, which is still to come"
        raise TimeError(message)
    return found


def _moment(text: str, now: datetime, sign: int) -> datetime:
    length = parse_duration(text)
    if length is None:
        return _date(text)
    try:
        return now + sign * length
    except OverflowError:
        message = f"{text!r} is too long"
        raise TimeError(message) from None


def _date(text: str) -> datetime:
    if not _DATE.fullmatch(text.strip()):
        message = f"{text!r} is no time; {_FORMS}"
        raise TimeError(message)
    from dateutil.parser import isoparse  # noqa: PLC0415 (it takes as long to load as the rest of a short command)

    try:
        found = isoparse(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        message = f"{text!r} is out of range"
    except ValueError:
        # A date that no calendar has, like a leap day of another year.
        message = f"there is no time {text!r}"
    raise TimeError(message)
