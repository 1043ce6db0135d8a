"""The sandbox from the command line: what it says, which flags it has, how it ends."""

import json
import signal
import subprocess
import sys

import httpx
import pytest

from instanakit import Instana
from instanakit.sandbox import Options, Sandbox, __main__


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
