"""Ctrl-C, SIGTERM and SIGHUP: what is half done is undone or told, at whatever moment they come."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from cli.line import COMMAND
from instanakit import cli
from instanakit.cli import signals

SIGNALS = pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
INTERRUPTED = "see:   docs/errors.md#interrupted"
# A program that says that it has begun, and does not end by itself.
SLOW = "exec:sh -c 'touch begun; exec sleep 60'"


def ended_by(name, until, *arguments):
    """Run a command, send it the signal once something is so, and return its status and what it said."""
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as started:
        while not until():
            assert started.poll() is None, started.stderr.read()
            time.sleep(0.01)
        started.send_signal(getattr(signal, name))
        out, err = started.communicate(timeout=30)
    assert out == ""
    return started.returncode, err


@SIGNALS
def test_a_signal_while_the_secret_is_stored_leaves_no_token(line, name, status):
    ended, err = ended_by(name, Path("begun").exists, "tokens", "create", "x", "--sink", SLOW)
    assert (ended, line.tokens) == (status, {})
    assert err.startswith("error: cannot put the secret of the new token ")
    assert err.endswith(
        f"why:   interrupted by {name}\nnext:  The token was deleted again.\nsee:   docs/errors.md#failure\n"
    )


@SIGNALS
def test_a_signal_during_a_create_tells_that_a_token_may_have_been_made(line, name, status):
    line.sandbox.faults.add("hang_after", method="POST", times=None)
    ended, err = ended_by(name, lambda: line.tokens, "tokens", "create", "x", "--sink", "file:secret")
    assert (ended, err) == (
        status,
        f"error: interrupted by {name}\nwhy:   while trying to create the token 'x'\n"
        "next:  A token 'x' may have been made; see 'instanakit tokens list'.\n"
        "see:   docs/errors.md#interrupted\n",
    )


@SIGNALS
def test_a_signal_during_a_rotation_tells_which_command_goes_on(line, name, status, monkeypatch, tmp_path):
    monkeypatch.setenv("INSTANAKIT_STATE_DIR", str(tmp_path / "state"))
    line.add("ci", "t1")
    Path("ci").write_text("made-up-secret-of-t1\n")
    Path("ci").chmod(0o600)
    line.sandbox.faults.add("hang_after", method="POST", times=None)
    rotate = ("tokens", "rotate", "t1", "--sink", "file:ci", "--yes")
    ended, err = ended_by(name, lambda: len(line.tokens) > 1, *rotate)
    (rotation,) = line("rotations", "list", "-o", "json").json["rotations"]
    resume = f"instanakit rotations resume {rotation['rid']}"
    assert (ended, err.splitlines()[-2:]) == (status, [f"next:  Go on with '{resume}'.", INTERRUPTED])
    with closing(sqlite3.connect(tmp_path / "state" / "rotations.sqlite")) as journal, journal:
        # So that the request need not be waited out.
        earlier = "json_replace(facts, '$.posted', json_extract(facts, '$.posted') - 60000)"
        journal.execute(f"UPDATE changes SET at = at - 60000, facts = {earlier}")  # noqa: S608 (a constant)
    line.sandbox.faults.clear()
    line.sandbox.faults.add("hang_after", path="/api/settings/*", times=None)
    before = len(line.did)
    ended, err = ended_by(name, lambda: len(line.did) > before, *resume.split()[1:])
    assert (ended, err.splitlines()[-2:]) == (status, [f"next:  Run '{resume}' to go on.", INTERRUPTED])


def test_a_signal_that_is_ignored_stays_ignored(monkeypatch):
    monkeypatch.setattr(signals, "_BY_SIGNAL", {"SIGHUP": 129})
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        signals.raise_on_signals()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_first_signal_is_raised_and_what_it_undoes_is_ended_by_no_other():
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signals.raise_on_signals()
        with pytest.raises(signals.Ended) as raised:
            os.kill(os.getpid(), signal.SIGTERM)
        assert (raised.value.name, raised.value.status) == ("SIGTERM", 143)
        os.kill(os.getpid(), signal.SIGHUP)
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_what_sees_to_signals_itself_is_left_to_do_so():
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        signals.raise_on_signals()
        signals.leave_signals()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_program_that_calls_main_keeps_its_own_signals(line):
    before = signal.getsignal(signal.SIGTERM)
    line("tokens", "list")
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture(autouse=True)
def is_heard():
    """A test run whose SIGHUP is ignored, as under nohup, would leave that to the commands."""
    former = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, former)


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt(), 130), (signals.Ended("SIGTERM"), 143)])
def test_an_interruption_before_the_command_began_is_one_line(monkeypatch, capsys, error, status):
    def interrupt(_given):
        raise error

    monkeypatch.setattr("instanakit.cli.run.run", interrupt)
    assert cli.main(["tokens", "list"]) == status
    assert capsys.readouterr().err == "error: interrupted\n"


def test_ctrl_c_while_the_command_is_loaded_shows_no_traceback():
    code = (
        "import sys; from instanakit.cli import main\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted()); sys.exit(main(['tokens', 'list']))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "error: interrupted\n")
