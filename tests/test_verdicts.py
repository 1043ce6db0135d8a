"""What outside checks and benchmarks end with: a line for each goal, an exit status, and a file."""

import json
import os

import pytest

from helpers.verdicts import KEEP, TOLD, Verdict, conclude, keep, not_asked

MET = Verdict("nothing is lost", "0 of 20 lost", met=True)
SLOW = Verdict("below 3 s", "3.2 s", met=False, timing=True)
LOST = Verdict("nothing is lost", "1 of 20 lost", met=False)
UNKNOWN = not_asked("nothing is known", "no network")


def test_each_goal_has_a_line(capsys):
    conclude([MET, SLOW, LOST, UNKNOWN])
    assert capsys.readouterr().out == (
        "\nmet       nothing is lost: 0 of 20 lost\nwarning   below 3 s: 3.2 s\n"
        "MISSED    nothing is lost: 1 of 20 lost\nnot asked nothing is known: no network\n"
    )


@pytest.mark.parametrize(
    ("verdicts", "status"), [([MET], 0), ([MET, SLOW], 0), ([MET, LOST], 1), ([UNKNOWN], 0), ([], 1)]
)
def test_a_missed_goal_fails_unless_it_is_a_timing_and_what_was_not_asked_fails_nothing(verdicts, status):
    assert conclude(iter(verdicts)) == status


def test_what_is_kept_says_where_and_when(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEP_RESULTS", "1")
    keep("days", [MET], tmp_path / "results", calls=20)
    kept = json.loads((tmp_path / "results" / "days.json").read_text())
    (verdict,) = kept["verdicts"]
    assert verdict == {"goal": "nothing is lost", "found": "0 of 20 lost", "met": True, "timing": False, "asked": True}
    assert kept["calls"] == 20
    assert {"date", "machine", "python"} <= set(kept)


def test_nothing_is_kept_unless_that_is_wanted(tmp_path, monkeypatch):
    monkeypatch.delenv("KEEP_RESULTS", raising=False)
    keep("days", [MET], tmp_path / "results")
    assert list(tmp_path.iterdir()) == []


def test_who_has_started_a_check_is_told_its_verdicts(tmp_path, monkeypatch):
    monkeypatch.setenv(TOLD, str(tmp_path / "told"))
    conclude([MET])
    conclude([LOST, UNKNOWN])
    told = [Verdict(**json.loads(line)) for line in (tmp_path / "told").read_text().splitlines()]
    assert told == [MET, LOST, UNKNOWN]


def test_the_tests_themselves_keep_nothing():
    assert not {KEEP, TOLD} & set(os.environ)
