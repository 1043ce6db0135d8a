"""The page's script, in jsdom: filters, what is shown on demand, and the keys of the plot."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from hygiene.pagescene import DAY, HOSTILE, NOW, aged, checked, page, seeded, token

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def node():
    """A process that opens pages and uses them."""
    program = shutil.which("node")
    if program is None and not os.environ.get("CI"):
        pytest.skip("node is not on this machine; it runs the script of the page")
    assert program, "CI needs node, which runs the script of the page"
    assert (ROOT / "node_modules" / "jsdom").is_dir(), "jsdom is not there: make node_modules/ready"
    with subprocess.Popen(
        [program, HERE / "page_in_node.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def use(node, tmp_path):
    """Take a step in a page, and tell what is to be seen then."""

    def step(name, *values):
        node.stdin.write(json.dumps([name, *values]) + "\n")
        node.stdin.flush()
        seen = SimpleNamespace(**json.loads(node.stdout.readline()))
        assert seen.errors == []
        return seen

    def opened(report):
        path = tmp_path / "page.html"
        path.write_text(page(report), encoding="utf-8")
        return step("open", str(path))

    step.page = opened
    return step


@pytest.fixture
def few_at_once(monkeypatch):
    """Pages with ten findings as elements, and the others as data."""
    monkeypatch.setattr("instanakit.hygiene.page.findings.MOST", 10)


SOME = seeded(40)


def found(report, is_found=lambda one: True):
    """What a page shows of the findings of a report: kind, rule and internal id."""
    return sorted(
        [kind, one.rule.id, one.internal_id]
        for one in report.findings
        if is_found(one)
        for kind in ["cannot-check" if one.outcome == "cannot-check" else one.severity.value]
    )


def test_a_page_begins_with_all_findings_and_nothing_that_cannot_be_used(use):
    seen = use.page(SOME)
    assert sorted(seen.shown, key=str) == sorted(found(SOME), key=str)
    assert seen.status == f"{len(SOME.findings)} of {len(SOME.findings)} findings."
    assert (seen.unusable, seen.pressed, seen.only, seen.more) == (0, [], None, [])


@pytest.mark.usefixtures("few_at_once")
def test_severities_filter_all_findings_one_or_several_and_their_buttons_say_so(use):
    use.page(SOME)
    seen = use("click", ".tile[data-kind=low]")
    low = found(SOME, lambda one: one.severity == "low" and one.outcome == "fail")
    assert sorted(seen.shown) == low
    assert seen.status == f"{len(low)} of {len(SOME.findings)} findings."
    assert seen.go == f"Go to the {len(low)} findings that are left"
    assert seen.pressed == [f"{len(low)} low", "low"]
    seen = use("click", ".chip[data-kind=critical]")
    assert {kind for kind, _, _ in seen.shown} == {"critical", "low"}
    seen = use("click", ".chip[data-kind=low]")
    assert {kind for kind, _, _ in seen.shown} == {"critical"}
    seen = use("click", "#reset")
    assert len(seen.shown) == len(SOME.findings)
    assert seen.pressed == []


@pytest.mark.usefixtures("few_at_once")
def test_search_and_rule_find_what_is_not_an_element_yet(use):
    use.page(SOME)
    last = found(SOME, lambda one: one.severity == "low" and one.rule.id == "ITK011")[-1]
    seen = use("type", "#search", f"UNSCOPED {last[2][:20].upper()}")
    assert seen.shown == [last]
    assert len(seen.groups) == 1
    assert use("type", "#search", "no such thing").status == f"0 of {len(SOME.findings)} findings."
    use("type", "#search", "")
    seen = use("type", "#rule", "ITK001")
    assert sorted(seen.shown) == found(SOME, lambda one: one.rule.id == "ITK001")


def test_search_finds_no_word_of_the_pages_own_buttons(use):
    use.page(checked(token("t1", "canConfigureUsers")))
    assert use("type", "#search", "copy").shown == []


@pytest.mark.usefixtures("few_at_once")
def test_a_name_in_the_heat_map_shows_the_findings_of_that_token_alone(use):
    report = checked(token("t1", "canViewLogs"), token("t10", "canConfigureUsers"), token("t11", "canViewLogs"))
    use.page(report)
    use("type", "#search", "nothing")
    seen = use("click", ".find", 1)
    assert sorted(seen.shown) == found(report, lambda one: one.internal_id == "t1")
    assert (seen.only, seen.focused) == ("Only t1 \u2715", "findings")
    seen = use("click", "#only")
    assert (len(seen.shown), seen.only, seen.focused) == (len(report.findings), None, "search")


@pytest.mark.usefixtures("few_at_once")
def test_no_token_with_findings_is_without_them_however_many_others_there_are(use):
    report = seeded(300)
    names = use.page(report)
    assert names.status.startswith(f"{len(report.findings):,} of {len(report.findings):,} findings. 2")
    for place in (0, 20, 39):
        seen = use("click", ".find", place)
        assert seen.shown
        assert len({internal_id for _, _, internal_id in seen.shown}) == 1
        assert seen.status == f"{len(seen.shown)} of {len(report.findings):,} findings."


@pytest.mark.usefixtures("few_at_once")
def test_what_is_beyond_the_first_findings_is_shown_by_a_button_step_by_step(use):
    report = checked(*(token(f"t{n:03}") for n in range(800)))
    seen = use.page(report)
    assert (len(seen.shown), seen.more) == (
        200,
        ["600 not shown yet. Show 500 more", "1 not shown yet. Show the rest"],
    )
    seen = use("click", ".beyond button")
    assert (len(seen.shown), seen.more[0], seen.focused) == (700, "100 not shown yet. Show the rest", "li")
    seen = use("click", ".beyond button")
    assert sorted(seen.shown, key=str) == [one for one in found(report) if one[0] == "low"]
    assert seen.status.endswith("801 findings. 800 of them are shown; the lists' ends have the others.")


def test_a_finding_that_the_script_makes_is_the_same_element_as_one_of_the_page(use, monkeypatch):
    report = checked(
        *(token(f"t{n}", "canConfigureUsers", name=name, createdOn=NOW - 900 * DAY) for n, name in enumerate(HOSTILE)),
        *(token(name, "canViewLogs", createdBy="$& $1") for name in [*HOSTILE, "$&"]),
    )
    expected = use.page(report)
    monkeypatch.setattr("instanakit.hygiene.page.findings.MOST", 3)
    seen = use.page(report)
    assert len(seen.shown) == len(expected.shown) > 50
    assert seen.html == expected.html


def test_what_is_found_first_stays_in_its_place_when_more_is_shown(use, monkeypatch):
    monkeypatch.setattr("instanakit.hygiene.page.findings.MOST", 0)
    use.page(checked(*(token(f"t{n:03}", expiresOn=None) for n in range(400))))
    for name in ("t300", "t250"):
        assert use("type", "#search", f"unscoped {name}").shown == [["low", "ITK011", name]]
    use("click", "#reset")
    shown = [internal_id for _, rule, internal_id in use("click", ".beyond button", 1).shown if rule == "ITK011"]
    assert shown == [f"t{n:03}" for n in range(400)]


PLOT = checked(aged("a", 10, 9), aged("b", 100, 5), aged("c", 300, 200, canConfigureUsers=True), aged("d", 20, None))


def test_the_plot_is_one_stop_of_the_tab_key_on_the_worst_dot(use):
    seen = use.page(PLOT)
    assert seen.stops == ["2"]
    assert sorted(seen.dots) == [["button", "-1"]] * 3 + [["button", "0"]]
    assert seen.told.startswith("Arrow keys go from dot to dot;")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["ArrowLeft"], "1"),
        (["ArrowLeft", "ArrowLeft", "ArrowLeft"], "0"),
        (["Home", "ArrowLeft"], "0"),
        (["Home", "ArrowRight"], "3"),
        (["ArrowRight"], "2"),
        (["Home", "End"], "2"),
        (["ArrowUp"], "3"),
        (["ArrowDown", "ArrowDown"], "1"),
        (["ArrowDown", "ArrowDown", "ArrowDown"], "1"),
        (["x"], "2"),
    ],
)
def test_arrow_keys_go_from_dot_to_dot_by_age_and_by_last_use(use, keys, expected):
    use.page(PLOT)
    use("focus", ".dot[tabindex='0']")
    for key in keys:
        seen = use("press", key)
    assert (seen.focused, seen.stops, seen.rings) == (expected, [expected], [seen.at])
    assert seen.told.startswith(f"{'abcd'[int(expected)]}: ")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_enter_on_a_dot_shows_the_findings_of_its_token(use, key):
    use.page(PLOT)
    use("focus", ".dot[tabindex='0']")
    use("press", "ArrowLeft", {"altKey": True})
    seen = use("press", key)
    assert sorted(seen.shown) == found(PLOT, lambda one: one.internal_id == "c")
    assert (seen.only, seen.focused, seen.rings) == ("Only c \u2715", "findings", [])


def test_a_click_on_a_larger_dot_shows_the_findings_of_all_its_tokens(use):
    report = checked(*(aged(f"t{n}", 50, 2) for n in range(3)), aged("other", 500, 2))
    use.page(report)
    seen = use("click", ".dot[data-tokens='0 1 2']")
    assert sorted(seen.shown) == found(report, lambda one: (one.internal_id or "").startswith("t"))
    assert seen.only == "Only 3 tokens \u2715"


def test_groups_fold_and_the_theme_goes_around(use):
    use.page(SOME)
    assert not any(use("click", "#fold").groups)
    assert all(use("click", "#fold").groups)
    assert [use("click", "#theme").theme for _ in range(3)] == ["light", "dark", "auto"]


def test_a_page_without_tokens_works_as_well(use):
    seen = use.page(checked())
    assert (seen.stops, seen.status) == ([], "0 of 0 findings.")
