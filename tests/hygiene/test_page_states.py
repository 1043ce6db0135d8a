"""What the page shows a token as whose findings cannot be checked, or are waived: of its own colour, shape and words."""

import re
from datetime import date

import attrs

from helpers.document import parsed
from hygiene.pagescene import aged, checked, page, rows
from instanakit.hygiene import Waiver, default_policy

UNTOLD = {"canConfigureApplications": True, "limitedLogsScope": True, "createdBy": ["no address"]}


def owned_by(*domains):
    policy = default_policy()
    rule = attrs.evolve(policy.rules["ITK013"], domains=domains)
    return attrs.evolve(policy, rules=policy.rules | {"ITK013": rule})


def waived(token_):
    return Waiver(rule="ITK013", token=token_, reason="agreed", approver="Ada", until=date(2026, 2, 1))


def test_a_token_that_cannot_be_checked_or_is_waived_is_never_said_to_have_no_finding():
    tokens = [aged(name, 9, n, **UNTOLD) for n, name in enumerate(("t1", "t2"))]
    tokens += [aged("t3", 9, 5, **UNTOLD | {"createdBy": "ada@a.example"}), aged("t4", 9, 9, createdBy=["no address"])]
    document = parsed(page(checked(*tokens, policy=owned_by("a.example"), waivers=[waived("t2")])))
    expected = {
        "t1": ("cannot-check", "cannot check"),
        "t2": ("waived", "all findings waived"),
        "t3": ("none", "no finding"),
        "t4": ("low", "low"),
    }
    found = {one.one("title").text.partition(":")[0]: one for one in document.all(class_="dot")}
    for name, (kind, words) in expected.items():
        assert found[name].attributes["class"] == f"dot k-{kind}"
        assert found[name].one("title").text.endswith(f", {words}")
    in_map = rows(document.one("section", id="privileges"))
    for name in ("t1", "t2", "t3"):
        kind, words = expected[name]
        assert in_map[name].one("th").attributes["class"] == f"k-{kind}"
        assert in_map[name].one("button").attributes["title"] == f"Show the findings of {name}; the worst: {words}"


def test_what_cannot_be_checked_and_what_is_waived_have_shapes_of_their_own():
    tokens = [aged(name, 9, n * n, **UNTOLD) for n, name in enumerate(("t1", "t2"))]
    drawn = parsed(page(checked(*tokens, policy=owned_by("a.example"), waivers=[waived("t2")])))
    shapes = {one.attributes["class"]: one.attributes["d"] for one in drawn.all("path", class_="dot")}
    assert shapes.keys() == {"dot k-cannot-check", "dot k-waived"}
    assert re.fullmatch(r"M[\d.]+ [\d.]+l6.2 6.2 -6.2 6.2 -6.2 -6.2z", shapes["dot k-cannot-check"])
    assert re.fullmatch(r"M[\d.]+ [\d.]+h9.0v9.0h-9.0z", shapes["dot k-waived"])
    assert [one.text for one in drawn.one("ul", class_="legend").all("li")] == [
        *("critical", "high", "medium", "low", "cannot check", "all findings waived", "no finding")
    ]


def test_a_waived_finding_about_the_unit_is_no_state_of_a_token():
    report = checked(aged("t1", 9, 1, limitedLogsScope=True), waivers=[waived("*")])
    assert [finding.internal_id for finding, _ in report.waived] == [None]
    assert parsed(page(report)).one(class_="dot").attributes["class"] == "dot k-none"
