"""Several tokens that are rotated one after the other: which, in which order, and what stops them."""

import json
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cli.line import Line
from instanakit.cli.rotate_all import CALLS_BEFORE_GRACE, _too_few_calls, come_back
from instanakit.events import RateLimit
from instanakit.sandbox import Sandbox
from instanakit.tokens import Tokens


def test_those_that_are_selected_are_rotated_each_into_its_own_sink(keyed, tmp_path):
    keyed.add("ci deploy", "t2")
    keyed.add("other", "t3")
    ended = keyed("tokens", "rotate", "--name", "CI*", "--sink", "file:{name}.key", "--compromised", "--yes")
    assert ended.status == 0
    assert sorted(path.name for path in tmp_path.glob("*.key")) == ["ci-deploy.key", "ci.key"]
    assert "t3" in keyed.tokens
    assert not {"t1", "t2"} & set(keyed.tokens)


@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["run", "dry-run"])
def test_none_selected_is_nothing_to_do_and_is_said(keyed, dry):
    nobody = ["tokens", "rotate", "--name", "nobody", "--sink", "file:{name}", "--yes", *dry]
    ended = keyed(*nobody, "-o", "json")
    assert (ended.status, ended.json["plan" if dry else "rotations"], ended.err) == (0, [], "")
    ended = keyed(*nobody)
    assert (ended.status, ended.err) == (0, "no token is selected\n")


def test_with_grace_it_ends_with_8(keyed):
    assert keyed("tokens", "rotate", "--name", "ci", "--sink", "file:{internal_id}", "--yes").status == 8


def test_the_first_one_is_the_canary(keyed):
    keyed.add("ci two", "t2")
    keyed.sandbox.faults.add("status", method="POST", status=403)
    ended = keyed(
        "tokens",
        "rotate",
        "--name",
        "ci*",
        "--sink",
        "file:{internal_id}",
        "--max-failures",
        "5",
        "--yes",
        "-o",
        "jsonl",
    )
    rows = [json.loads(row) for row in ended.out.splitlines()]
    assert [row["state"] for row in rows] == ["failed", "not begun"]
    assert rows[1]["problem"] == "the first one failed"
    assert ended.status == 4


def test_one_whose_sink_is_unfit_is_one_that_fails(keyed, tmp_path):
    keyed.add("ci 2", "t2")
    keyed.add("ci 3", "t3")
    (tmp_path / "t2").mkdir()
    more = ["--max-failures", "2", "--yes", "-o", "json"]
    ended = keyed("tokens", "rotate", "--name", "ci*", "--sink", "file:{internal_id}", *more)
    assert [row["state"] for row in ended.json["rotations"]] == ["GRACE", "failed", "GRACE"]
    assert (ended.status, ended.error["why"]) == (9, "1 of 3 failed")
    assert "is a folder" in ended.json["rotations"][1]["problem"]


def test_one_that_was_rolled_back_is_a_row_with_its_number(keyed):
    keyed.add("ci 2", "t2")
    keyed.sandbox.faults.add("status", method="POST", status=403, at=2)
    ended = keyed("tokens", "rotate", "--name", "ci*", "--sink", "file:{internal_id}", "--yes", "-o", "json")
    failed = ended.json["rotations"][1]
    listed = keyed("rotations", "list", "--all", "-o", "json").json["rotations"]
    assert [one["rid"] for one in listed if one["state"] == "ROLLED_BACK"] == [failed["rid"]]
    assert failed["problem"].endswith(f"The rotation {failed['rid']} was rolled back.")


def test_one_whose_sink_another_rotation_has_is_not_a_row_of_that(keyed):
    keyed("tokens", "rotate", "t1", "--sink", "file:t2", "--yes")
    keyed.add("other", "t2")
    ended = keyed("tokens", "rotate", "--name", "other", "--sink", "file:{internal_id}", "--yes", "-o", "json")
    (row,) = ended.json["rotations"]
    assert (row["state"], row["internal_id"], row["rid"]) == ("failed", "t2", None)


