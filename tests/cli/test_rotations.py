"""Rotation from the command line: what it prints, how it ends, and how it is gone on with."""

import re
from datetime import timedelta

import pytest

from cli.line import on_terminal
from instanakit import Instana
from instanakit.cli.rotate_all import CALLS_AFTER_GRACE, CALLS_BEFORE_GRACE
from instanakit.sinks import parse_sink
from instanakit.tokens import Tokens


def rotate(line, *more, sink="file:ci"):
    return line("tokens", "rotate", "t1", "--sink", sink, "--yes", *more)


def rid_of(line, **wanted):
    listed = line("rotations", "list", "-o", "json").json["rotations"]
    return next(one["rid"] for one in listed if wanted.items() <= one.items())


def test_a_grace_period_that_runs_ends_with_8_and_says_what_goes_on(keyed):
    ended = rotate(keyed)
    assert ended.status == 8
    rid = rid_of(keyed, state="GRACE")
    assert re.search(
        rf"^both tokens work until .* UTC; then run: instanakit rotations resume {rid}$", ended.err, re.MULTILINE
    )
    assert [token["name"] for token in keyed.tokens.values()] == ["ci", f"ci [rotation {rid} of t1]"]
    assert keyed("rotations", "resume", "--all").status == 8
    assert keyed("rotations", "show", rid).status == 0


@pytest.mark.parametrize("how", [["--compromised"], ["--grace", "0"], ["--compromised", "--grace", "0"]], ids=" ".join)
def test_compromised_and_a_grace_of_0_delete_the_old_token_at_once(keyed, tmp_path, how):
    ended = rotate(keyed, *how, "-o", "json")
    assert (ended.status, ended.err) == (0, "")
    (rotation,) = ended.json["rotations"]
    assert rotation["state"] == "DONE"
    assert list(keyed.tokens) == [rotation["new_internal_id"]]
    kept = (tmp_path / "ci").read_text().strip()
    assert kept == keyed.tokens[rotation["new_internal_id"]]["accessGrantingToken"]
    assert kept not in ended.out


def test_a_rotation_is_rolled_back(keyed, tmp_path):
    rotate(keyed)
    ended = keyed("rotations", "rollback", rid_of(keyed), "--yes", "-o", "json")
    assert (ended.status, ended.json["rotations"][0]["state"]) == (0, "ROLLED_BACK")
    assert list(keyed.tokens) == ["t1"]
    assert (tmp_path / "ci").read_text() == "made-up-secret-of-t1\n"
    assert keyed("rotations", "list", "-o", "json").json["rotations"] == []
    assert len(keyed("rotations", "list", "--all", "-o", "json").json["rotations"]) == 1


def test_a_second_rotation_of_a_token_is_refused_with_6_and_says_what_goes_on(keyed):
    rotate(keyed)
    ended = rotate(keyed, sink="file:other")
    assert ended.status == 6
    assert f"Go on with 'instanakit rotations resume {rid_of(keyed)}'." in ended.err


def test_what_fails_says_which_command_goes_on(keyed):
    keyed.sandbox.faults.add("status", method="POST", status=403, body='{"message": "no"}')
    ended = rotate(keyed)
    assert (ended.status, ended.out) == (4, "")
    assert "was rolled back" in ended.err
    assert list(keyed.tokens) == ["t1"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sink", "file:x"],
        ["--self", "--name", "c*", "--sink", "file:{name}"],
        ["t1", "--name", "c*", "--sink", "file:x"],
        ["t1", "--compromised", "--grace", "1h", "--sink", "file:x"],
        ["t1", "--expires", "1d", "--no-expiry", "--sink", "file:x"],
        ["t1", "--sink", "stdout"],
        ["t1", "--sink", "what:ever"],
        ["--self", "--sink", "file:x"],
        ["--name", "c*", "--sink", "file:x"],
        ["--name", "*", "--sink", "file:{name}"],
    ],
)
def test_wrong_usage_changes_nothing(keyed, arguments):
    keyed.add("ci", "t2")
    ended = keyed("tokens", "rotate", *arguments, "--yes")
    assert (ended.status, ended.out) == (2, "")
    assert not {action.split()[0] for action in keyed.did} & {"POST", "PUT", "DELETE"}


def test_without_a_terminal_it_needs_yes_and_asks_nothing_of_the_server(keyed):
    ended = keyed("tokens", "rotate", "t1", "--sink", "file:ci")
    assert (ended.status, keyed.did) == (2, [])
    assert "--yes" in ended.err
    rotate(keyed)
    before = len(keyed.did)
    assert keyed("rotations", "rollback", rid_of(keyed)).status == 2
    assert len(keyed.did) == before


