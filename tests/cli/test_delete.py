"""tokens delete: asks, refuses what cannot be meant, and says of each token what became of it."""

import io
import sys

import pytest

from cli.line import on_terminal
from instanakit.tokens import Tokens

CONFIG = """\
[profiles.prod]
base_url = "{base_url}"
credential_env = "PROD_TOKEN"
internal_id = "t1"
"""


@pytest.fixture
def profile(line, monkeypatch, tmp_path):
    """A profile that says that its token is t1."""
    (tmp_path / "config.toml").write_text(CONFIG.format(base_url=line.sandbox.base_url))
    monkeypatch.setenv("INSTANAKIT_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("PROD_TOKEN", line.sandbox.api_token)
    monkeypatch.setenv("INSTANAKIT_PROFILE", "prod")
    monkeypatch.delenv("INSTANA_API_TOKEN")


def test_without_a_terminal_and_without_yes_it_is_refused_before_anything_is_sent(line):
    line.add()
    ended = line("tokens", "delete", "t1")
    assert (ended.status, ended.out, line.did) == (2, "", [])
    assert "next:  Add --yes if that is what you want, or --dry-run to see it.\n" in ended.err


@pytest.mark.parametrize(
    ("typed", "status", "left"),
    [("y\n", 0, []), ("n\n", 1, ["t1"]), ("\n", 1, ["t1"]), ("\x03", 130, ["t1"])],
    ids=["yes", "no", "nothing", "interrupt"],
)
def test_on_a_terminal_it_asks_and_anything_but_yes_deletes_nothing(line, typed, status, left):
    line.add("one \x1b[31m")
    ended, shown = on_terminal("tokens", "delete", "t1", typed=typed)
    assert (ended, list(line.tokens)) == (status, left), shown
    assert "Which token this command authenticates with is not known" in shown
    asked = f"Delete the token 'one \\x1b[31m' (t1) on {line.sandbox.base_url} (named by INSTANA_BASE_URL)?"
    assert asked in shown


def test_where_the_token_in_use_is_known_the_question_does_not_speak_of_it(line, profile):
    line.add(internal_id="t2")
    _, shown = on_terminal("tokens", "delete", "t2", typed="n\n")
    assert "is not known" not in shown


def test_the_question_names_the_profile_its_address_and_what_names_it_and_what_was_not_found(
    line, profile, monkeypatch, tmp_path
):
    monkeypatch.delenv("INSTANAKIT_PROFILE")
    monkeypatch.delenv("INSTANA_BASE_URL")
    (tmp_path / ".instanakit.toml").write_text('profile = "prod"\n')
    line.add(internal_id="t2")
    line.add("two", internal_id="t3")
    _, shown = on_terminal("tokens", "delete", "t2", "no", "t3", "nor", typed="n\n", columns=200)
    unit = f"prod ({line.sandbox.base_url}, named by .instanakit.toml)"
    assert f"Not found: no, nor.\nDelete 2 tokens: 'one' (t2), 'two' (t3), on {unit}?\n" in shown


def test_a_dry_run_deletes_nothing_and_tells_what_is_not_there(line):
    line.add()
    ended = line("tokens", "delete", "t1", "t2", "--dry-run", "-o", "json")
    assert [row["result"] for row in ended.json["tokens"]] == ["would be deleted", "failed"]
    assert ended.status == 9
    assert not [action for action in line.did if action.startswith("DELETE")]
    assert line("tokens", "delete", "t1", "t2", "--dry-run", "--missing-ok").status == 0
    assert list(line.tokens) == ["t1"]


def test_when_some_of_several_failed_the_others_are_deleted_and_the_status_is_9(line):
    for internal_id in ("t1", "t2", "t3"):
        line.add(internal_id=internal_id)
    line.sandbox.faults.add("status", method="DELETE", path="*/t2", status=403, times=None)
    ended = line("tokens", "delete", "t1", "t2", "t1", "t3", "--yes", "-o", "json")
    assert ended.status == 9
    assert [(row["internal_id"], row["result"]) for row in ended.json["tokens"]] == [
        ("t1", "deleted"), ("t2", "failed"), ("t3", "deleted"),
    ]  # fmt: skip
    assert ended.error["why"] == "1 of 3 failed: t2"
    assert list(line.tokens) == ["t2"]


def test_when_all_failed_for_the_same_reason_the_status_is_that_of_the_reason(line):
    assert line("tokens", "delete", "a", "b", "--yes").status == 5
    assert line("tokens", "delete", "a", "--yes").status == 5
    assert line("tokens", "delete", "a", "b", "--yes", "--missing-ok").status == 0


def test_the_token_in_use_is_not_deleted_without_force(line, profile):
    line.add(internal_id="t1")
    for more in (["--yes"], ["--dry-run"]):
        ended = line("tokens", "delete", "t1", *more)
        assert ended.status == 2
        assert "t1 is the token that this command authenticates with" in ended.err
        assert "next:  Add --force if that is meant.\n" in ended.err
    assert line("tokens", "delete", "t1", "--yes", "--force").status == 0
    assert line.tokens == {}


def test_the_last_token_that_can_manage_tokens_is_not_deleted_without_force(line):
    line.add(internal_id="t1", canConfigureApiTokens=True)
    line.add(internal_id="t2", canConfigureApiTokens=True)
    line.add(internal_id="t3", canConfigureApiTokens=True, expiresOn=1)
    ended = line("tokens", "delete", "t1", "t2", "--yes")
    assert (ended.status, len(line.tokens)) == (2, 3)
    assert "no token would be left that can manage tokens (canConfigureApiTokens)" in ended.err
    assert line("tokens", "delete", "t1", "--yes").status == 0
    assert line("tokens", "delete", "t2", "--yes").status == 2
    assert line("tokens", "delete", "t2", "--yes", "--force").status == 0


def test_an_interrupted_delete_says_which_tokens_are_gone(line, monkeypatch):
    delete = Tokens.delete

    def interrupt(self, internal_id, **options):
        if internal_id == "t2":
            raise KeyboardInterrupt
        return delete(self, internal_id, **options)

    line.add(internal_id="t1")
    line.add(internal_id="t2")
    monkeypatch.setattr(Tokens, "delete", interrupt)
    ended = line("tokens", "delete", "t1", "t2", "--yes")
    assert (ended.status, ended.out) == (130, "")
    assert "next:  t2 may be deleted; deleted before: t1.\n" in ended.err


def test_an_end_of_input_at_the_question_is_no_yes(line, monkeypatch):
    line.add()
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    monkeypatch.setattr("instanakit.cli.session.Session.is_attended", True)
    assert line("tokens", "delete", "t1").status == 130
    assert list(line.tokens) == ["t1"]
