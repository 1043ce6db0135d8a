"""The sandbox from the command line: what it says, which flags it has, how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from instanakit import ConfigurationError, Instana
from instanakit.sandbox import Options, Sandbox, __main__
from instanakit.sandbox.moment import clock_from, moment


def test_the_command_line_says_first_where_it_is_and_how_to_get_in(capsys):
    seen = []

    def wait():
        seen.append(json.loads(capsys.readouterr().out))
        with Instana(seen[0]["base_url"], api_token=seen[0]["api_token"]) as instana:
            seen.append(len(instana.tokens.list()))

    assert __main__.main(["--port", "0", "--tokens", "3", "--seed", "5", "--api-token", "let-me-in"], wait=wait) == 0
    assert seen[0].keys() == {"base_url", "api_token", "control_url", "control_token"}
    assert seen[0]["control_url"] == seen[0]["base_url"] + "/-/control"
    assert (seen[0]["api_token"], seen[1]) == ("let-me-in", 3)


def test_the_command_line_warns_when_other_machines_can_reach_it(capsys):
    assert __main__.main(["--port", "0", "--host", "0.0.0.0"], wait=lambda: None) == 0  # noqa: S104
    told = capsys.readouterr()
    assert told.err == "Other machines can reach this sandbox.\n"
    assert json.loads(told.out)["base_url"].startswith("http://127.0.0.1:")


def test_the_command_line_refuses_what_cannot_be(capsys):
    assert __main__.main(["--port", "70000"], wait=lambda: None) == 2
    assert capsys.readouterr().err.startswith("The sandbox cannot listen on 127.0.0.1 port 70000: ")
    for wrong, said in (
        (["--rate-limit", "-1"], "rate_limit must be a whole number from 0 on; it is -1\n"),
        (["--tokens", "-3"], "tokens must be a whole number from 0 on; it is -3\n"),
        (["--api-token", ""], "api_token must be printable ASCII without spaces, and not empty\n"),
        (["--host", ""], "host must be an address or a name; it is empty. 127.0.0.1 is this machine alone"),
    ):
        assert __main__.main(["--port", "0", *wrong], wait=lambda: None) == 2
        assert capsys.readouterr().err.startswith(said)


def test_the_command_line_says_what_is_not_installed(capsys, monkeypatch):
    monkeypatch.setattr("instanakit.sandbox.find_spec", lambda name: None)
    monkeypatch.delitem(vars(__main__.served), "Sandbox", raising=False)
    assert __main__.main([], wait=lambda: None) == 2
    assert capsys.readouterr().err == (
        "The sandbox needs starlette, which is not installed. Install the extra: pip install 'instanakit[sandbox]'.\n"
    )
    with pytest.raises(AttributeError, match="module 'instanakit.sandbox' has no attribute 'Sandpit'"):
        _ = __main__.served.Sandpit


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_when_it_is_told_to(number):
    command = [sys.executable, "-m", "instanakit.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        first = json.loads(process.stdout.readline())
        assert httpx.get(first["base_url"]).status_code == 404
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr.read() == ""


def test_the_command_ends_well_when_it_is_told_to_as_soon_as_it_has_said_where_it_is(monkeypatch, capsys):
    heeded = {}
    monkeypatch.setattr(__main__.signal, "signal", heeded.__setitem__)
    monkeypatch.setattr(__main__, "_tell", lambda sandbox: heeded[signal.SIGTERM](signal.SIGTERM, None))
    assert __main__.main(["--port", "0"]) == 0
    assert heeded.keys() == {signal.SIGINT, signal.SIGTERM}
    assert capsys.readouterr().err == ""


def test_the_command_that_is_interrupted_before_it_serves_ends_without_a_word(monkeypatch, capsys):
    def interrupted(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(__main__.served, "Sandbox", interrupted)
    assert __main__.main(["--port", "0"]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("reader", ["gone", "full"])
def test_the_command_ends_if_it_can_tell_nobody_where_it_is(reader):
    if reader == "gone":
        reading, writing = os.pipe()
        os.close(reading)
    else:
        if not Path("/dev/full").exists():  # pragma: no cover
            pytest.skip("this system has no disk that is always full")
        writing = os.open("/dev/full", os.O_WRONLY)
    command = [sys.executable, "-m", "instanakit.sandbox", "--port", "0"]
    result = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    os.close(writing)
    reason = {"gone": "Broken pipe", "full": "No space left on device"}[reader]
    assert (result.returncode, result.stderr) == (
        2,
        f"The sandbox cannot say on standard output where it is: {reason}. Let somebody read it, or send it to a file.\n",
    )


def test_the_command_serves_without_a_standard_output(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert __main__.main(["--port", "0"], wait=lambda: None) == 0


def test_the_command_says_what_is_wrong_with_a_state_file_in_one_line(tmp_path, capsys):
    for name, said in (
        (tmp_path, f"The state file {tmp_path} is no file. Name another file.\n"),
        ("", "state must be the path of a file; it is empty. Name a file, or leave it out to keep nothing.\n"),
    ):
        assert __main__.main(["--port", "0", "--state", str(name)], wait=lambda: None) == 2
        assert capsys.readouterr() == ("", said)
    path = str(tmp_path / "unit.sqlite")
    with Sandbox(state=path):
        assert __main__.main(["--port", "0", "--state", path], wait=lambda: None) == 2
    assert capsys.readouterr().err == (
        f"The state file {path} is in use by another sandbox or program. Stop that one, or name another file.\n"
    )


def test_the_command_says_if_the_last_changes_could_not_be_kept(tmp_path, capsys):
    def fail():
        message = "it cannot be written"
        raise ConfigurationError(message)

    def wait():
        made[0].state.close = fail

    made = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(__main__.served, "Sandbox", lambda **arguments: made.append(Sandbox(**arguments)) or made[0])
        assert __main__.main(["--port", "0"], wait=wait) == 2
    assert capsys.readouterr().err == "it cannot be written\n"


def everything(monkeypatch, *flags, after):
    """The unit that a command line makes, so many seconds after another."""
    made = []
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda real=time.time: real() + after)
        patch.setattr(__main__.served, "Sandbox", lambda **arguments: made.append(Sandbox(**arguments)) or made[0])
        assert __main__.main(["--port", "0", "--tokens", "50", "--seed", "7", *flags], wait=lambda: None) == 0
    state = made[0].state
    return json.dumps([state.tokens, list(state.audit_log), list(state.access_log)])


def test_the_same_moment_makes_the_same_unit_on_any_day(monkeypatch):
    first = everything(monkeypatch, "--now", "2026-11-25", after=0)
    for same in ("2026-11-25T00:00Z", "2026-11-25 00:00:00", "20261125T013000+0130"):
        assert everything(monkeypatch, "--now", same, after=86_400) == first
    assert everything(monkeypatch, "--now", "2026-11-26", after=0) != first
    assert everything(monkeypatch, after=86_400) != everything(monkeypatch, after=0)


@pytest.mark.parametrize("year", [1980, 9000])
def test_the_first_and_the_last_moment_make_a_unit_that_can_be_read(monkeypatch, capsys, year):
    made = []
    monkeypatch.setattr(__main__.served, "Sandbox", lambda **arguments: made.append(Sandbox(**arguments)) or made[0])

    def wait():
        assert capsys.readouterr().out
        with Instana(made[0].base_url, api_token=made[0].api_token) as instana:
            tokens = instana.tokens.list()
        assert all(token.created_at.year in range(year - 6, year + 1) for token in tokens)
        # Where a time does not fit, there would be none.
        assert [token.expires_at is None for token in tokens] == [token.raw["expiresOn"] is None for token in tokens]

    assert __main__.main(["--port", "0", "--tokens", "300", "--now", f"{year}-01-01"], wait=wait) == 0


@pytest.mark.parametrize(
    "wrong", ["yesterday", "", "12", "2026-13-01", "1979-12-31", "9001-01-01", "0001-01-01T00:00+14:00"]
)
def test_a_moment_that_is_none_is_refused_with_the_form_that_is_wanted(wrong, capsys):
    with pytest.raises(SystemExit) as caught:
        __main__.main(["--now", wrong], wait=lambda: None)
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "python -m instanakit.sandbox: error: argument --now: must be a date or a date-time in ISO form, such as "
        f"2026-11-25 or 2026-11-25T08:30:00Z, of the years 1980 to 9000; it is {wrong!r}"
    )


def test_the_clock_runs_on_from_the_moment_that_it_is_first_read():
    elapsed = [500.0]
    clock = clock_from(moment("1980-01-01"), lambda: elapsed[0])
    elapsed[0] = 507.0
    assert clock() == 315_532_800
    elapsed[0] = 509.5
    assert clock() == 315_532_802.5


@pytest.mark.parametrize(
    ("flags", "options"),
    [
        ("", Options()),
        (
            "--ids ignored --secrets own --same-id second --masked-put stored --put-revives no",
            Options(ids="ignored", secrets="own", same_id="second", masked_put="stored", put_revives="no"),
        ),
        ("--page-cap 3 --list-lag 1.5", Options(page_cap=3, list_lag=1.5)),
    ],
)
def test_the_command_line_has_a_flag_for_each_option(monkeypatch, flags, options):
    made = []
    monkeypatch.setattr(__main__.served, "Sandbox", lambda **arguments: made.append(Sandbox(**arguments)) or made[0])
    assert __main__.main(["--port", "0", *flags.split()], wait=lambda: None) == 0
    assert made[0].options == options


@pytest.mark.parametrize("flags", [["--ids", "kept"], ["--page-cap", "many"]])
def test_the_command_line_refuses_a_wrong_flag(flags, capsys):
    with pytest.raises(SystemExit) as caught:
        __main__.main(flags, wait=lambda: None)
    assert caught.value.code == 2
    assert f"argument {flags[0]}: invalid" in capsys.readouterr().err


def test_the_command_line_refuses_a_wrong_number(capsys):
    assert __main__.main(["--page-cap", "0"], wait=lambda: None) == 2
    assert capsys.readouterr().err == "page_cap must be a whole number from 1 on or None; it is 0\n"
