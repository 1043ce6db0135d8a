"""docs/quality.md says what the checks have kept, and nothing else."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "outside"))

import quality

MAKEFILE = Path(__file__).parents[1] / "Makefile"
KEPT = {
    "date": "2026-12-01",
    "machine": "2 cores",
    "python": "3.11.7",
    "verdicts": [{"goal": "a | b", "found": "c", "met": False, "timing": False}],
    "modules": {"send.py": {"mutants": 3, "killed": 2}, "put.py": {"mutants": 1, "explained": 1}},
}


def test_the_page_is_what_the_kept_results_make():
    assert quality.PAGE.read_text() == quality.render(quality.kept())


def test_a_check_is_shown_with_its_goals_and_when_it_ran():
    shown = quality.render({"soak": KEPT})
    assert "`make soak`." in shown
    assert "Kept on 2026-12-01, 2 cores, Python 3.11.7." in shown
    assert "| a \\| b | c | MISSED |" in shown


def test_a_check_that_was_never_kept_is_named_so():
    assert quality.render({}).count("No run was kept.") == len(quality.PARTS)


def test_the_mutants_are_counted_by_module():
    shown = quality.render({"mutation": KEPT})
    assert "| module | mutants | killed | explained |" in shown
    assert "| send.py | 3 | 2 | 0 |\n| put.py | 1 | 0 | 1 |" in shown


def test_each_command_of_the_page_is_a_target_of_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE.read_text(), re.MULTILINE))
    assert {part.command.removeprefix("make ") for part in quality.PARTS} <= targets
