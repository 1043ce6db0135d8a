"""Which tokens a rotation of several begins: not those in progress, not those expired, the one in use last."""

import time

import pytest

from instanakit.tokens import Tokens

DAY = 86_400_000


@pytest.fixture
def told(monkeypatch):
    """What tokens.rotate is called with: the id, and the options."""
    calls, rotate = {}, Tokens.rotate

    def noted(self, internal_id, **options):
        calls[internal_id] = options
        return rotate(self, internal_id, **options)

    monkeypatch.setattr(Tokens, "rotate", noted)
    return calls


def several(line, *more):
    return line("tokens", "rotate", "--sink", "file:{internal_id}.key", "--yes", *more)


def days_from_now(days):
    return round(time.time() * 1000) + days * DAY


def rows(ended):
    return [(row["internal_id"], row["state"]) for row in ended.json["rotations"]]


def test_a_token_whose_rotation_is_in_progress_is_shown_and_pending_and_does_not_stop_the_others(keyed):
    begun = several(keyed, "--name", "ci*", "-o", "json").json["rotations"][0]
    keyed.add("ci 2", "t2")
    ended = several(keyed, "--name", "ci*", "--compromised", "-o", "json")
    assert (ended.status, rows(ended)) == (8, [("t2", "DONE"), ("t1", "GRACE")])
    assert ended.json["rotations"][1] == begun


def test_only_rotations_in_progress_end_with_8_and_begin_nothing(keyed):
    several(keyed, "--name", "ci*")
    before = list(keyed.tokens)
    ended = several(keyed, "--name", "ci*", "-o", "json")
    assert (ended.status, rows(ended), list(keyed.tokens)) == (8, [("t1", "GRACE")], before)


def test_a_rotation_in_progress_hides_no_failure_of_another_one(keyed):
    several(keyed, "--name", "ci*")
    keyed.add("ci 2", "t2")
    keyed.sandbox.faults.add("status", method="POST", status=403)
    ended = several(keyed, "--name", "ci*", "-o", "json")
    assert (ended.status, rows(ended)) == (4, [("t2", "failed"), ("t1", "GRACE")])


def test_a_token_that_is_rotated_from_another_machine_is_pending_without_a_number(keyed, tmp_path, monkeypatch):
    several(keyed, "--name", "ci*")
    (new,) = set(keyed.tokens) - {"t1"}
    rid = keyed("rotations", "list", "-o", "json").json["rotations"][0]["rid"]
    monkeypatch.setenv("INSTANAKIT_STATE_DIR", str(tmp_path / "another"))
    ended = several(keyed, "--name", "ci*", "-o", "json")
    (row,) = ended.json["rotations"]
    assert (ended.status, row["rid"], row["internal_id"], row["state"]) == (8, None, "t1", "in progress")
    assert row["new_internal_id"] == new
    assert row["problem"] == f"its rotation was begun elsewhere: go on there with 'instanakit rotations resume {rid}'"
    assert len(keyed.tokens) == 2


def test_expired_tokens_are_left_out_of_a_selection_and_counted(keyed):
    keyed.tokens["t1"]["expiresOn"] = days_from_now(-1)
    ended = several(keyed, "--name", "ci*", "--no-expiry")
    assert (ended.status, list(keyed.tokens)) == (0, ["t1"])
    assert ended.err == (
        "no token is selected\nexpired, and left out: 1; 'instanakit tokens list --expired' shows them\n"
    )


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["run", "dry-run"])
def test_an_expired_token_is_refused_before_anything_is_changed(keyed, more):
    keyed.tokens["t1"]["expiresOn"] = 1_700_000_000_000
    ended = keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--yes", *more)
    assert (ended.status, keyed.did) == (2, ["GET /t1"])
    assert ended.err == (
        "error: cannot rotate the token t1\n"
        "why:   it expired at 2023-11-14 22:13 UTC, and a new one in its place would work again\n"
        "next:  Add --expires or --no-expiry if it shall, or run 'instanakit tokens delete t1' if it need not.\n"
        "see:   docs/errors.md#failure\n"
    )


@pytest.mark.parametrize("more", [["--expires", "30d"], ["--no-expiry"]], ids=" ".join)
def test_an_expired_token_is_rotated_if_the_new_one_s_expiry_is_given(keyed, more):
    keyed.tokens["t1"]["expiresOn"] = 1_700_000_000_000
    assert keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--yes", *more).status == 0
    assert "t1" not in keyed.tokens


