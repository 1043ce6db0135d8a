"""A program of the user's: run without a shell and a terminal, bounded in time and output, with nothing of it left.

It is in a session of its own, so that what it has started is stopped with it. It has ended when it exits, even if a
program that it leaves in the background holds its output open.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Thread
from typing import IO

import attrs

from instanakit.secret import Secret

LARGEST = 64 * 1024  # bytes of each stream
TOO_MUCH = f"printed more than {LARGEST // 1024} KiB"
MOMENT = 0.5  # seconds for what a program has written before it ended

# Windows has no groups of processes; there the program alone is stopped.
_kill_group: Callable[[int, int], None] = getattr(os, "killpg", os.kill)
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


@attrs.frozen
class Ended:
    """How a program ended: its status (None: it was stopped at the time limit), and what it printed and said."""

    status: int | None
    printed: bytes = attrs.field(repr=False)
    said: bytes = attrs.field(repr=False)
    is_too_much: bool


def run_program(
    arguments: Sequence[str],
    *,
    time_limit: float | None,
    given: Secret | None = None,
    environ: Mapping[str, str] | None = None,
    is_heard: bool = True,
) -> Ended:
    """Run a program to its end; `given` is its input, and what it prints is left aside unless it `is_heard`.

    Raises OSError or ValueError if it cannot be started.
    """
    process = subprocess.Popen(  # noqa: S603 (a list and no shell, as its user has named it)
        arguments,
        bufsize=0,
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE if is_heard else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environ,
        start_new_session=True,
    )
    try:
        return _attended(process, given, time_limit)
    except BaseException:  # an interruption, which a session of its own does not get
        _kill(process)
        raise


def _attended(process: "subprocess.Popen[bytes]", given: Secret | None, time_limit: float | None) -> Ended:
    printed, said = (_Reader(stream, lambda: _kill(process)) for stream in (process.stdout, process.stderr))
    _aside(lambda: _write(process.stdin, given))
    # Waited for in a thread, since a wait with a limit asks again and again, and finds out late.
    end = _aside(process.wait)
    end.join(time_limit)
    is_overdue = end.is_alive()
    if is_overdue:
        _kill(process)
        end.join()
    until = time.monotonic() + MOMENT
    for reader in (printed, said):
        reader.leave(until)
    is_too_much = printed.is_too_much or said.is_too_much
    return Ended(None if is_overdue else process.returncode, bytes(printed.content), bytes(said.content), is_too_much)


class _Reader:
    """Reads a stream aside, up to what is too much."""

    def __init__(self, stream: IO[bytes] | None, stop: Callable[[], None]) -> None:
        self.content = bytearray()
        self._stream = stream
        self._stop = stop
        self._is_left = False
        self._thread = _aside(self._read)

    @property
    def is_too_much(self) -> bool:
        return len(self.content) > LARGEST

    def leave(self, until: float) -> None:
        """Stop reading at the end of the stream, or at the time `until`; then whoever writes on is not read."""
        self._thread.join(max(0, until - time.monotonic()))
        self._is_left = True

    def _read(self) -> None:
        if self._stream is None:
            return
        with self._stream as stream:
            while chunk := stream.read(LARGEST + 1 - len(self.content)):
                if self._is_left:
                    return
                self.content += chunk
                if self.is_too_much:
                    self._stop()
                    return


def _write(stream: IO[bytes] | None, given: Secret | None) -> None:
    if stream is None or given is None:
        return
    # A program may end well without reading all of its input.
    with suppress(OSError), stream:
        left = memoryview(given.reveal().encode())
        while left:
            left = left[stream.write(left) :]


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):  # it has ended just now, and so has all that it started
        _kill_group(process.pid, _KILL)


def _aside(act: Callable[[], object]) -> Thread:
    thread = Thread(target=act, daemon=True)
    thread.start()
    return thread
