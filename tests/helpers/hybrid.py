"""A clock for clients and sandboxes over real sockets: waits that the client chooses cost nothing, all else is real."""

import threading
import time


class HybridClock:
    """Runs as fast as the real one, and jumps on when somebody sleeps."""

    def __init__(self):
        self._ahead = 0.0
        self._lock = threading.Lock()

    def monotonic(self):
        """Seconds, for deadlines."""
        return time.monotonic() + self._ahead

    def time(self):
        """Seconds since 1970, for the sandbox."""
        return time.time() + self._ahead

    def sleep(self, seconds):
        """Jump on."""
        with self._lock:
            self._ahead += seconds

    async def asleep(self, seconds):
        """Jump on."""
        self.sleep(seconds)

    def drive(self, client):
        """Give a client this clock."""
        wire = client._wire
        wire.clock = self.monotonic
        wire.sleep = self.asleep if type(wire).__name__ == "AsyncWire" else self.sleep
        return client
