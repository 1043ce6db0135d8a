"""No failure is told without what to do next, and none with a step that does not fit."""

import click
import pytest

from cli.line import on_terminal
from instanakit import errors
from instanakit.cli.failure import Failure
from instanakit.cli.failures import told
from instanakit.cli.session import Session


def kinds_of(error):
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize(
    "error",
    [
        *(kind("what the error says") for kind in kinds_of(errors.InstanaError)),
        Failure("cannot", "why", ""),
        click.UsageError("wrong"),
        click.ClickException("wrong"),
        click.Abort(),
        KeyboardInterrupt(),
        OSError(28, "No space left on device"),
        OSError(),
        ZeroDivisionError(),
    ],
    ids=repr,
)
def test_every_kind_of_error_has_a_next_step(error, form, capsys):
    told(error, Session(output=form))
    said = capsys.readouterr().err
    assert '"next": ""' not in said
    assert form == "json" or "next:  \n" not in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["logs", "audit", "--limit", "99999999999999999999"], "next:  "),
        (["--base-url", "https://user:pw@host", "tokens", "list"], "next:  Correct that; 'instanakit profiles show'"),
        (["tokens", "create", "", "--sink", "file:s"], "next:  Correct that; "),
    ],
    ids=["limit", "base URL", "name"],
)
def test_what_the_line_says_wrongly_is_to_be_corrected(line, arguments, said):
    assert said in line(*arguments).err


def test_a_form_that_there_is_not_is_told_with_those_that_there_are(line, monkeypatch):
    monkeypatch.setenv("INSTANAKIT_OUTPUT", "yaml")
    ended = line("tokens", "list")
    assert ended.status == 2
    assert "next:  Give it one of table, json, jsonl and csv, or leave it out.\n" in ended.err


def test_a_project_file_that_is_wrong_has_a_next_step(line, tmp_path):
    (tmp_path / ".instanakit.toml").write_text("profile = 3\n")
    assert line("tokens", "list").status == 2  # where the line checks that one is named


def test_ctrl_c_at_the_question_says_that_nothing_was_changed(line):
    line.add()
    status, shown = on_terminal("tokens", "delete", "t1", typed="\x03")
    assert (status, list(line.tokens)) == (130, ["t1"])
    assert shown.endswith("next:  Nothing was changed.\nsee:   docs/errors.md#interrupted\n")
