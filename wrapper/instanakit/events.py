"""What a client tells of its work: the rate limit that it last saw, and an Event for each thing that it did.

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
    """Something that a call did, for `on_event`. `attempt` counts the requests of one kind in a call, from 1.

    `kind` is one of these; new ones may come, so ignore those that you do not know.

    - `attempt`: an answer or a failure came after `elapsed` seconds; `status_code` is None for a failure.
    - `wait`: the call waits `delay` seconds.
    - `retry`: a request is sent again, as attempt number `attempt`.
    - `widen`: an update gave the token more access: a permission is on or a limited scope is off that was not before.
    - `narrow`: an update only took access away.
    """

    kind: str
    method: str
    path: str
    attempt: int
    status_code: int | None = None
    elapsed: float | None = None
    delay: float | None = None
