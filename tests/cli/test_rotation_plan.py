"""A dry run refuses what the run would refuse, shows what the run would do, and changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from instanakit.cli.rotate_all import CALLS_AFTER_GRACE, CALLS_BEFORE_GRACE


def dry(line, *arguments):
    return line("tokens", "rotate", *arguments, "--dry-run")


def several(line, *more):
    return dry(line, "--name", "ci*", "--sink", "file:{internal_id}.key", *more)


def test_a_plan_shows_the_end_of_the_grace_period_the_new_expiry_and_the_canary(keyed):
    keyed.add("ci 2", "t2")
    keyed.tokens["t1"]["expiresOn"] = 4_000_000_000_000
    first, second = several(keyed, "--expires", "2099-01-31", "-o", "json").json["plan"]
    assert (first["is_canary"], second["is_canary"]) == (True, False)
    assert first["new_expires_at"] == "2099-01-31T00:00:00.000Z"
    assert first["grace_ends_at"] is not None
    assert first["problem"] is None
    (alone,) = dry(keyed, "t2", "--sink", "file:x", "--grace", "0", "-o", "json").json["plan"]
    assert (alone["is_canary"], alone["grace_ends_at"], alone["new_expires_at"]) == (False, None, None)


def test_a_plan_tells_the_calls_of_all_rotations(keyed):
    keyed.add("ci 2", "t2")
    said = f"the 2 rotations take {2 * CALLS_BEFORE_GRACE} calls and {2 * CALLS_AFTER_GRACE} after the grace period of "
    ended = several(keyed)
    assert f"{said}24 hours; 4997 are left until " in ended.err
    assert "the canary is ci: if it fails, no other one is begun\n" in ended.err


def test_a_plan_counts_the_calls_for_each_from_when_its_old_token_may_go(keyed):
    keyed.add("ci 2", "t2")
    soon = datetime.now(UTC) + timedelta(hours=2)
    keyed.tokens["t1"]["expiresOn"] = int(soon.timestamp() * 1000)
    ended = several(keyed, "--no-expiry")
    assert f" and {2 * CALLS_AFTER_GRACE} after the grace periods of 24 hours at most; " in ended.err
    first = several(keyed, "--no-expiry", "-o", "json").json["plan"][0]
    assert first["grace_ends_at"][:16] == f"{soon:%Y-%m-%dT%H:%M}"


def test_a_plan_of_an_expired_token_has_no_grace_period(keyed):
    keyed.tokens["t1"]["expiresOn"] = 1
    (row,) = dry(keyed, "t1", "--sink", "file:x", "--no-expiry", "-o", "json").json["plan"]
    calls = CALLS_BEFORE_GRACE + CALLS_AFTER_GRACE
    assert (row["grace_ends_at"], row["calls_now"], row["calls_later"]) == (None, calls, 0)


def test_a_plan_of_one_with_an_unfit_sink_shows_what_becomes_of_the_others(keyed, tmp_path):
    keyed.add("ci 2", "t2")
    (tmp_path / "t2.key").mkdir()
    ended = several(keyed, "-o", "json")
    first, second = ended.json["plan"]
    assert (first["problem"], "is a folder" in second["problem"]) == (None, True)
    assert (ended.status, ended.error["why"]) == (9, "1 of 2 would be refused")


@pytest.mark.parametrize(
    ("sink", "status"), [("stdout", 2), ("exec:true", 2), ("file:ci", 1), ("file:no/folder/secret", 2)]
)
def test_a_dry_run_fails_in_the_same_words_as_the_run(keyed, tmp_path, sink, status):
    (tmp_path / "ci.pending").write_text("somebody-elses-secret\n")
    (tmp_path / "ci.pending").chmod(0o600)
    ran = keyed("tokens", "rotate", "t1", "--sink", sink, "--yes")
    ended = dry(keyed, "t1", "--sink", sink)
    assert (ended.status, ended.out, ended.err) == (status, "", ran.err)
    assert list(keyed.tokens) == ["t1"]


def test_a_dry_run_refuses_a_token_whose_rotation_is_in_progress(keyed):
    keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--yes")
    ended = dry(keyed, "t1", "--sink", "file:other")
    assert (ended.status, ended.out) == (6, "")
    assert "why:   The token t1 is being rotated already" in ended.err


def test_a_plan_of_several_shows_those_in_progress_and_does_not_refuse_them(keyed):
    keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--yes")
    (rotation,) = keyed("rotations", "list", "-o", "json").json["rotations"]
    keyed.add("ci 2", "t2")
    ended = several(keyed, "-o", "json")
    assert [row["internal_id"] for row in ended.json["plan"]] == ["t2", "t1"]
    assert ended.status == 0
    assert ended.json["plan"][1]["problem"] == f"its rotation {rotation['rid']} is in progress (GRACE)"


def test_a_plan_of_several_says_which_would_be_refused_and_ends_with_9(keyed, tmp_path):
    keyed.add("ci 2", "t2")
    (tmp_path / "t2.key.pending").write_text("somebody-elses-secret\n")
    (tmp_path / "t2.key.pending").chmod(0o600)
    ended = several(keyed, "-o", "json")
    assert [row["problem"] is None for row in ended.json["plan"]] == [True, False]
    assert (ended.status, ended.error["why"]) == (9, "1 of 2 would be refused")
    assert "somebody" not in ended.out + ended.err