def test_it_stops_after_so_many_failures_and_ends_with_9(keyed):
    keyed.add("ci 2", "t2")
    keyed.add("ci 3", "t3")
    keyed.sandbox.faults.add("status", method="POST", status=403, at=2)
    ended = keyed("tokens", "rotate", "--name", "ci*", "--sink", "file:{internal_id}", "--yes", "-o", "json")
    assert [row["state"] for row in ended.json["rotations"]] == ["GRACE", "failed", "not begun"]
    assert (ended.status, ended.error["why"]) == (9, "1 of 3 failed, 1 not begun")


@pytest.mark.parametrize(("rate_limit", "status", "begun"), [(1 + CALLS_BEFORE_GRACE + 3, 9, 1), (3, 7, 0)])
def test_it_begins_none_that_the_rate_limit_does_not_allow(keyed, monkeypatch, capsys, rate_limit, status, begun):
    with Sandbox(rate_limit=rate_limit) as sandbox:
        line = Line(sandbox, capsys)
        monkeypatch.setenv("INSTANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("INSTANA_API_TOKEN", sandbox.api_token)
        line.add("ci 1", "t1")
        line.add("ci 2", "t2")
        ended = line("tokens", "rotate", "--name", "ci*", "--sink", "file:{internal_id}", "--yes", "-o", "json")
    states = [row["state"] for row in ended.json["rotations"]]
    assert (ended.status, states) == (status, ["GRACE", "not begun"] if begun else ["not begun", "not begun"])
    assert re.fullmatch(
        r"[0-9]+ calls are left until ..:.. UTC, and one rotation takes 10", ended.json["rotations"][1]["problem"]
    )
    said = r"The output says why of each\. Run it again after ....-..-.. ..:.. UTC: the rate limit is renewed\."
    assert re.fullmatch(said, ended.error["next"])


@pytest.mark.parametrize(
    ("grace", "remaining", "said"),
    [
        (timedelta(hours=1), 10, ""),
        (timedelta(hours=1), 9, "9 calls are left, and one rotation takes 10"),
        (timedelta(), 19, ""),
        (timedelta(), 18, "18 calls are left, and one rotation takes 19"),
        (timedelta(), None, ""),
    ],
)
def test_without_a_grace_period_all_calls_of_a_rotation_must_be_left(grace, remaining, said):
    instana = SimpleNamespace(rate_limit=RateLimit(5000, remaining, None, None))
    assert _too_few_calls(instana, grace) == said


def test_when_to_come_back_is_the_minute_after_the_rate_limit_is_renewed():
    resets_at = datetime(2027, 1, 15, 8, 30, 1, tzinfo=UTC)
    instana = SimpleNamespace(rate_limit=RateLimit(5000, 3, resets_at, None))
    stopped = [{"state": "GRACE"}, {"state": "not begun"}]
    assert come_back(instana, stopped, timedelta()) == (
        "The output says why of each. Run it again after 2027-01-15 08:31 UTC: the rate limit is renewed."
    )
    assert come_back(instana, stopped[:1], timedelta()) == "The output says why of each."


def test_an_interruption_shows_what_became_of_the_first_ones(keyed, monkeypatch):
    keyed.add("ci two", "t2")
    rotate = Tokens.rotate

    def interrupted(self, internal_id, **options):
        if internal_id == "t2":
            raise KeyboardInterrupt
        return rotate(self, internal_id, **options)

    monkeypatch.setattr(Tokens, "rotate", interrupted)
    ended = keyed("tokens", "rotate", "--name", "ci*", "--sink", "file:{internal_id}", "--yes", "-o", "json")
    assert ended.status == 130
    assert [(row["internal_id"], row["state"]) for row in ended.json["rotations"]] == [("t1", "GRACE")]
    assert ended.error["next"] == "Nothing of t2 was changed."
