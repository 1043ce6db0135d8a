"""What the programs of the peers have in common: they take tasks from standard input and answer what they measured.

Each line is a JSON object with `task`, the `unit` as the server describes it, and `count`. It stands on the standard
library alone, since a peer's environment holds nothing but the peer.
"""

import json
import platform
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

API_TOKEN = "no-secret-of-anybody"  # noqa: S105 (the server does not look at it)
PATH = "/api/settings/api-tokens"
HTTPS = "https://unit-tenant.instana.io"  # never called: what a client makes for TLS is part of its cost


class Peer:
    """Does the tasks with the client that `connect` makes of a base URL and an API token.

    A client has `get(internal_id)` and `list()`, and may have `gather(internal_id, count)`, which returns seconds.
    """

    def __init__(self, connect: Callable[[str, str], Any], name: Callable[[Any], str], packages: Iterable[str]) -> None:
        self.connect = connect
        self.name = name
        self.packages = packages
        self.clients: dict[str, Any] = {}

    def serve(self) -> None:
        """Do each task that comes, until there is none; the first line says which versions are here."""
        versions = {"Python": platform.python_version(), **{name: version(name) for name in self.packages}}
        print(json.dumps(versions), flush=True)
        for line in sys.stdin:
            task = json.loads(line)
            print(json.dumps(getattr(self, f"do_{task.pop('task')}")(**task)), flush=True)

    def client(self, unit: dict[str, Any]) -> Any:
        """Return the living client for a unit."""
        url = unit["base_url"]
        if url not in self.clients:
            self.clients[url] = self.connect(url, API_TOKEN)
        return self.clients[url]

    def do_verify(self, unit: dict[str, Any]) -> bool:
        """Tell whether both answers are right."""
        client = self.client(unit)
        return self.name(client.get(unit["internal_id"])) == unit["name"] and self.right(client.list(), unit)

    def right(self, tokens: list[Any], unit: dict[str, Any]) -> bool:
        """Tell whether a list is right."""
        return len(tokens) == unit["count"] and self.name(tokens[-1]) == unit["last_name"]

    def do_get(self, unit: dict[str, Any], count: int) -> float:
        """Get one token so many times; return the seconds for one."""
        get, internal_id = self.client(unit).get, unit["internal_id"]
        began = time.perf_counter()
        for _ in range(count):
            get(internal_id)
        return (time.perf_counter() - began) / count

    def do_list(self, unit: dict[str, Any], count: int) -> float:
        """List the tokens so many times; return the seconds for one list."""
        client = self.client(unit)
        began = time.perf_counter()
        for _ in range(count):
            client.list()
        return (time.perf_counter() - began) / count

    def do_large(self, unit: dict[str, Any]) -> dict[str, float | bool]:
        """List the tokens once; return the seconds, and how much more memory it took at most than import and client."""
        client = self.client(unit)
        before = most_memory()
        began = time.perf_counter()
        tokens = client.list()
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "peak": most_memory() - before, "right": self.right(tokens, unit)}

    def do_gather(self, unit: dict[str, Any], count: int) -> float:
        """Get one token so many times at once; return the seconds for all."""
        return self.client(unit).gather(unit["internal_id"], count)

    def do_second(self, count: int) -> dict[str, float]:
        """Make clients with the settings of a first one; return the median of the seconds, and the bytes of each."""
        kept = [self.connect(HTTPS, API_TOKEN)]
        seconds = []
        for _ in range(count):
            began = time.perf_counter()
            made = self.connect(HTTPS, API_TOKEN)
            seconds.append(time.perf_counter() - began)
            del made
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        kept += [self.connect(HTTPS, API_TOKEN) for _ in range(count)]
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return {"seconds": statistics.median(seconds), "bytes": (after - before) / count}


def most_memory() -> int:
    """Return the most memory that this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.is_file():  # there ru_maxrss begins with that of the process that started this one
        return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    import resource  # noqa: PLC0415 (Windows has none)

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
