"""docs/benchmarks.md is made of what was measured."""

import json
import re

import pytest

from benchmarks import page
from benchmarks import subjects as s
from benchmarks.run import LEAST_ROUNDS
from helpers.verdicts import Verdict

RESULTS = json.loads(page.RESULTS.read_text())


def tried():
    return page.TRIED.read_text() if page.TRIED.is_file() else ""


def test_the_page_is_what_the_results_make():
    assert page.PAGE.read_text() == page.render(RESULTS, tried())


def test_the_page_shows_each_goal_with_its_word_and_each_figure():
    text = page.render(RESULTS)
    for each in RESULTS["verdicts"]:
        verdict = Verdict(**each)
        assert f"| {verdict.goal} | {verdict.found} | {verdict.word} |" in text
    for each in RESULTS["figures"]:
        assert f"| {each['what']} | {each['peer']} | " in text


def test_the_page_has_what_was_tried_if_somebody_wrote_it_down():
    assert "## What was tried" not in page.render(RESULTS)
    assert "\n## What was tried\n\nThreads.\n\n## Versions\n" in page.render(RESULTS, "Threads.\n")


def test_results_are_of_a_whole_run_of_at_least_seven_rounds():
    ours = {each["what"]: each["rounds"] for each in RESULTS["figures"] if each["peer"] == s.OURS}
    assert min(ours.values()) >= LEAST_ROUNDS
    assert set(RESULTS["versions"]) == {s.OURS, s.VENDOR, s.HTTPX, s.URLLIB3, s.GENERATED, s.SOCKET}
    assert RESULTS["versions"][s.URLLIB3]["urllib3"].startswith("2.")


def test_what_was_tried_tells_no_numbers_since_nothing_measures_them_again():
    assert re.findall(r"\d+", tried()) == []


@pytest.mark.parametrize(("load", "shown"), [(1, False), (1.1, True), (8.5, True)])
def test_the_page_says_so_if_the_machine_was_busy(load, shown):
    text = page.render(RESULTS | {"load": load, "cores": 2})
    assert f"the machine had a load of {load} on 2 cores when it began.\n" in text
    assert ("\n**The machine was busy when the run began: a load of" in text) is shown
