"""When to try again: from what happened to a number of seconds, or to None, which means stop.

Pure: no clock, no sleep, no HTTP; the randomness is a parameter.
"""

from enum import Enum

import attrs

from instanakit.errors import ConfigurationError


class Repeat(Enum):
    """What may be sent again; each operation says so once."""

    ALWAYS = "always"  # doing it twice is doing it once: GET, PUT, DELETE
    UNLESS_DONE = "unless done"  # only what surely was not done: a lost connect, 429
    UNLESS_SENT = "unless sent"  # only what surely was not sent: a lost connect


class Failure(Enum):
    """Why there is no answer."""

    NONE = "none"  # there is one
    CONNECT = "connect"  # nothing was sent
    CONNECT_TIMEOUT = "connect timeout"  # nothing was sent in time
    REFUSED = "refused"  # nothing was sent, and trying again would not help: a certificate, a proxy's 407
    CLOSED = "closed"  # nothing was sent, since the client was closed
    LOST = "lost"  # sent, perhaps done
    TIMEOUT = "timeout"  # sent, perhaps done, no answer in time
    UNREADABLE = "unreadable"  # an answer came that cannot be read: too large, wrongly compressed


NOT_DONE = 429
RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_LIMIT = 1e9  # far more than anybody means, and no more than a clock can bear
_WAITS_AS_ASKED = frozenset({429, 503})


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """How often and how patiently a call is tried again.

    At most `max_retries` times after the first; the waits grow from `initial_delay` to `max_delay` seconds by doubling
    and are drawn at random between zero and that ("full jitter"), so that many clients do not come back at once. A wait
    that the server asks for (429, 503) is kept instead.
    """

    max_retries: int = 3
    initial_delay: float = 0.5
    max_delay: float = 8.0

    def __attrs_post_init__(self) -> None:
        for name in ("max_retries", "initial_delay", "max_delay"):
            value = getattr(self, name)
            kind, said = (int, "whole number") if name == "max_retries" else (int | float, "number of seconds")
            if isinstance(value, bool) or not isinstance(value, kind) or not 0 <= value < _LIMIT:
                message = f"RetryPolicy: {name} must be a {said} from 0 to below a billion; it is {value!r}"
                raise ConfigurationError(message)

    def delay(
        self,
        happened: Failure | int,
        *,
        repeat: Repeat,
        attempt: int,
        random: float,
        asked: float | None = None,
    ) -> float | None:
        """Return the seconds to wait before the next attempt, or None to stop.

        `happened` is the failure or the status of attempt number `attempt` (from 1), `random` a number from 0 to below
        1, `asked` the wait that the server asked for, in seconds.
        """
        if attempt > self.max_retries or not _may_repeat(happened, repeat):
            return None
        if asked is not None and happened in _WAITS_AS_ASKED:
            return asked
        doubled: float = self.initial_delay * 2.0 ** min(attempt - 1, 60)
        return random * min(self.max_delay, doubled)


def _may_repeat(happened: Failure | int, repeat: Repeat) -> bool:
    if happened in {Failure.CONNECT, Failure.CONNECT_TIMEOUT}:
        return True
    if happened == NOT_DONE:
        return repeat is not Repeat.UNLESS_SENT
    if repeat is not Repeat.ALWAYS:
        return False
    return happened in RETRIED_STATUSES or happened in {Failure.LOST, Failure.TIMEOUT}
