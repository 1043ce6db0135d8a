"""A program of the user's is bounded in time and output, and what it has started is stopped with it."""

import os
import select
import signal
import subprocess
import threading
from queue import Queue

import pytest

from instanakit import Secret, _program
from instanakit._program import LARGEST, run_program


class Witness:
    """A pipe with a name. A program and all that it starts hold it open, as file 3, until the last of them is gone."""

    def __init__(self, folder):
        self.path = folder / "witness"
        os.mkfifo(self.path)
        self._reading = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)

    def read(self):
        """What one of them writes next; b"" if all are gone."""
        assert select.select([self._reading], [], [], 10)[0], "a program is still there"
        return os.read(self._reading, 100)

    def close(self):
        os.close(self._reading)

    def run(self, code, *, time_limit=None, **more):
        """Run a shell and what it starts."""
        return run_program(["sh", "-c", f"exec 3>{self.path}; {code}"], time_limit=time_limit, **more)


@pytest.fixture
def witness(tmp_path):
    made = Witness(tmp_path)
    yield made
    made.close()


def test_what_a_program_has_started_is_stopped_with_it_at_the_time_limit(witness, monkeypatch):
    start = subprocess.Popen

    def started(*given, **more):
        process = start(*given, **more)
        assert witness.read() == b"started\n"
        return process

    monkeypatch.setattr(subprocess, "Popen", started)
    assert witness.run("sleep 77 & echo started >&3; sleep 78", time_limit=0).status is None
    assert witness.read() == b""


@pytest.mark.parametrize("code", ["sleep 77 & yes", "sleep 77 & yes >&2", "sleep 77 & yes & exit 0"])
def test_a_program_that_prints_too_much_is_stopped_with_what_it_has_started(witness, code):
    ended = witness.run(code)
    assert ended.is_too_much
    assert LARGEST < max(len(ended.printed), len(ended.said)) < LARGEST + 2
    assert witness.read() == b""


def test_what_is_not_too_much_is_read_whole():
    ended = run_program(["sh", "-c", f"head -c {LARGEST} /dev/zero; head -c {LARGEST} /dev/zero >&2"], time_limit=None)
    assert (ended.status, ended.is_too_much) == (0, False)
    assert (ended.printed, ended.said) == (bytes(LARGEST), bytes(LARGEST))


def test_a_program_has_ended_when_it_exits_and_what_it_leaves_in_the_background_goes_on(witness, monkeypatch):
    monkeypatch.setattr(_program, "MOMENT", 0.2)
    ended = witness.run("echo let-me-in; (exec sleep 77) & echo $! >&3; exit 7")
    agent = int(witness.read())
    assert (ended.status, ended.printed, ended.said, ended.is_too_much) == (7, b"let-me-in\n", b"", False)
    os.kill(agent, signal.SIGKILL)
    assert witness.read() == b""


def test_a_stream_that_was_left_is_closed_when_something_comes(witness, monkeypatch, tmp_path):
    monkeypatch.setattr(_program, "MOMENT", 0)
    os.mkfifo(tmp_path / "go")
    before = set(threading.enumerate())
    witness.run(f"(read line <{tmp_path}/go; trap '' PIPE; echo more; echo more >&2; exec sleep 77) & echo $! >&3")
    readers = set(threading.enumerate()) - before
    (tmp_path / "go").write_text("go\n")
    for reader in readers:
        reader.join(10)
    assert (len(readers), [reader for reader in readers if reader.is_alive()]) == (2, [])
    os.kill(int(witness.read()), signal.SIGKILL)
    assert witness.read() == b""


def test_an_interruption_stops_the_program_and_what_it_has_started(witness, monkeypatch):
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            witness.run(f"sleep 77 & kill -INT {os.getpid()}; sleep 78")
    finally:
        signal.signal(signal.SIGINT, former)
    assert witness.read() == b""


def test_an_interruption_before_the_program_has_started_stops_it_when_it_has(monkeypatch):
    start, interrupted = subprocess.Popen, threading.Event()
    stop = _program._Run.stop

    def started(*given, **more):
        os.kill(os.getpid(), signal.SIGINT)
        assert interrupted.wait(10)
        process = start(*given, **more)
        processes.put((process, threading.current_thread()))
        return process

    def stopped(run):
        stop(run)
        interrupted.set()

    processes = Queue()
    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr(_program._Run, "stop", stopped)
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_program(["sleep", "77"], time_limit=None)
    finally:
        signal.signal(signal.SIGINT, former)
    process, attending = processes.get(timeout=10)
    attending.join(10)
    assert process.returncode == -signal.SIGKILL


def test_a_program_is_given_all_of_a_long_input():
    assert run_program(["cksum"], time_limit=None, given=Secret("ä" * 500_000)).printed.split()[1] == b"1000000"


def test_what_a_program_prints_is_left_aside_if_it_is_not_heard():
    ended = run_program(["sh", "-c", "echo printed; echo said >&2"], time_limit=None, is_heard=False)
    assert (ended.printed, ended.said) == (b"", b"said\n")


def test_what_a_program_printed_is_not_in_what_is_shown_of_it():
    assert "hush" not in repr(run_program(["sh", "-c", "echo hush; echo hush >&2"], time_limit=None))