def test_the_token_in_use_is_rotated_last_and_as_the_own_one(settled, told):
    settled.add("ci z", "t2")
    assert several(settled, "--name", "ci*", "--compromised").status == 0
    assert [(one, options["own"]) for one, options in told.items()] == [("t1", False), ("t2", False), ("own", True)]


def test_the_token_in_use_is_the_own_one_without_self_too(settled, told):
    ended = settled("tokens", "rotate", "own", "--sink", "file:elsewhere", "--compromised", "--yes")
    assert (ended.status, told["own"]["own"]) == (0, True)
    assert "own" not in settled.tokens


def test_self_with_an_id_says_which_token_is_in_use_where_no_profile_does(keyed, told):
    keyed.tokens["t1"]["canConfigureApiTokens"] = True
    assert keyed("tokens", "rotate", "t1", "--self", "--sink", "file:ci", "--yes").status == 8
    assert told["t1"]["own"] is True


def test_self_with_another_id_than_the_profile_s_is_refused(settled):
    ended = settled("tokens", "rotate", "t1", "--self", "--sink", "file:ci", "--yes")
    assert (ended.status, settled.did) == (2, [])
    assert "why:   --self is about the token in use, which is own (config.toml [profiles.p]), not t1\n" in ended.err
    assert settled("tokens", "rotate", "own", "--self", "--sink", "file:own", "--yes").status == 8


def test_older_than_selects_those_created_before(keyed):
    keyed.add("ci 2", "t2")
    keyed.tokens["t1"]["createdOn"] = days_from_now(-91)
    keyed.tokens["t2"]["createdOn"] = days_from_now(-89)
    ended = several(keyed, "--older-than", "90d", "-o", "json")
    assert rows(ended) == [("t1", "GRACE")]


def test_expiring_selects_those_that_expire_within(keyed):
    keyed.add("ci 2", "t2")
    keyed.add("ci 3", "t3")
    keyed.tokens["t1"]["expiresOn"] = days_from_now(29)
    keyed.tokens["t2"]["expiresOn"] = days_from_now(31)
    ended = several(keyed, "--expiring", "30d", "--no-expiry", "-o", "json")
    assert rows(ended) == [("t1", "GRACE")]


@pytest.mark.parametrize(
    ("more", "expires"),
    [([], 1_900_000_000_000), (["--expires", "2030-01-31"], 1_896_048_000_000), (["--no-expiry"], None)],
    ids=["kept", "expires", "no-expiry"],
)
def test_the_new_token_expires_as_is_said(keyed, told, more, expires):
    keyed.tokens["t1"]["expiresOn"] = 1_900_000_000_000
    assert several(keyed, "--name", "ci", *more).status == 8
    (new,) = set(keyed.tokens) - {"t1"}
    if more:
        assert keyed.tokens[new].get("expiresOn") == expires
    else:
        assert "expires_at" not in told["t1"]


def test_a_rotation_that_failed_and_is_in_progress_is_a_row_with_its_number(keyed):
    keyed.sandbox.faults.add("status", method="DELETE", status=503, times=None)
    keyed.add("ci 2", "t2")
    ended = several(keyed, "--name", "ci*", "--compromised", "-o", "json")
    listed = keyed("rotations", "list", "-o", "json").json["rotations"]
    row, rest = ended.json["rotations"]
    assert (row["state"], row["rid"], rest["rid"]) == ("failed", listed[0]["rid"], None)
    assert f"Go on with 'instanakit rotations resume {row['rid']}'." in row["problem"]


def test_the_new_token_of_a_rotation_in_progress_is_not_begun_when_its_marker_is_out_either(keyed):
    keyed.sandbox.faults.add("status", method="DELETE", status=503, times=None)
    several(keyed, "--name", "ci*", "--compromised")
    assert [token["name"] for token in keyed.tokens.values()] == ["ci", "ci"]
    before = list(keyed.tokens)
    ended = several(keyed, "--name", "ci*", "--compromised", "-o", "json")
    assert (ended.status, rows(ended), list(keyed.tokens)) == (8, [("t1", "RETIRING")], before)
