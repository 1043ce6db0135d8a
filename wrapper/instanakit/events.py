"""What a client tells of its work: the rate limit that it last saw, and an Event for each attempt and each retry.

A leaf.
"""

from datetime import datetime

import attrs


@attrs.frozen
class RateLimit:
    """What the last answer said of the rate limit: calls allowed, calls left, when it is renewed, for which zone."""

    limit: int | None
    remaining: int | None
    resets_at: datetime | None
    zone: str | None


@attrs.frozen
class Event:
    """Something that a call did, for `on_event`.

    `kind` is `attempt` (an answer or a failure came after `elapsed` seconds; `status_code` is None for a failure) or
    `retry` (the call waits `delay` seconds before it tries again). `attempt` counts from 1.
    """

    kind: str
    method: str
    path: str
    attempt: int
    status_code: int | None = None
    elapsed: float | None = None
    delay: float | None = None
