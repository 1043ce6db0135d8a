"""The lock of the lowest versions is what pyproject.toml allows at least, and what `make versions` says of each session."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

sys.path.insert(0, str(Path(__file__).parent / "outside"))

import versions

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements" / "lowest.txt").read_text()


def test_the_lowest_versions_that_are_tried_are_the_lower_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(text) for text in project["dependencies"]]
    wanted += [Requirement(text) for texts in project["optional-dependencies"].values() for text in texts]
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE))
    for one in wanted:
        (bound,) = [part.version for part in one.specifier if part.operator == ">="]
        assert Version(pins[one.name]) == Version(bound), one


def test_the_lock_of_the_lowest_versions_has_hashes_and_says_nothing_of_where_it_was_made():
    pins = re.findall(r"^[\w.-]+==.*\n( +--hash=sha256:\w{64})", LOCK, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S", LOCK, re.MULTILINE))
    assert not re.search(r"://|index|/tmp", LOCK)


@pytest.fixture
def sessions(monkeypatch, tmp_path):
    """Conclude of sessions of which the first Python is not here, the next brings this figure, and the others do well."""
    fine = {"passed": 3, "failed": 0, "skipped": 1, "status": 0}
    kept = []

    def run(figure, *tests):
        found = {"tests-3.12": figure}
        monkeypatch.setattr(versions, "REPORTS", tmp_path)
        monkeypatch.setattr(versions, "usable", lambda version: None if version == "3.11" else "python")
        monkeypatch.setattr(versions, "tried", lambda session, tests: found.get(session, fine))
        monkeypatch.setattr(versions, "keep", lambda name, verdicts, **facts: kept.append(name))
        return versions.main(list(tests)), kept

    return run


def test_a_python_that_is_not_here_is_not_asked_and_what_fails_or_does_not_end_is_missed(sessions, capsys):
    failed = {"passed": 2, "failed": 1, "skipped": 0, "status": 1}
    assert sessions(failed) == (1, ["versions"])
    assert capsys.readouterr().out.splitlines()[1:] == [
        "not asked the tests on Python 3.11 pass: Python 3.11 is not on this machine",
        "MISSED    the tests on Python 3.12 pass: 2 passed, 1 failed, 0 skipped",
        "met       the tests on Python 3.13 pass: 3 passed, 0 failed, 1 skipped",
        "met       the tests on the lowest allowed versions pass: 3 passed, 0 failed, 1 skipped",
        "met       the tests on the wheel, without the sources pass: 3 passed, 0 failed, 1 skipped",
    ]
    sessions(None)
    assert "MISSED    the tests on Python 3.12 pass: it came to no end" in capsys.readouterr().out


@pytest.mark.parametrize("figure", [{"passed": 0, "status": 0}, {"passed": 3, "status": 1}])
def test_a_session_without_a_test_or_with_a_bad_end_is_missed(sessions, figure):
    assert sessions({"failed": 0, "skipped": 0, **figure})[0] == 1


def test_a_run_of_some_tests_is_not_kept_and_says_so(sessions, capsys):
    assert sessions({"passed": 1, "failed": 0, "skipped": 0, "status": 0}, "tests/test_wire.py") == (0, [])
    assert "Nothing is kept: only a run of all tests is." in capsys.readouterr().out
