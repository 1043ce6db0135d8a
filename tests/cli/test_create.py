"""tokens create: the secret lands in its sink and nowhere else, or there is no token."""

import json
import stat
import subprocess
from pathlib import Path

import attrs
import pytest

from cli.line import COMMAND, process
from instanakit.sinks.errors import SinkError
from instanakit.sinks.to_file import FileSink
from instanakit.tokens import Tokens


@pytest.fixture
def sink(tmp_path):
    return f"file:{tmp_path}/secret"


def made(line):
    (token,) = line.tokens.values()
    return token


def test_the_secret_lands_in_the_sink_with_mode_0600_and_nowhere_else(line, sink, tmp_path):
    ended = line("tokens", "create", "deploy", "--permission", "view-logs", "--sink", sink, "-o", "json")
    secret = made(line)["accessGrantingToken"]
    assert (tmp_path / "secret").read_text() == f"{secret}\n"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert secret not in ended.out + ended.err
    assert ended.json["token"]["internal_id"] == made(line)["internalId"]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_with_the_sink_stdout_standard_output_has_the_secret_alone(line, form):
    ended = line("tokens", "create", "deploy", "--sink", "stdout", "-o", form)
    assert ended.out == made(line)["accessGrantingToken"] + "\n"
    assert made(line)["internalId"] in ended.err
    assert line("tokens", "create", "other", "--sink", "stdout", "-q").err == ""


@pytest.mark.parametrize("name", ["canViewLogs", "can-view-logs", "view-logs", "CAN_VIEW_LOGS"])
def test_a_permission_is_typed_in_any_of_its_forms(line, sink, name):
    assert line("tokens", "create", "x", "--permission", name, "--sink", sink).status == 0
    assert made(line)["canViewLogs"] is True


def test_a_permission_of_a_newer_server_is_taken_only_if_that_is_asked_for(line, sink):
    arguments = ["tokens", "create", "x", "--permission", "canTimeTravel", "--sink", sink]
    assert "there is no permission 'canTimeTravel'" in line(*arguments).err
    assert line(*arguments, "--allow-unknown").status == 0
    assert made(line)["canTimeTravel"] is True


def test_a_sink_that_cannot_be_written_is_found_out_before_anything_is_sent(line, tmp_path):
    ended = line("tokens", "create", "x", "--sink", f"file:{tmp_path}/no/secret")
    assert (ended.status, ended.out, line.did) == (2, "", [])
    assert "Make the folder first." in ended.err
    ended = line("tokens", "create", "x", "--sink", "exec:no-such-program")
    assert (ended.status, ended.out, line.did) == (2, "", [])


def test_a_sink_that_holds_a_secret_is_kept_unless_it_may_go(line, sink, tmp_path):
    (tmp_path / "secret").write_text("precious\n")
    (tmp_path / "secret").chmod(0o600)
    ended = line("tokens", "create", "x", "--sink", sink)
    assert (ended.status, line.did) == (2, [])
    assert "holds a secret already" in ended.err
    assert line("tokens", "create", "x", "--sink", sink, "--overwrite").status == 0
    assert (tmp_path / "secret").read_text() == made(line)["accessGrantingToken"] + "\n"


@pytest.mark.parametrize("kind", ["file:{}/secret", "env:{}/secret#TOKEN"])
@pytest.mark.parametrize(("more", "status", "names"), [([], 1, ["second"]), (["--overwrite"], 0, ["first", "second"])])
def test_a_secret_that_came_into_the_sink_meanwhile_is_kept_unless_it_may_go(
    line, kind, more, status, names, tmp_path, monkeypatch
):
    sink, create = kind.format(tmp_path), Tokens.create

    def create_while_another_does(*given, **options):
        token = create(*given, **options)
        assert process("tokens", "create", "second", "--sink", sink).status == 0
        return token

    monkeypatch.setattr(Tokens, "create", create_while_another_does)
    ended = line("tokens", "create", "first", "--sink", sink, *more)
    assert (ended.status, sorted(token["name"] for token in line.tokens.values())) == (status, names)
    kept = next(token for token in line.tokens.values() if token["name"] == names[0])
    assert kept["accessGrantingToken"] in (tmp_path / "secret").read_text()
    if status:
        assert ended.err.endswith(
            f"why:   The sink {sink} could not be written: it holds a secret already\n"
            "next:  The token was deleted again. Name another sink, or replace that secret if it may go.\n"
            "see:   docs/errors.md#failure\n"
        )


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (SinkError("The disk is full", hint="Make room."), 1, "why:   The disk is full\nnext:  The token was deleted again. Make room.\n"),
        (KeyboardInterrupt(), 130, "why:   interrupted\nnext:  The token was deleted again.\n"),
        (ZeroDivisionError("quoted"), 1, "why:   unexpected ZeroDivisionError\nnext:  The token was deleted again.\n"),
    ],
    ids=["sink", "interrupt", "unexpected"],
)  # fmt: skip
def test_when_the_sink_fails_the_new_token_is_deleted_again(line, sink, monkeypatch, failure, status, said):
    def fail(*_, **__):
        raise failure

    monkeypatch.setattr(FileSink, "put", fail)
    ended = line("tokens", "create", "x", "--sink", sink)
    assert (ended.status, ended.out, line.tokens) == (status, "", {})
    assert ended.err.startswith("error: cannot put the secret of the new token ")
    assert ended.err.endswith(f"{said}see:   docs/errors.md#failure\n")


