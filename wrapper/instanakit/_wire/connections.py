"""The connections of a client that nobody uses just now, the one that was used last on top.

httpcore's own pool looks at each of its connections, and asks the operating system about each that is idle, whenever
a request begins and ends: with fifty, most of the time of a call. So each connection has a pool to itself, and this
keeps them. It knows of them only how they are ended.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

# Seconds; httpx's own, and less than what servers and proxies allow.
KEPT = 5.0


class Connection(Protocol):
    """What a connection does for its keeper. None of it waits."""

    def is_at_rest(self) -> bool:  # pyright: ignore[reportReturnType] (a protocol returns nothing)
        """Tell whether no request is under way on it."""

    def cut(self) -> None:
        """Close it, and what it is about to open."""

    def hang_up(self) -> None:
        """End what is under way on it, for its user, who may be another thread, and closes it then."""


C = TypeVar("C", bound=Connection)


class Connections(Generic[C]):
    """Gives connections out and takes them back; for many threads."""

    def __init__(self, make: Callable[[], C], clock: Callable[[], float] = time.monotonic) -> None:
        self._make = make
        self._clock = clock
        self._idle: deque[tuple[float, C]] = deque()
        self._all: set[C] = set()
        self._lock = threading.Lock()
        self._ended = False
        self._process = os.getpid()

    def take(self) -> C:
        """Return the connection that was given back last, or a new one."""
        with self._lock:
            if self._ended:
                message = "closed"
                raise RuntimeError(message)
            self._leave_to_parent()
            if self._idle:
                return self._idle.pop()[1]
            made = self._make()
            self._all.add(made)
            return made

    def _leave_to_parent(self) -> None:
        """After a fork both processes have them, and would read each other's answers: the new one has none."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._idle.clear()
            self._all.clear()

    def give(self, connection: C) -> None:
        """Take a connection back, if it is at rest, and close those that nobody has used for some seconds."""
        at_rest = connection.is_at_rest()
        now, expired = self._clock(), list[C]()
        with self._lock:
            if at_rest and connection in self._all:
                self._idle.append((now, connection))
            else:
                expired.append(connection)
            while self._idle and self._idle[0][0] < now - KEPT:
                expired.append(self._idle.popleft()[1])
            self._all.difference_update(expired)
        for each in expired:
            each.cut()

    def drop(self, connection: C) -> None:
        """Close a connection whose use failed: nobody knows what would come over it next."""
        with self._lock:
            self._all.discard(connection)
        connection.cut()

    def end(self) -> None:
        """Close all connections, and give none out any more; those that are in use are closed by their users."""
        with self._lock:
            self._ended = True
            self._leave_to_parent()
            idle = [connection for _, connection in self._idle]
            used = self._all.difference(idle)
            self._idle.clear()
            self._all.clear()
        for connection in idle:
            connection.cut()
        for connection in used:
            connection.hang_up()
