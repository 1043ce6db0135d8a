"""A program of the user's: run without a shell and a terminal, bounded in time and output, with nothing of it left.

It is in a session of its own, so that what it has started is stopped with it. It has ended when it exits, even if a
program that it leaves in the background holds its output open.
"""

import math
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
_STEP = 0.1  # seconds

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
    run = _Run(
        lambda: subprocess.Popen(  # noqa: S603 (a list and no shell, as its user has named it)
            arguments,
            bufsize=0,
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE if is_heard else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environ,
            start_new_session=True,
        ),
        given,
    )
    try:
        return run.ended(time_limit)
    except BaseException:  # an interruption, which a session of its own does not get
        run.stop()
        raise


class _Run:
    """A program that is started and waited for aside, so that an interruption is never between it and who stops it."""

    def __init__(self, start: Callable[[], "subprocess.Popen[bytes]"], given: Secret | None) -> None:
        self._start = start
        self._given = given
        self._process: subprocess.Popen[bytes] | None = None
        self._problem: BaseException | None = None
        self._readers: list[_Reader] = []
        self._status: int | None = None
        self._is_stopped = False

    def ended(self, time_limit: float | None) -> Ended:
        """Run the program, and return how it has ended."""
        until = time.monotonic() + (math.inf if time_limit is None else time_limit)
        end = _aside(self._attend)
        # In steps, since between them an interruption is noticed even where another thread was given the signal.
        while end.is_alive() and (left := until - time.monotonic()) > 0:
            end.join(min(left, _STEP))
        is_overdue = end.is_alive()
        if is_overdue:
            self.stop()
            end.join()
        if self._problem is not None:
            raise self._problem
        until = time.monotonic() + MOMENT
        printed, said = (reader.left(until) for reader in self._readers)
        is_too_much = max(len(printed), len(said)) > LARGEST
        return Ended(None if is_overdue else self._status, printed, said, is_too_much)

    def stop(self) -> None:
        """Stop the program and what it has started, also if it is only about to start."""
        self._is_stopped = True
        if self._process is not None:
            with suppress(OSError):  # it has ended just now, and so has all that it started
                _kill_group(self._process.pid, _KILL)

    def _attend(self) -> None:
        try:
            process = self._process = self._start()
        except BaseException as error:  # noqa: BLE001 (it is raised where the end is waited for)
            self._problem = error
            return
        if self._is_stopped:
            self.stop()
        self._readers = [_Reader(stream, self.stop) for stream in (process.stdout, process.stderr)]
        _aside(lambda: _write(process.stdin, self._given))
        self._status = process.wait()


class _Reader:
    """Reads a stream aside, up to what is too much."""

    def __init__(self, stream: IO[bytes] | None, stop: Callable[[], None]) -> None:
        self._content = bytearray()
        self._stream = stream
        self._stop = stop
        self._is_left = False
        self._thread = _aside(self._read)

    def left(self, until: float) -> bytes:
        """Return what was read by the end of the stream, or by the time `until`; what comes then is not read."""
        self._thread.join(max(0, until - time.monotonic()))
        self._is_left = True
        return bytes(self._content)

    def _read(self) -> None:
        if self._stream is None:
            return
        with self._stream as stream:
            while chunk := stream.read(LARGEST + 1 - len(self._content)):
                if self._is_left:
                    return
                self._content += chunk
                if len(self._content) > LARGEST:
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


def _aside(act: Callable[[], object]) -> Thread:
    thread = Thread(target=act, daemon=True)
    thread.start()
    return thread
