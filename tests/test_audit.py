"""`make audit` fails for a vulnerability that is known, and says so where nothing can be known; a stand-in is asked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "outside" / "audit.py"
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
        return ended.returncode, ended.stdout.splitlines()

    return run


def says(*dependencies):
    return f"print({json.dumps({'dependencies': dependencies})!r})"


def both(line):
    return [f"requirements/{name}.txt: {line}" for name in ("demo", "dev")]


def test_without_a_known_vulnerability_it_ends_well(audit):
    assert audit(says(FINE)) == (0, both("1 dependencies, no known vulnerability"))


def test_a_known_vulnerability_fails_and_is_named_with_the_versions_that_mend_it(audit):
    bad = "three 3 has PYSEC-2026-1 (mended in: 3.1, 4)"
    assert audit(says(FINE, BAD) + "; sys.exit(1)") == (1, both(bad))
    assert audit(says(UNMENDED) + "; sys.exit(1)") == (1, both("four 4 has PYSEC-2026-2 (mended in: none)"))


def test_a_vulnerability_in_one_lock_is_enough(audit):
    script = f"{says(BAD)} if 'requirements/demo.txt' in sys.argv else {says(FINE)}"
    status, lines = audit(script)
    assert (status, len(lines)) == (1, 2)


def test_what_could_not_be_asked_about_is_named_beside_what_could(audit):
    line = "1 dependencies, no known vulnerability; 1 could not be asked about: two"
    assert audit(says(FINE, SKIPPED)) == (0, both(line))


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
def test_where_its_data_cannot_be_had_it_says_so_and_ends_well(audit, script, problem):
    assert audit(script) == (0, both(f"pip-audit's data could not be asked ({problem})"))


def test_it_does_not_wait_for_data_that_does_not_come(audit):
    line = "pip-audit's data could not be asked (no answer within 0.3 seconds)"
    assert audit("time.sleep(600)", "--seconds", "0.3") == (0, both(line))


def test_a_program_that_is_not_there_is_said_to_be_so(tmp_path):
    command = [sys.executable, PROGRAM, "--program", "/nowhere/pip-audit"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    said = "pip-audit's data could not be asked (/nowhere/pip-audit: No such file or directory)"
    assert (ended.returncode, ended.stdout.splitlines()) == (0, both(said))


def test_it_asks_for_what_is_pinned_by_hash_and_lets_pip_resolve_nothing(audit):
    status, lines = audit("sys.stderr.write(' '.join(sys.argv[1:]))")
    wanted = "--require-hashes --disable-pip --format json --timeout 5 --progress-spinner off -r requirements"
    assert (status, [wanted in line for line in lines]) == (0, [True, True])
