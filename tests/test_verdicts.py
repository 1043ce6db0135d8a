"""What outside checks and benchmarks end with: a line for each goal, an exit status, and a file."""

import json

import pytest

from helpers.verdicts import Verdict, conclude, keep

MET = Verdict("nothing is lost", "0 of 20 lost", met=True)
SLOW = Verdict("below 3 s", "3.2 s", met=False, timing=True)
LOST = Verdict("nothing is lost", "1 of 20 lost", met=False)


def test_each_goal_has_a_line(capsys):
    conclude([MET, SLOW, LOST])
    assert capsys.readouterr().out == (
        "\nmet      nothing is lost: 0 of 20 lost\nwarning  below 3 s: 3.2 s\nMISSED   nothing is lost: 1 of 20 lost\n"
    )


@pytest.mark.parametrize(("verdicts", "status"), [([MET], 0), ([MET, SLOW], 0), ([MET, LOST], 1), ([], 1)])
def test_a_missed_goal_fails_unless_it_is_a_timing(verdicts, status):
    assert conclude(iter(verdicts)) == status


def test_what_is_kept_says_where_and_when(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEP_RESULTS", "1")
    keep("days", [MET], tmp_path / "results", calls=20)
    kept = json.loads((tmp_path / "results" / "days.json").read_text())
    assert kept["verdicts"] == [{"goal": "nothing is lost", "found": "0 of 20 lost", "met": True, "timing": False}]
    assert kept["calls"] == 20
    assert {"date", "machine", "python"} <= set(kept)


def test_nothing_is_kept_unless_that_is_wanted(tmp_path, monkeypatch):
    monkeypatch.delenv("KEEP_RESULTS", raising=False)
    keep("days", [MET], tmp_path / "results")
    assert list(tmp_path.iterdir()) == []
