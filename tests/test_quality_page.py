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
    shown = quality.render({})
    for part in quality.PARTS:
        wanted = f"**Not known: no run was kept.** `KEEP_RESULTS=1 {part.command} && make quality` shows one here."
        assert f"## {part.title}\n\n`{part.command}`. {part.text}\n\n{wanted}\n" in shown


def test_what_could_not_be_asked_is_shown_with_the_reason():
    verdict = {"goal": "no vulnerability", "found": "no network", "met": False, "timing": False, "asked": False}
    assert "| no vulnerability | no network | not asked |" in quality.render({"audit": KEPT | {"verdicts": [verdict]}})


def test_each_part_is_kept_by_its_command():
    """What a program keeps has a part of the page, and each part a program that keeps it."""
    programs = (MAKEFILE.parent / "tests" / "outside").glob("*.py")
    kept = {name for path in programs for name in re.findall(r'\bkeep\("([a-z-]+)"', path.read_text())}
    assert kept == {part.name for part in quality.PARTS}


def test_the_mutants_are_counted_by_module():
    shown = quality.render({"mutation": KEPT})
    assert "| module | mutants | killed | explained |" in shown
    assert "| send.py | 3 | 2 | 0 |\n| put.py | 1 | 0 | 1 |" in shown


def test_each_command_of_the_page_is_a_target_of_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE.read_text(), re.MULTILINE))
    assert {part.command.removeprefix("make ") for part in quality.PARTS} <= targets
