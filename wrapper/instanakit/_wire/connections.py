"""The connections of a client that nobody uses just now, the one that was used last on top.

httpcore's own pool looks at each of its connections, and asks the operating system about each that is idle, whenever
a request begins and ends: with fifty, most of the time of a call. So each connection has a pool to itself, and this
keeps them. It knows nothing of what they are; the transports open, use and close them.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

C = TypeVar("C")
# Seconds; httpx's own, and less than what servers and proxies allow.
KEPT = 5.0


class Connections(Generic[C]):
    """Gives connections out and takes them back; for many threads."""

    def __init__(self, make: Callable[[], C], clock: Callable[[], float] = time.monotonic) -> None:
        self._make = make
        self._clock = clock
        self._idle: deque[tuple[float, C]] = deque()
        self._all: set[C] = set()
        self._lock = threading.Lock()

    def take(self) -> C:
        """Return the connection that was given back last, or a new one."""
        with self._lock:
            if self._idle:
                return self._idle.pop()[1]
            made = self._make()
            self._all.add(made)
            return made

    def give(self, connection: C) -> list[C]:
        """Take a connection back, and return those that nobody has used for some seconds, which are to be closed."""
        now, expired = self._clock(), list[C]()
        with self._lock:
            if connection in self._all:
                self._idle.append((now, connection))
            while self._idle and self._idle[0][0] < now - KEPT:
                expired.append(self._idle.popleft()[1])
            self._all.difference_update(expired)
        return expired

    def end(self) -> list[C]:
        """Return all connections, those in use too, which are to be closed."""
        with self._lock:
            self._idle.clear()
            every = list(self._all)
            self._all.clear()
        return every
