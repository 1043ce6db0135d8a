"""The rate limit: so many calls an hour, counted from the first one, and the headers that tell how many are left."""

from collections.abc import Callable

_HOUR = 3600


class RateWindow:
    """Counts calls; `clock` gives seconds since 1970."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self.limit = limit
        self._clock = clock
        self._resets_at = 0
        self._used = 0

    def take(self) -> bool:
        """Count a call; False if it is one too many."""
        self._renew()
        allowed = self._used < self.limit
        self._used += allowed
        return allowed

    def _renew(self) -> None:
        now = self._clock()
        if now >= self._resets_at:
            self._resets_at, self._used = int(now) + _HOUR, 0

    def headers(self) -> dict[str, str]:
        """Return what an answer says of it."""
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.limit - self._used),
            "x-ratelimit-reset": str(self._resets_at),
            "x-ratelimit-zone": "sandbox",
        }

    def spent_headers(self) -> dict[str, str]:
        """Return what an answer says once no call is left; it uses up none."""
        self._renew()
        return self.headers() | {"x-ratelimit-remaining": "0"}
