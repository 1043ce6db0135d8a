"""What is written where, and how text that came from a server is shown: as what it is, never as what it does."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.line import on_terminal, process
from instanakit.cli.output import Listing, Record, Style, render
from instanakit.cli.output.escape import csv_cell, escape
from instanakit.cli.output.human import distance
from instanakit.cli.session import Session
from instanakit.cli.terminal import has_colour

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
NASTY = "[red]a[/] \x1b[31m\x07 b\r\nc \u202ed\u200b \ue000 \u2028 ü \u9f8d :smile:"
SHOWN = "[red]a[/] \\x1b[31m\\x07 b\\r\\nc \\u202ed\\u200b \\ue000 \\u2028 ü \u9f8d :smile:"


def test_text_of_a_server_is_escaped_in_a_table_on_a_terminal_in_csv_and_in_json(line):
    line.add(NASTY)
    assert SHOWN in line("tokens", "list").out
    assert SHOWN in line("tokens", "get", "t1").out
    (_, row) = csv.reader(io.StringIO(line("tokens", "list", "-o", "csv").out))
    assert row[1] == SHOWN
    for form in ("json", "jsonl"):
        out = line("tokens", "get", "t1", "-o", form).out
        assert out.replace("\n", "").isascii()
        assert out.replace("\n", "").isprintable()
        document = json.loads(out)
        assert document.get("token", document)["name"] == NASTY
    _, shown = on_terminal("tokens", "list", columns=200, NO_COLOR="1")
    assert SHOWN in shown


def test_text_of_a_server_is_escaped_in_errors(line):
    line.sandbox.faults.add("status", status=400, body={"message": NASTY}, times=None)
    ended = line("tokens", "list")
    assert "[red]a[/]" in ended.err
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(ended.err)
    assert len(ended.err.splitlines()) == 4
    assert line("tokens", "list", "-o", "json").err.strip().isascii()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_csv_cell_that_a_spreadsheet_would_obey_gets_an_apostrophe(line, text):
    line.add(text)
    assert csv_cell(text) == f"'{text}"
    assert f"'{text}," in line("tokens", "list", "-o", "csv").out


def test_a_cell_with_tab_or_line_break_first_cannot_hide_a_formula():
    assert csv_cell("\t=1") == "\\t=1"
    assert csv_cell("\r=1") == "\\r=1"


def test_plain_text_stays_as_it_is():
    assert escape("naïve 龍 ok") == "naïve 龍 ok"
    assert escape("\ud800") == "\\ud800"


VALUES = {
    "name": "x",
    "permissions": ["a", "b"],
    "none": None,
    "yes": True,
    "expires_at": NOW,
    "wide": "龍e\u0301",
    "many": [],
}


def test_a_result_beside_a_secret_looks_as_standard_error_is(line, tmp_path):
    with (tmp_path / "out").open("wb") as out:
        _, shown = on_terminal("tokens", "create", "x", "--sink", "stdout", out=out, columns=60)
    assert "\x1b[1mNAME" in shown
    (token,) = line.tokens.values()
    assert (tmp_path / "out").read_text() == f"{token['accessGrantingToken']}\n"


def test_the_plain_table_and_the_one_for_terminals_are_the_same():
    listing = Listing("things", [VALUES, {**VALUES, "name": "longer"}], tuple(VALUES), tuple(VALUES))
    for shown in (listing, Record("thing", VALUES)):
        plain, _ = render(shown, "table", Style(None, color=False, now=NOW), [])
        drawn, dropped = render(shown, "table", Style(200, color=False, now=NOW), [])
        assert (plain, dropped) == (drawn, [])


def test_csv_joins_lists_and_writes_times_twice():
    text, _ = render(Record("thing", {**VALUES, "mixed": [{"a": 1}]}), "csv", Style(None, color=False, now=NOW), [])
    assert text == (
        "name,permissions,none,yes,expires_at,expires_at_ms,wide,many,mixed\n"
        'x,a b,,true,2027-01-15T08:30:00.000Z,1800001800000,龍e\u0301,,"[{""a"": 1}]"\n'
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "now"), (59, "now"), (60, "in 1 min"), (-3599, "59 min ago"), (3600, "in 1 h"), (24 * 3600 - 1, "in 24 h"), (-47 * 3600, "47 h ago"), (48 * 3600, "in 2 d")],
)  # fmt: skip
def test_a_time_is_shown_with_how_far_away_it_is(seconds, said):
    assert distance(datetime.fromtimestamp(NOW.timestamp() + seconds, UTC), NOW) == said


def test_a_narrow_terminal_leaves_columns_out_and_says_so_after_the_table(line):
    line.add("a name that is longer than there is room for", "0123456789abcdef0123456789abcdef")
    _, shown = on_terminal("tokens", "list", columns=60, NO_COLOR="1")
    assert "0123456789abcdef0123456789abcdef" in shown
    assert shown.rstrip().endswith(
        "too narrow for: expires_at, permissions, limited_scopes, last_used_at, created_by; see --fields and -o"
    )
    _, shown = on_terminal("tokens", "list", columns=30, NO_COLOR="1")
    assert "0123456789abcdef0123456789abcdef" not in shown


RED = "\x1b[31m"


@pytest.mark.parametrize(
    ("variables", "chosen", "coloured"),
    [
        ({"TERM": "xterm"}, None, True),
        ({"NO_COLOR": "1"}, None, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, None, False),
        ({"NO_COLOR": ""}, None, True),
        ({"TERM": "dumb"}, None, False),
        ({}, "never", False),
        ({"NO_COLOR": "1"}, "always", True),
    ],
)
def test_a_terminal_gets_colour_unless_that_is_refused(monkeypatch, variables, chosen, coloured):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert has_colour(Session(color=chosen), is_terminal=True) is coloured


@pytest.mark.parametrize(("more", "coloured"), [([], False), (["--color", "always"], True)])
def test_on_a_real_terminal_an_option_counts_more_than_no_color(line, more, coloured):
    line.add(expiresOn=1)
    _, shown = on_terminal("tokens", "list", *more, columns=200, NO_COLOR="1")
    assert (RED in shown) is coloured


@pytest.mark.parametrize(
    ("variables", "more", "coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({}, ["--color", "always"], True),
    ],
)
def test_what_is_no_terminal_gets_colour_only_if_that_is_asked_for(line, monkeypatch, variables, more, coloured):
    line.add(expiresOn=1)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert (RED in line("tokens", "list", *more).out) is coloured


def test_progress_is_shown_on_a_terminal_alone_and_never_when_quiet(line, tmp_path):
    line.add()
    with (tmp_path / "out").open("wb") as out:
        status, shown = on_terminal("tokens", "list", out=out)
        assert status == 0
        assert "list the tokens" in shown
        assert on_terminal("tokens", "list", "-q", out=out) == (0, "")
    assert "\x1b" not in (tmp_path / "out").read_text()
    assert line("tokens", "list").err == ""


def test_quiet_leaves_results_and_errors_alone(line):
    line.add()
    assert line("tokens", "list", "--name", "no", "-q").err == ""
    assert line("tokens", "get", "no", "-q").err.startswith("error: ")


def test_debug_tells_the_requests_and_no_secret(line, tmp_path):
    line.sandbox.faults.add("status", status=503, method="GET")
    ended = line("tokens", "create", "x", "--sink", f"file:{tmp_path}/secret", "--debug")
    ended_list = line("tokens", "list", "--debug")
    (made,) = line.tokens.values()
    told = ended.err + ended_list.err
    assert "debug: POST /api/settings/api-tokens" in told
    assert "debug: GET /api/settings/api-tokens" in told
    assert made["accessGrantingToken"] not in told
    assert line.sandbox.api_token not in told


def test_what_the_encoding_of_standard_output_lacks_is_escaped(line):
    line.add("ü 龍")
    ended = process("tokens", "list", PYTHONIOENCODING="ascii")
    assert ended.status == 0
    assert "\\xfc \\u9f8d" in ended.out


def test_output_that_cannot_be_written_is_an_error_and_not_a_silent_loss(line):
    line.add()
    with Path("/dev/full").open("wb") as full:
        status, shown = on_terminal("tokens", "list", "-q", out=full)
    assert status == 1
    assert shown == (
        "error: cannot list the tokens\nwhy:   No space left on device\n"
        "next:  See to that, or write somewhere else, and run it again.\n"
        "see:   docs/errors.md#files-and-streams\n"
    )