def test_when_the_new_token_cannot_be_deleted_again_the_error_says_how_to_do_it(line, sink, monkeypatch):
    def fail(*_, **__):
        message = "The disk is full"
        raise SinkError(message)

    monkeypatch.setattr(FileSink, "put", fail)
    line.sandbox.faults.add("status", method="DELETE", status=403, times=None)
    ended = line("tokens", "create", "x", "--sink", sink)
    assert ended.status == 1
    assert "; nor could the token be deleted again: " in ended.err
    assert (
        f"next:  Nobody holds the secret of the new token: instanakit tokens delete {made(line)['internalId']}\n"
        in ended.err
    )


def test_a_dry_run_checks_the_sink_and_sends_nothing(line, sink, tmp_path):
    ended = line("tokens", "create", "x", "--permission", "view-logs", "--sink", sink, "--dry-run", "-o", "json")
    assert (ended.status, line.did, (tmp_path / "secret").exists()) == (0, [], False)
    assert ended.json["plan"]["permissions"] == ["canViewLogs"]
    assert line("tokens", "create", "x", "--sink", f"file:{tmp_path}/no/secret", "--dry-run").status == 2


def test_an_interrupted_create_says_that_a_token_may_have_been_made(line, sink, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("instanakit.tokens.Tokens.create", interrupt)
    ended = line("tokens", "create", "x", "--sink", sink)
    assert (ended.status, ended.out) == (130, "")
    assert ended.err == (
        "error: interrupted\nwhy:   while trying to create the token 'x'\n"
        "next:  A token 'x' may have been made; see 'instanakit tokens list'.\n"
        "see:   docs/errors.md#interrupted\n"
    )
    assert line("tokens", "create", "x", "--sink", sink, "-o", "json").error["exit_status"] == 130


def test_a_token_whose_answer_was_lost_is_there_once_with_its_secret(line, sink, tmp_path):
    line.sandbox.faults.add("close_after", method="POST")
    assert line("tokens", "create", "x", "--sink", sink).status == 0
    assert (tmp_path / "secret").read_text() == made(line)["accessGrantingToken"] + "\n"


def test_what_the_server_turned_on_beside_is_told(line, sink):
    ended = line("tokens", "create", "x", "--permission", "configure-synthetic-tests", "--sink", sink, "-o", "jsonl")
    corrections = json.loads(ended.out)["corrections"]
    assert {"field": "canViewSyntheticTests", "sent": None, "stored": True} in corrections


def test_a_token_whose_secret_the_server_kept_for_itself_is_of_no_use_and_deleted_again(line, sink, monkeypatch):
    create = Tokens.create
    monkeypatch.setattr(Tokens, "create", lambda *given, **more: attrs.evolve(create(*given, **more), secret=None))
    ended = line("tokens", "create", "x", "--sink", sink)
    assert (ended.status, line.tokens) == (1, {})
    assert "why:   The server did not give its secret\n" in ended.err


def test_a_secret_that_nobody_reads_from_standard_output_leaves_no_token(line):
    command = f"{' '.join(COMMAND)} tokens create x --sink stdout"
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command.split(), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, line.tokens) == (1, {})
    assert "next:  The token was deleted again." in ended.stderr
    assert "Exception ignored" not in ended.stderr


def test_a_credential_is_not_sent_to_an_address_that_it_was_not_configured_with(line, sink):
    ended = line("tokens", "create", "x", "--sink", sink, "--base-url", "https://other.example.com")
    assert (ended.status, ended.out, line.did) == (2, "", [])
    assert "it was not asked for" in ended.err