def test_on_a_terminal_it_asks_and_no_changes_nothing(keyed, tmp_path):
    status, shown = on_terminal("tokens", "rotate", "t1", "--sink", "file:ci", typed="n\n")
    assert status == 1
    unit = f"{keyed.sandbox.base_url} (named by INSTANA_BASE_URL)"
    asked = f"Rotate 'ci' (t1) on {unit} into file:{tmp_path / 'ci'}? The old one works for 24 hours more; "
    asked += "then 'instanakit rotations resume' deletes it."
    assert asked in shown.replace("\n", "")
    assert list(keyed.tokens) == ["t1"]


def test_a_rollback_asks_with_the_unit(keyed):
    rotate(keyed)
    status, shown = on_terminal("rotations", "rollback", rid_of(keyed), typed="n\n")
    assert status == 1
    assert f"of 'ci' on {keyed.sandbox.base_url} (named by INSTANA_BASE_URL), and restore" in shown


def test_a_sink_that_cannot_be_written_is_wrong_usage_before_anything_is_changed(keyed):
    for more in (["--yes"], ["--dry-run"]):
        ended = keyed("tokens", "rotate", "t1", "--sink", "file:no/folder/secret", *more)
        assert (ended.status, keyed.did, list(keyed.tokens)) == (2, ["GET /t1"], ["t1"])
        keyed.sandbox.state.audit_log.clear()


def test_a_dry_run_shows_the_plan_with_the_calls_that_it_takes_and_changes_nothing(keyed, tmp_path):
    ended = keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--dry-run", "-o", "json")
    (plan,) = ended.json["plan"]
    assert (plan["internal_id"], plan["sink"]) == ("t1", f"file:{tmp_path / 'ci'}")
    assert (plan["calls_now"], plan["calls_later"]) == (CALLS_BEFORE_GRACE, CALLS_AFTER_GRACE)
    assert plan["calls_left"] > 0
    assert (keyed.did, list(keyed.tokens)) == (["GET /t1", "GET "], ["t1"])


def test_the_plan_tells_the_calls_as_they_are(keyed, tmp_path):
    sink = parse_sink(f"file:{tmp_path / 'ci'}")
    calls = []
    with Instana(keyed.sandbox.base_url, api_token=keyed.sandbox.api_token, on_event=calls.append) as instana:
        rotation = instana.tokens.rotate("t1", sink=sink, grace=timedelta(hours=1))
        assert len([event for event in calls if event.kind == "attempt"]) == CALLS_BEFORE_GRACE
        instana.rotations.rollback(rotation.rid)
        calls.clear()
        assert instana.tokens.rotate("t1", sink=sink, grace=timedelta()).is_over
    attempts = len([event for event in calls if event.kind == "attempt"])
    # Without grace the new secret is tried, and the old token read, once less.
    assert attempts == CALLS_BEFORE_GRACE + CALLS_AFTER_GRACE - 2


def test_a_rotation_that_is_resumed_with_others_does_not_stop_them(keyed, tmp_path):
    keyed.add("ci 2", "t2")
    keyed("tokens", "rotate", "--name", "ci*", "--sink", "file:{internal_id}", "--yes")
    ended = keyed("rotations", "resume", rid_of(keyed, internal_id="t1"), "nobody", "-o", "json")
    assert ended.status == 9
    assert [row["state"] for row in ended.json["rotations"]] == ["GRACE", "failed"]


def test_an_interruption_says_which_command_goes_on(keyed, monkeypatch):
    original = Tokens.rotate

    def interrupted(self, *arguments, **options):
        original(self, *arguments, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(Tokens, "rotate", interrupted)
    ended = rotate(keyed)
    assert (ended.status, ended.out) == (130, "")
    assert ended.err.endswith(
        f"next:  Go on with 'instanakit rotations resume {rid_of(keyed)}'.\nsee:   docs/errors.md#interrupted\n"
    )


def test_the_token_in_use_is_rotated_by_itself(settled, tmp_path):
    ended = settled(
        "tokens", "rotate", "--self", "--sink", f"file:{tmp_path / 'own'}", "--compromised", "--yes", "-o", "json"
    )
    assert ended.status == 0, ended.err
    assert "own" not in settled.tokens
    assert settled("tokens", "list").status == 0


def test_a_sink_that_another_rotation_has_leads_to_that_one(keyed):
    keyed.add("ci 2", "t2")
    keyed("tokens", "rotate", "t2", "--sink", "file:b", "--yes")
    keyed("tokens", "rotate", "t1", "--sink", "file:a", "--yes")
    ended = keyed("tokens", "rotate", "t1", "--sink", "file:b", "--yes")
    rid = rid_of(keyed, internal_id="t2")
    assert ended.status == 6
    assert f"next:  Go on with 'instanakit rotations resume {rid}', or go back with" in ended.err
