"""The exit statuses, error by error, and what errors say."""

import pytest

from instanakit.cli.exits import Exit, exit_of
from instanakit.errors import OutcomeUnknownError, UnexpectedResponseError


def test_the_statuses_are_those_that_scripts_rely_on():
    assert {status.name: int(status) for status in Exit} == {
        "DONE": 0, "ERROR": 1, "USAGE": 2, "FINDINGS": 3, "NOT_PERMITTED": 4, "NOT_FOUND": 5, "CONFLICT": 6,
        "RATE_LIMITED": 7, "PENDING": 8, "PARTLY_FAILED": 9, "OUTCOME_UNKNOWN": 10, "HUNG_UP": 129, "INTERRUPTED": 130, "TERMINATED": 143,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "status", "kind"),
    [
        (401, 4, "AuthenticationError"),
        (403, 4, "PermissionDeniedError"),
        (404, 5, "NotFoundError"),
        (409, 6, "ConflictError"),
        (429, 7, "RateLimitError"),
        (400, 1, "BadRequestError"),
        (500, 1, "InternalServerError"),
    ],
)
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_an_error_answer_ends_with_its_status_and_leaves_standard_output_empty(line, answer, status, kind, form):
    line.sandbox.faults.add(
        "status", status=answer, body={"message": "No ApiToken found with internalId t1"}, times=None
    )
    ended = line("tokens", "get", "t1", "-o", form)
    assert (ended.status, ended.out) == (status, "")
    if form in {"json", "jsonl"}:
        error = ended.error
        assert (error["kind"], error["status_code"], error["exit_status"]) == (kind, answer, status)
        assert error.keys() == {
            "what", "why", "next", "kind", "status_code", "attempts", "internal_id", "exit_status", "help",
        }  # fmt: skip
    else:
        assert [said.split(":")[0] for said in ended.err.splitlines()] == ["error", "why", "next", "see"]


def test_an_error_says_what_why_and_what_next_in_the_words_of_the_command_line(line):
    assert line("tokens", "get", "nobody").err == (
        "error: cannot read the token nobody\n"
        "why:   GET /api/settings/api-tokens/nobody was answered with 404 Not Found: No ApiToken found with internalId nobody\n"
        "next:  Check the internal id; 'instanakit tokens list' shows those that exist.\n"
        "see:   docs/errors.md#notfounderror\n"
    )


def test_a_lost_connection_and_a_foreign_page_are_errors(line):
    line.sandbox.faults.add("close_before", times=None)
    assert line("tokens", "list").status == 1
    line.sandbox.faults.clear()
    line.sandbox.faults.add("page", times=None)
    assert line("tokens", "list").status == 1


def test_a_create_that_cannot_be_settled_is_unknown_and_names_the_internal_id(line, tmp_path):
    line.sandbox.faults.add("close_after", times=None)
    ended = line("tokens", "create", "x", "--sink", f"file:{tmp_path}/secret", "-o", "json")
    assert (ended.status, ended.out) == (10, "")
    assert ended.error["internal_id"] in line.tokens


def test_an_outcome_that_is_not_known_and_an_answer_that_is_not_the_apis_have_their_statuses():
    assert exit_of(OutcomeUnknownError("lost")) == 10
    assert exit_of(UnexpectedResponseError("a page")) == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["tokens", "lst"], "there is no command 'lst'. Did you mean list?"),
        (["teleport"], "there is no command 'teleport'. There are tokens, rotations, logs, profiles, doctor, sandbox, completion"),
        (["tokens", "list", "--nam", "x"], "No such option '--nam'. Did you mean '--name'?"),
        (["tokens", "get"], "Missing argument 'ID'"),
        (["tokens", "list", "--sort", "age"], "there is no field 'age'; those there are: internal_id, name"),
        (["tokens", "list", "--fields", "nam"], "there is no field 'nam'"),
        (["tokens", "list", "--fields", ","], "no field is named"),
        (["tokens", "list", "--permission", "veiw-logs"], "there is no permission 'veiw-logs'. Did you mean view-logs"),
        (["tokens", "create", "x", "--sink", "nowhere"], "The sink is of no known kind. The forms are stdout"),
        (["tokens", "create", "x"], "Missing option '--sink'"),
        (["tokens", "create", "x", "--sink", "stdout", "--limit-scope", "zzz"], "there is no limited scope 'zzz'. The completion"),
        (["tokens", "create", "x", "--sink", "stdout", "--expires", "-90d"], "'-90d' is no time"),
        (["tokens", "update", "t1"], "nothing to change is named"),
        (["tokens", "update", "t1", "--expires", "1d", "--no-expiry"], "--expires and --no-expiry contradict each other"),
        (["logs", "audit", "--limit", "0"], "'0' is no whole number from 1 on"),
        (["logs", "audit", "--since", "2099-01-01"], "which is still to come"),
        (["sandbox", "--port", "x"], "argument --port: invalid int value: 'x'"),
        (["tokens"], "no command is named"),
        ([], "Missing command"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_told_with_advice_before_anything_is_sent(line, arguments, why):
    if arguments and arguments != ["tokens"]:
        ended = line(*arguments)
        assert (ended.status, ended.out) == (2, "")
        assert why in ended.err
        assert ended.err.endswith("--help'.\nsee:   docs/errors.md#wrong-usage\n")
    ended = line("-o", "json", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert why in ended.error["why"]
    assert ended.error["exit_status"] == 2
    assert line.did == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["tokens", "list", "--nope", "-o", "json"],
        ["tokens", "list", "--nope", "-ojson"],
        ["tokens", "list", "--nope", "--output=jsonl"],
        ["-o", "json", "tokens", "list", "-o", "jsonl", "--nope"],
    ],
)
def test_an_error_in_the_line_is_json_wherever_json_is_asked_for(line, arguments):
    assert line(*arguments).error["kind"] == "NoSuchOption"


def test_without_a_command_the_help_is_shown_as_an_error(line):
    ended = line()
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("Usage: instanakit [OPTIONS] COMMAND")


def test_without_settings_the_error_says_how_to_give_them(line, monkeypatch):
    monkeypatch.delenv("INSTANA_BASE_URL")
    ended = line("tokens", "list")
    assert (ended.status, ended.out) == (2, "")
    assert "why:   No tenant unit is named\nnext:  Name one with --profile" in ended.err


def test_an_error_that_nobody_expected_is_told_without_its_text(line, monkeypatch):
    def fail(*_):
        message = "quotes a secret"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("instanakit.cli.commands.tokens_list.token_row", fail)
    line.add()
    ended = line("tokens", "list")
    assert ended.status == 1
    assert ended.err.startswith("error: cannot list the tokens\nwhy:   unexpected ZeroDivisionError\n")
    ended = line("tokens", "list", "--debug")
    assert "in fail" in ended.err
    assert "quotes a secret" not in ended.err.replace('message = "quotes a secret"', "")
