"""What a person is told about rotations beside the table: the next command, what stopped them, what the settings lack."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cli.line import on_terminal
from instanakit.cli.rotation_question import question
from instanakit.cli.rotation_rows import empty_row
from instanakit.cli.rotation_words import next_step
from instanakit.models import Token
from instanakit.sinks import parse_sink

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
PROD = SimpleNamespace(unit="prod", now=NOW)  # what the question asks of a session


def row(state, hours=None, rid="r1"):
    ends = None if hours is None else NOW + timedelta(hours=hours)
    return {**empty_row(internal_id="t", name="t", state=state, problem="", rid=rid), "grace_ends_at": ends}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ""),
        ([row("DONE", 0), row("ROLLED_BACK"), row("failed"), row("not begun")], ""),
        ([row("GRACE", 1)], "both tokens work until 2027-01-15 09:30 UTC; then run: instanakit rotations resume r1"),
        ([row("GRACE", -1)], "go on now with: instanakit rotations resume r1"),
        ([row("CREATING"), row("DONE", rid="r2")], "go on now with: instanakit rotations resume r1"),
        ([row("CREATING"), row("GRACE", 1)], "go on now with: instanakit rotations resume --all"),
        (
            [row("GRACE", 2), row("GRACE", 1)],
            "2 grace periods run, the last one until 2027-01-15 10:30 UTC; then run: instanakit rotations resume --all",
        ),
    ],
)
def test_the_next_command_is_named_as_long_as_a_rotation_is_in_progress(rows, said):
    assert next_step(rows, NOW) == said


@pytest.mark.parametrize(
    ("grace", "said"),
    [
        (timedelta(), "The old one is deleted at once."),
        (timedelta(hours=24), "The old one works for 24 hours more; then 'instanakit rotations resume' deletes it."),
        (timedelta(days=2, hours=12), "The old one works for 2 days 12 hours more; "),
        (timedelta(minutes=90), "The old one works for 1 hour 30 minutes more; "),
    ],
)
def test_the_question_says_into_which_sink_and_how_long_the_old_token_works(grace, said, tmp_path):
    token = Token({"internalId": "t1", "name": "ci"})
    sinks = {"t1": parse_sink(f"file:{tmp_path / 'ci'}")}
    asked = f"Rotate 'ci' (t1) on prod into file:{tmp_path / 'ci'}? {said}"
    assert question(PROD, [token], sinks, grace).startswith(asked)


def test_the_question_about_several_names_each_on_a_line_with_its_sink(tmp_path):
    tokens = [Token({"internalId": internal_id, "name": "ci"}) for internal_id in ("t1", "t2")]
    sinks = {token.internal_id: parse_sink(f"file:{tmp_path / token.internal_id}") for token in tokens}
    first, second, last = question(PROD, tokens, sinks, timedelta()).splitlines()
    assert (first, second) == tuple(f"  'ci' ({one}) into file:{tmp_path / one}" for one in ("t1", "t2"))
    assert last == "Rotate these 2 tokens on prod? The old ones are deleted at once."
    last = question(PROD, tokens, sinks, timedelta(days=7)).splitlines()[-1]
    assert last == (
        "Rotate these 2 tokens on prod? The old ones work for 7 days more; "
        "then 'instanakit rotations resume' deletes them."
    )


@pytest.mark.parametrize(
    ("days", "one", "two"),
    [
        (1, "works until it expires, 2027-01-16 08:30 UTC; then", "work for 2 days more, or until they expire; then"),
        (2, "works for 2 days more; then", "work for 2 days more; then"),
    ],
)
def test_the_question_says_if_an_old_token_expires_within_the_grace_period(days, one, two, tmp_path):
    ends = int((NOW + timedelta(days=days)).timestamp() * 1000)
    tokens = [Token({"internalId": "t1", "name": "ci", "expiresOn": ends}), Token({"internalId": "t2", "name": "ci"})]
    sinks = {token.internal_id: parse_sink(f"file:{tmp_path / token.internal_id}") for token in tokens}
    assert f"The old one {one}" in question(PROD, tokens[:1], sinks, timedelta(days=2))
    assert f"The old ones {two}" in question(PROD, tokens, sinks, timedelta(days=2))


@pytest.mark.parametrize(
    "arguments", [["show", "nobody"], ["resume", "nobody"], ["rollback", "nobody", "--yes"]], ids=" ".join
)
def test_a_rotation_that_there_is_not_ends_with_5_and_says_where_they_are_listed(keyed, arguments):
    ended = keyed("rotations", *arguments, "-o", "json")
    assert (ended.status, ended.out, ended.error["exit_status"]) == (5, "", 5)
    assert "'instanakit rotations list --all'" in ended.error["next"]


def test_what_fails_says_to_a_program_which_error_it_was(keyed):
    keyed.sandbox.faults.add("status", method="POST", status=403)
    ended = keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--yes", "-o", "json")
    assert (ended.error["kind"], ended.error["status_code"]) == ("PermissionDeniedError", 403)


@pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["loud", "quiet"])
def test_a_narrow_terminal_shows_beside_the_table_what_stopped_each(keyed, quiet):
    keyed.add("ci 2", "t2")
    keyed.sandbox.faults.add("status", method="POST", status=403, at=2)
    several = ["--name", "ci*", "--sink", "file:{internal_id}", "--max-failures", "5", "--yes"]
    _, shown = on_terminal("tokens", "rotate", *several, *quiet, columns=60, NO_COLOR="1")
    assert "ci 2: POST /api/settings/api-tokens was answered with 403 Forbidden" in shown.replace("\n", "")


def test_a_command_without_fields_does_not_advise_them(keyed):
    keyed.add("ci 2", "t2")
    several = ["--name", "ci*", "--sink", "file:{internal_id}", "--yes"]
    _, shown = on_terminal("tokens", "rotate", *several, columns=60, NO_COLOR="1")
    assert "problem; see -o\n" in shown
    _, shown = on_terminal("rotations", "list", columns=60, NO_COLOR="1")
    assert "problem; see --fields and -o\n" in shown


def test_a_journal_that_is_damaged_is_told_with_its_own_advice(keyed, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "rotations.sqlite").write_bytes(b"no database at all" * 100)
    (tmp_path / "state" / "rotations.sqlite").chmod(0o600)
    for arguments in (["rotations", "show", "r1"], ["rotations", "resume", "r1"], ["rotations", "list"]):
        ended = keyed(*arguments)
        assert ended.status == 1
        assert "is damaged" in ended.err
        assert "next:  Nothing was changed." in ended.err
