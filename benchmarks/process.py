"""Runs a program and says how long it took, and keeps a peer's program alive to give it one task at a time."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs

from benchmarks import ROOT

# Each peer as the tables call it, its environment, and its program.
PEERS = {
    "instanakit": ("instanakit", "with_instanakit.py"),
    "instana-client": ("instana-client", "with_instana_client.py"),
    "httpx": ("httpx", "with_httpx.py"),
    "urllib3": ("urllib3", "with_urllib3.py"),
    "generated client": ("generated", "with_generated.py"),
    "raw socket": ("socket", "with_socket.py"),
}


def python_of(peer: str) -> str:
    """Return the interpreter of a peer's environment."""
    return str(ROOT / ".venv-bench" / PEERS[peer][0] / "bin" / "python")


@attrs.frozen
class Ran:
    """The seconds that a program took, those of a processor, and what it printed."""

    seconds: float
    processor: float
    printed: str


def ran(command: Iterable[str], environ: Mapping[str, str] | None = None) -> Ran:
    """Run a program; it must end well."""
    began = time.perf_counter()
    with subprocess.Popen(
        list(command), stdout=subprocess.PIPE, env={**os.environ, **(environ or {})}, text=True
    ) as process:
        printed = process.stdout.read()  # type: ignore[union-attr]
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Ran(seconds, usage.ru_utime + usage.ru_stime, printed)


class Living:
    """A program that goes on until it is left: its first line of JSON is `first`, and it answers each line with one."""

    def __init__(self, command: Iterable[str]) -> None:
        self._process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.first = self._answer()

    def ask(self, task: str, **more: Any) -> Any:
        """Give it a task, and return its answer."""
        self._process.stdin.write(json.dumps({"task": task, **more}) + "\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]
        return self._answer()

    def _answer(self) -> Any:
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            message = f"{self._process.args} has ended without an answer"
            raise RuntimeError(message)
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: its standard input ends."""
        self._process.communicate()


def peer_alive(peer: str) -> Living:
    """Start the program of a peer."""
    return Living([python_of(peer), str(Path(__file__).parent / "peers" / PEERS[peer][1])])


def server_alive(units: Iterable[str]) -> Living:
    """Start the local server; its first line says where each unit is."""
    return Living([sys.executable, "-m", "benchmarks.server", *units])
