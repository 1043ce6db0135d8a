"""`make audit` fails for a vulnerability that is known, and says so where nothing can be known; a stand-in is asked."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "outside"))

import check

HELPERS = Path(__file__).parent
PROGRAM = HELPERS / "outside" / "audit.py"
FINE = {"name": "one", "version": "1", "vulns": []}
SKIPPED = {"name": "two", "skip_reason": "not found"}
BAD = {"name": "three", "version": "3", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["3.1", "4"]}]}
UNMENDED = {"name": "four", "version": "4", "vulns": [{"id": "PYSEC-2026-2", "fix_versions": []}]}


@pytest.fixture
def audit(tmp_path):
    def run(script, *options):
        stand_in = tmp_path / "pip-audit"
        stand_in.write_text(f"#!{sys.executable}\nimport sys, time\n{script}\n")
        stand_in.chmod(0o700)
        command = [sys.executable, PROGRAM, "--program", stand_in, *options]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.stderr == ""
        return ended.returncode, ended.stdout.splitlines()[1:]

    return run


def says(*dependencies):
    return f"print({json.dumps({'dependencies': dependencies})!r})"


def both(word, found):
    return [
        f"{word:9} no known vulnerability of what requirements/{name}.txt pins: {found}" for name in ("demo", "dev")
    ]


def test_without_a_known_vulnerability_it_ends_well(audit):
    assert audit(says(FINE)) == (0, both("met", "1 dependencies have none"))


def test_a_known_vulnerability_fails_and_is_named_with_the_versions_that_mend_it(audit):
    bad = "three 3 has PYSEC-2026-1 (mended in: 3.1, 4)"
    assert audit(says(FINE, BAD) + "; sys.exit(1)") == (1, both("MISSED", bad))
    two = f"{bad}; four 4 has PYSEC-2026-2 (mended in: none)"
    assert audit(says(UNMENDED) + "; sys.exit(1)") == (1, both("MISSED", "four 4 has PYSEC-2026-2 (mended in: none)"))
    assert audit(says(BAD, FINE, UNMENDED, SKIPPED) + "; sys.exit(1)") == (1, both("MISSED", two))


def test_a_vulnerability_in_one_lock_is_enough(audit):
    script = f"{says(BAD)} if 'requirements/demo.txt' in sys.argv else {says(FINE)}"
    status, lines = audit(script)
    assert (status, len(lines)) == (1, 2)


def test_a_dependency_that_could_not_be_asked_about_is_named_and_the_goal_is_not_met(audit):
    found = "nothing is known of two; 1 others have none"
    assert audit(says(FINE, SKIPPED)) == (0, both("not asked", found))


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        (says(SKIPPED, SKIPPED), "the index has no such data"),
        (
            "sys.stderr.write('Traceback\\nConnectionError: nobody is there\\n'); sys.exit(1)",
            "ConnectionError: nobody is there",
        ),
        ("sys.exit(3)", "status 3"),
        ("print('[]')", "status 0"),
    ],
)
def test_where_its_data_cannot_be_had_nothing_was_asked_which_it_says_and_ends_well(audit, script, problem):
    assert audit(script) == (0, both("not asked", f"pip-audit's data could not be had ({problem})"))


def test_it_does_not_wait_for_data_that_does_not_come(audit):
    found = "pip-audit's data could not be had (no answer within 0.3 seconds)"
    assert audit("time.sleep(600)", "--seconds", "0.3") == (0, both("not asked", found))


def test_a_program_that_is_not_there_is_said_to_be_so(tmp_path):
    command = [sys.executable, PROGRAM, "--program", "/nowhere/pip-audit"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    said = "pip-audit's data could not be had (/nowhere/pip-audit: No such file or directory)"
    assert (ended.returncode, ended.stdout.splitlines()[1:]) == (0, both("not asked", said))


def test_it_asks_for_what_is_pinned_by_hash_and_lets_pip_resolve_nothing(audit):
    status, lines = audit("sys.stderr.write(' '.join(sys.argv[1:]))")
    wanted = "--require-hashes --disable-pip --format json --timeout 5 --progress-spinner off -r requirements"
    assert (status, [wanted in line for line in lines]) == (0, [True, True])


def checked(tmp_path, monkeypatch, capfd, script):
    """Run `make check` with a make of our own, whose audit does what the script says and whose other targets do well."""
    monkeypatch.setattr(check, "CHECKS", {"lint": "style", "audit": "no vulnerability"})
    make = tmp_path / "make"
    stand_in = f"sys.path.insert(0, {str(HELPERS)!r})\nfrom helpers.verdicts import *\n{script}"
    make.write_text(f"#!{sys.executable}\nimport sys\nif sys.argv[-1] != 'audit': sys.exit(0)\n{stand_in}\n")
    make.chmod(0o700)
    status = check.main(str(make))
    return status, re.sub(r", \d+ s\)", ")", capfd.readouterr().out).splitlines()[-2:]


def test_the_summary_of_make_check_says_what_was_not_asked_and_why(tmp_path, monkeypatch, capfd):
    script = "sys.exit(conclude([not_asked('a', 'no network'), not_asked('b', 'no network')]))"
    assert checked(tmp_path, monkeypatch, capfd, script) == (
        0,
        ["met       style: yes (make lint)", "not asked no vulnerability: no network (make audit)"],
    )


@pytest.mark.parametrize(
    ("script", "status", "line"),
    [
        ("sys.exit(conclude([Verdict('a', 'none', met=True)]))", 0, "met       no vulnerability: yes (make audit)"),
        ("sys.exit(2)", 1, "MISSED    no vulnerability: no (make audit)"),
        (
            "sys.exit(conclude([Verdict('a', 'one', met=False), not_asked('b', 'no network')]))",
            1,
            "MISSED    no vulnerability: no (make audit)",
        ),
    ],
)
def test_the_summary_of_make_check_says_what_is_met_and_what_is_missed(
    tmp_path, monkeypatch, capfd, script, status, line
):
    found, lines = checked(tmp_path, monkeypatch, capfd, script)
    assert (found, lines[-1]) == (status, line)
