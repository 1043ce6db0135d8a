"""What the headers of an answer say: the rate limit, how long to wait, the server's time. Pure.

Header names are in lower case. Nothing that a server writes there is an error: what cannot be read is None.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import ceil

from instanakit.events import RateLimit

_A_DAY = 86_400


def rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """Read the rate-limit headers; None if there are none."""
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    limit, remaining, reset = (_whole_number(headers.get(name)) for name in names)
    zone = headers.get("x-ratelimit-zone")
    if limit is None and remaining is None and reset is None and zone is None:
        return None
    return RateLimit(limit, remaining, None if reset is None else _from_epoch(reset), zone)


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """Return the server's time when it answered."""
    return _http_date(headers.get("date"))


def asked_wait(headers: Mapping[str, str], status_code: int) -> float | None:
    """Return the seconds that the server asks to wait, reckoned by its own clock; None if it asks for none.

    A time in the past, or more than a day ahead, is taken for a mistake.
    """
    now = server_time(headers)
    limit = rate_limit(headers) if status_code == HTTPStatus.TOO_MANY_REQUESTS else None
    if limit is not None and limit.resets_at is not None and now is not None:
        wait = (limit.resets_at - now).total_seconds()
        if 0 < wait <= _A_DAY:
            return wait
    asked = headers.get("retry-after")
    seconds, at = _whole_number(asked), _http_date(asked)
    if seconds is None and at is not None and now is not None:
        seconds = max(0, ceil((at - now).total_seconds()))
    return float(seconds) if seconds is not None and seconds <= _A_DAY else None


def comes_back_at(headers: Mapping[str, str]) -> datetime | None:
    """Return when a rate limit is renewed, if the server says so in a way that can be believed."""
    now, wait, limit = server_time(headers), asked_wait(headers, HTTPStatus.TOO_MANY_REQUESTS), rate_limit(headers)
    if now is None:
        return None if limit is None else limit.resets_at
    try:
        return None if wait is None else now + timedelta(seconds=wait)
    except OverflowError:
        return None


def _whole_number(value: str | None) -> int | None:
    return int(value) if value is not None and re.fullmatch(r"[0-9]{1,15}", value.strip()) else None


def _from_epoch(seconds: int) -> datetime | None:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _http_date(value: str | None) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)
