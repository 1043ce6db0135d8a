"""Faults: those that are still to act, and which of them acts on the next request. It knows no HTTP library."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

import attrs

from instanakit.sandbox.fault import Fault, checked_headers, content


@attrs.define
class _Counted:
    fault: Fault
    seen: int = 0
    acted: int = 0

    @property
    def is_spent(self) -> bool:
        return self.fault.times is not None and self.acted >= self.fault.times


class Faults:
    """The faults of a sandbox; many threads may use it."""

    def __init__(self) -> None:
        self._counted: list[_Counted] = []
        self._lock = Lock()

    def add(
        self,
        action: str,
        *,
        method: str | None = None,
        path: str | None = None,
        at: int = 1,
        times: int | None = 1,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | bytes | list[Any] | dict[str, Any] | None = None,
        delay: float | None = None,
    ) -> Fault:
        """Let the network be bad: `action`, as docs/sandbox.md lists them, on requests yet to come.

        It acts on requests with this `method` and a path that `path`, a shell pattern, matches; left out, on all. It
        acts from the `at`-th such request on, `times` times (None: until it is cleared), unless one that was added
        before acts there. Raises ConfigurationError for what the action does not take.
        """
        fault = Fault(
            action=action,
            method=method,
            path=path,
            at=at,
            times=times,
            status=status,
            headers=checked_headers(headers),
            body=content(body),
            delay=delay,
        )
        with self._lock:
            self._counted.append(_Counted(fault))
        return fault

    def clear(self) -> None:
        """Let the network be good again; requests that a fault holds already stay held."""
        with self._lock:
            self._counted.clear()

    def pending(self) -> list[tuple[Fault, int]]:
        """Return the faults that are still to act, the first added first, with how often each has acted."""
        with self._lock:
            return [(counted.fault, counted.acted) for counted in self._counted]

    def next(self, method: str, path: str) -> Fault | None:
        """Count a request, and return the fault that acts on it."""
        with self._lock:
            chosen = None
            for counted in self._counted:
                if counted.fault.matches(method, path):
                    counted.seen += 1
                    if chosen is None and counted.seen >= counted.fault.at:
                        chosen = counted
            if chosen is None:
                return None
            chosen.acted += 1
            self._counted = [counted for counted in self._counted if not counted.is_spent]
            return chosen.fault
