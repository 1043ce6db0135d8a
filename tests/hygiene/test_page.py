"""The page: one document that shows a whole report and can be used by anybody."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date

import attrs
import pytest

from helpers.document import parsed
from hygiene.pagescene import DAY, NOW, UNIT, checked, document_of, page, seeded, token
from instanakit.hygiene import Waiver, default_policy
from instanakit.hygiene.page.findings import MOST, first
from instanakit.hygiene.report import ANALOGY


@pytest.fixture(params=["some", "hostile", "none"])
def document(request):
    return document_of(request.param)


@pytest.fixture(scope="module")
def some():
    return seeded(40)


@pytest.fixture(scope="module")
def many():
    return seeded(2000)


def test_elements_are_named_once_and_what_is_referred_to_is_there(document):
    tree = parsed(document)
    ids = Counter(one.attributes["id"] for one in tree if "id" in one.attributes)
    assert set(ids.values()) == {1}
    assert {one.attributes["href"].removeprefix("#") for one in tree.all("a")} <= set(ids)


def test_what_can_be_operated_is_a_button_a_labelled_field_or_a_summary(document):
    tree = parsed(document)
    assert all(one.text.strip() and one.attributes["type"] == "button" for one in tree.all("button"))
    labelled = [field for label in tree.all("label") for field in label if field.name in {"input", "select"}]
    assert labelled == [one for one in tree if one.name in {"input", "select"}]
    assert tree.one("a", class_="skip").attributes["href"] == "#findings"


def test_without_its_script_a_page_hides_nothing_but_what_only_the_script_can_do(document):
    tree = parsed(document)
    hidden = [one.attributes.get("id") or one.attributes["class"] for one in tree if "hidden" in one.attributes]
    assert hidden == ["theme", "told", "toolbar", "only"]
    assert all("open" in one.attributes for one in tree.all("details"))


def test_the_head_says_what_was_checked_when_and_what_came_of_it(some):
    head = parsed(page(some)).one("header")
    counts = {tile.attributes["data-kind"]: tile.one("b").text for tile in head.all("button", class_="tile")}
    summary = some.summary
    expected = summary["findings"] | {"cannot-check": summary["cannot_check"], "waived": summary["waived"]}
    assert counts == {kind: str(count) for kind, count in expected.items()}
    for said in (UNIT, "2026-01-01 00:00 UTC", "Tokens40", f"With findings{summary['tokens_with_findings']}", ANALOGY):
        assert said in head.text


def told_in_the_head(report):
    return [one.text for one in parsed(page(report)).one("ul", class_="notes").all("li")]


def test_the_head_tells_of_a_clock_that_is_not_the_servers_of_rules_that_are_off_and_of_waivers_that_cover_nothing():
    policy = default_policy()
    off = {id_: attrs.evolve(policy.rules[id_], enabled=False) for id_ in ("ITK006", "ITK016")}
    common = {"reason": "agreed", "approver": "Ada", "until": date(2026, 2, 1)}
    waivers = [Waiver(rule="ITK008", token=token_, **common) for token_ in ("t1", "<none>\u202e")]
    policy = attrs.evolve(policy, rules=policy.rules | off, file="own.toml", preset="pci")
    report = checked(token("t1", "canConfigureUsers"), policy=policy, waivers=waivers)
    assert told_in_the_head(attrs.evolve(report, clock="local")) == [
        "Checked at 2026-01-01 00:00 UTC, by this machine's clock, since the server's answer has no Date that can be read",
        "Policy: own.toml; preset: pci",
        "Switched off, so not looked at: ITK006 expired-left-behind, ITK016 name-policy",
        r"Waivers that cover nothing: ITK008 for <none>\u202e, until 2026-02-01",
    ]
    assert told_in_the_head(checked(token("t1"))) == [
        "Checked at 2026-01-01 00:00 UTC, by the server's clock",
        "Policy: no file; preset: none",
    ]


def test_each_finding_is_shown_with_all_that_it_says(some):
    tree = parsed(page(some))
    groups = {}
    for group in tree.all("details"):
        groups[group.attributes["data-words"]] = group
        assert group.one("span", class_="count").text == str(len(group.one("ol").all("li")))
    shown = Counter()
    for finding in some.findings:
        kind = "cannot check" if finding.outcome == "cannot-check" else finding.severity
        words = f"{finding.rule.id} {finding.rule.slug} {finding.severity} {kind}"
        item = groups[words].one("ol").all("li")[shown[words]]
        shown[words] += 1
        assert groups[words].one("p", class_="source").text == f"Source: {finding.source}"
        for said in (finding.name or "The tenant unit", finding.internal_id or "", finding.threshold, finding.remedy):
            assert said in item.text
        assert all(f"{field}: " in item.text for field in finding.evidence)
    assert sum(shown.values()) == len(tree.one("section", id="findings").all("li"))


def test_evidence_is_written_for_people():
    fields = {"createdOn": NOW - 400 * DAY, "lastUsedOn": NOW + 9 * DAY, "expiresOn": 1e300, "name": "x" * 300}
    text = parsed(page(checked(token("t1", **fields), token("t2", createdOn=["x", {"a": None}], expiresOn=None)))).text
    for said in (
        "createdOn: 2024-11-27 (400 days ago)",
        "expiresOn: 1e+300, which is no time",
        'createdOn: ["x", {"a": null}]',
        "expiresOn: none",
        f"{'x' * 100}… (300 characters)",
    ):
        assert said in text
    assert "x" * 101 not in text


def test_a_time_of_the_last_and_of_the_next_day_is_said_to_be_near():
    report_ = checked(token("t1", lastUsedOn=NOW - 5, expiresOn=NOW + 5), token("t2", expiresOn=NOW + 2 * DAY))
    text = parsed(page(report_)).text
    for said in ("expiresOn: 2026-01-01 (within a day); lastUsedOn: 2025-12-31 (today)", "2026-01-03 (2 days ahead)"):
        assert said in text


def test_a_waived_finding_is_shown_apart_with_its_waiver():
    waiver = Waiver(rule="ITK008", token="t1", reason="<agreed>", approver="Ada", until=date(2026, 2, 1))
    tree = parsed(page(checked(token("t1", "canConfigureUsers"), waivers=[waiver])))
    group = tree.one("details", data_kind="waived")
    assert "until 2026-02-01 by Ada: <agreed>" in group.text
    assert "severity high" in group.one("h3").text
    assert tree.one("button", class_="tile", data_kind="waived").one("b").text == "1"


def test_a_large_page_shows_the_worst_at_once_has_the_others_as_data_and_says_so(many):
    document = page(many)
    assert len(document.encode()) < 600 * MOST + 100 * len(many.findings)
    tree = parsed(document)
    section, data = tree.one("section", id="findings"), json.loads(tree.one("script", id="data").text)
    groups = section.all("details")
    shown = [len(group.one("ol").all("li")) for group in groups]
    left = [len(group["left"]) for group in data["groups"]]
    assert MOST * 0.9 < sum(shown) <= MOST < sum(shown) + sum(left) == len(many.findings)
    said = section.one("p", class_="left-out").text
    assert said == (
        f"{sum(shown):,} of {len(many.findings):,} findings, the worst, are shown, the others only with JavaScript. "
        "All: instanakit tokens check -o json"
    )
    for group, here, beyond, known in zip(groups, shown, left, data["groups"], strict=True):
        assert group.one("span", class_="count").text == f"{here + beyond:,}"
        assert len(known["shown"]) == here
        about = f"And {beyond:,} more" if here else f"{beyond:,}"
        said = [f"{about} that are not shown here; instanakit tokens check -o json lists all."] if beyond else []
        assert [one.text for one in group.all("p", class_="beyond")] == said
    kinds = [group.attributes["data-kind"] for group in groups]
    full = {kind for kind, beyond in zip(kinds, left, strict=True) if not beyond}
    assert full >= set(kinds[: kinds.index("medium")])


@pytest.mark.parametrize(
    ("worse", "next_", "most", "expected"),
    [
        ([3], [4], 10, [3, 4]),
        ([3], [4], 5, [3, 2]),
        ([30], [1, 4], 10, [10, 0, 0]),
        ([1, 100, 100], [9], 21, [1, 10, 10, 0]),
        ([5, 5], [5, 100], 20, [5, 5, 5, 5]),
        ([5, 5], [100, 2], 20, [5, 5, 8, 2]),
        ([5, 5, 5], [], 2, [0, 0, 0]),
        ([2, 9], [], 11, [2, 9]),
        ([], [], 10, []),
    ],
)
def test_all_of_a_worse_kind_are_shown_before_any_of_the_next_and_rules_of_one_kind_share(worse, next_, most, expected):
    sizes = {(0, f"ITK{n}", "critical"): size for n, size in enumerate(worse)}
    sizes |= {(1, f"ITK{n}", "high"): size for n, size in enumerate(next_)}
    assert list(first(sizes, most).values()) == expected


def test_the_same_report_makes_the_same_page_in_any_process():
    program = f"""
import sys; sys.path[:0] = {sys.path!r}
from hashlib import sha256
from hygiene.pagescene import page, seeded
print(sha256(page(seeded(40)).encode()).hexdigest())
"""
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
