"""What a report is written as: the evidence in words, JSON piece by piece, SARIF, Markdown, and what is said beside."""

import json
from datetime import date

import attrs
import pytest

from hygiene.conftest import DAY, NOW, T, token
from hygiene.reportscene import TOKENS, UNIT, checked, waiver, without
from instanakit.hygiene import Baseline, Finding, default_policy
from instanakit.hygiene.evidence import with_limit
from instanakit.hygiene.markdown import markdown
from instanakit.hygiene.notes import by_severity, notes, total
from instanakit.hygiene.pieces import json_pieces, jsonl_pieces
from instanakit.hygiene.report import ANALOGY
from instanakit.hygiene.sarif import sarif


def said(rule, *waivers, **given):
    """What is said of the findings of a rule."""
    return [with_limit(one, T) for one in checked(*waivers, **given).findings if one.rule.id == rule]


def test_the_evidence_stands_beside_the_limit():
    assert said("ITK003") == [
        "createdOn: 2026-10-16 (91 days ago); limit: an age of 90 days (CIS AWS Foundations 1.14)"
    ]
    assert said("ITK013") == ["tokens: 3; cannot be checked: the policy names no domains (FedRAMP AC-2(3))"]
    (over,) = said("ITK000", waiver(until=date(2027, 1, 14)))
    assert over.startswith("rule: ITK008; token: *; reason: deploys; approver: grace; until: 2027-01-14; limit: until")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([1], "expiresOn: [1]"),
        ("1800787884551", 'expiresOn: "1800787884551"'),
        (True, "expiresOn: true"),
        (1e300, "expiresOn: 1e+300, which is no time"),
        (10**400, "expiresOn: 100000000000000000000000… (401 characters), which is no time"),
    ],
)
def test_what_is_no_time_is_shown_as_it_was_sent(value, words):
    found = said("ITK017", tokens=[token(expiresOn=value)]) or said("ITK002", tokens=[token(expiresOn=value)])
    assert words in found[0]


def test_what_a_field_was_and_what_it_is_stand_side_by_side():
    before = Baseline.of(UNIT.base_url, NOW, [token(name="old", expiresOn=T - DAY), token("t2", expiresOn=[1])])
    now = [token(name="new", expiresOn=T + 2 * DAY, canViewLogs=True), token("t2", expiresOn=None)]
    assert [one.partition("; limit: ")[0] for one in said("ITK018", tokens=now, baseline=before)] == [
        "gained: canViewLogs; name: old -> new; expiresOn: 2027-01-14 (1 day ago) -> 2027-01-17 (2 days ahead)",
        "expiresOn: [1] -> none",
    ]


def test_a_blank_text_is_quoted_and_a_long_list_is_cut():
    assert said("ITK016", tokens=[token(name=" ")])[0].startswith('name: " "; ')
    gained = dict.fromkeys([f"canX{number:02}" for number in range(15)], True)
    before = Baseline.of(UNIT.base_url, NOW, [token()])
    assert "canX11, and 3 more; limit: " in said("ITK018", tokens=[token(**gained)], baseline=before)[0]


@pytest.mark.parametrize("found", [checked(), checked(waiver()), checked(tokens=[])], ids=["some", "waived", "none"])
def test_json_in_pieces_is_json_as_a_whole(found):
    assert "".join(json_pieces(found)) == json.dumps(found.as_json(), indent=2) + "\n"
    *lines, last = map(json.loads, "".join(jsonl_pieces(found)).splitlines())
    assert lines == found.as_json()["findings"]
    assert last == {"schema_version": 1, "summary": found.summary}


@pytest.mark.parametrize("pieces", [json_pieces, jsonl_pieces])
def test_a_finding_is_made_json_when_it_is_its_turn(pieces, monkeypatch):
    made, as_json = [], Finding.as_json
    monkeypatch.setattr(Finding, "as_json", lambda one: made.append(one) or as_json(one))
    written = pieces(checked())
    while not made:
        next(written)
    assert len(made) == 1


def test_headings_and_totals_count_alike():
    found = checked(waiver("ITK001"))
    assert [(severity, counts) for severity, counts, _ in by_severity(found)] == [
        ("high", "1, and 1 that cannot be checked"),
        ("medium", "1"),
    ]
    assert total(found) == "3 tokens: 1 high, 1 medium; 1 cannot be checked; 1 waived"
    unknown = checked(tokens=[token()])
    assert [counts for _, counts, _ in by_severity(unknown)] == ["1 that cannot be checked"]
    assert total(unknown) == "1 tokens: nothing; 1 cannot be checked"


def test_what_was_checked_with_is_said():
    assert list(notes(checked())) == [
        "Checked at 2027-01-15 08:30 UTC, by the server's clock",
        "Policy: no file; preset: none",
    ]
    policy = attrs.evolve(without("ITK003", "ITK013"), file="mine.toml", preset="pci")
    idle = [waiver(), waiver("ITK009", "x"), waiver("ITK009", "y", until=date(2020, 1, 1))]
    assert list(notes(checked(*idle, policy=policy, clock="local"))) == [
        "Checked at 2027-01-15 08:30 UTC, by this machine's clock, since the server's answer has no Date that can be read",
        "Policy: mine.toml; preset: pci",
        "Switched off, so not looked at: ITK003 rotation-overdue, ITK013 owner-gone",
        "Waivers that cover nothing: ITK009 for x, until 2027-01-15",
    ]


def test_markdown_and_sarif_say_what_was_checked_with():
    found = checked(clock="local", policy=attrs.evolve(default_policy(), file="[my].toml"))
    assert "- Checked at 2027\\-01\\-15 08:30 UTC, by this machine's clock, since" in markdown(found)
    assert "- Policy: \\[my\\]\\.toml; preset: none\n" in markdown(found)
    (run,) = sarif(found)["runs"]
    told = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert told[0].endswith("has no Date that can be read")
    assert told[1] == "Policy: \\[my\\].toml; preset: none"


def test_sarif_has_levels_fingerprints_and_what_is_waived_as_suppressed():
    found = checked(waiver())
    results = sarif(found)["runs"][0]["results"]
    assert [result["level"] for result in results] == ["error", "error", "warning", "error"]
    assert [one.fingerprint for one in found.findings] == [
        result["partialFingerprints"]["instanakit/v1"] for result in results[:3]
    ]
    assert [len(result["suppressions"]) for result in results] == [0, 0, 0, 1]
    assert all(result["locations"][0]["physicalLocation"] for result in results)
    assert results[3]["suppressions"][0]["justification"] == "deploys (approved by grace, until 2027-01-15)"
    assert "cannot be checked: the policy names no domains" in results[1]["message"]["text"]


@pytest.mark.parametrize("base_url", ["https://unit-tenant.instana.io", "https://unit-tenant.instana.io/"])
def test_code_scanning_tells_results_units_and_severities_apart(base_url):
    (run,) = sarif(checked(base_url=base_url))["runs"]
    hashes = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]
    assert hashes == [one["partialFingerprints"]["instanakit/v1"] for one in run["results"]]
    assert len(set(hashes)) == len(hashes)
    assert run["automationDetails"] == {"id": "instanakit/unit-tenant.instana.io/"}
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["properties"]["tags"] == ["security"]
        assert rule["properties"]["security-severity"]
        assert rule["fullDescription"]["text"]


def test_sarif_says_what_was_found_and_what_it_was_held_against():
    texts = [one["message"]["text"] for one in sarif(checked())["runs"][0]["results"]]
    assert texts[3] == (
        "rotation-overdue: token 'Backup' (t2): createdOn: 2026-10-16 (91 days ago); limit: an age of 90 days "
        "(CIS AWS Foundations 1.14). instanakit tokens rotate t2 --sink SINK"
    )


def test_markdown_lists_what_is_waived_and_why():
    text = markdown(checked(waiver(), tokens=TOKENS[:1]))
    assert "| waived | 1 |" in text
    section = text.partition("## Waived (1)\n")[2]
    assert section.splitlines()[-1].startswith("| ITK008 privileged | ci (`t1`) | T0: canConfigureUsers; T1: none |")
    assert section.endswith("| deploys \\(approved by grace, until 2027\\-01\\-15\\) |\n")
    assert "## Waived" not in markdown(checked())


def test_markdown_has_headings_that_count_what_could_not_be_checked():
    assert "## High (2, and 1 that cannot be checked)" in markdown(checked())


def test_markdown_shows_names_as_they_are_and_makes_nothing_of_them():
    text = markdown(checked(tokens=[token("t`1|", name="<b>*a*|[x](y)\n# z", expiresOn=None)]))
    assert "| high | 1 |" not in text
    assert "| medium | 1 |" in text
    row = next(line for line in text.splitlines() if line.startswith("| ITK001"))
    assert r"\<b\>\*a\*\|\[x\]\(y\) \# z (`` t`1\| ``)" in row
    assert "## Medium (1)" in text
    assert "## Critical" not in text
    assert ANALOGY.split(",")[0] in text


def test_a_name_is_no_link_and_no_placeholder_of_a_message():
    found = checked(tokens=[token(name="[x](http://evil.example) {0}", expiresOn=None)])
    text = sarif(found)["runs"][0]["results"][1]["message"]["text"]
    assert r"\[x\](http://evil.example) {{0}}" in text


def test_markdown_sends_no_control_characters_and_calls_nobody():
    text = markdown(checked(tokens=[token(name="\x1b[31m\u202e@everyone", expiresOn=None)]))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "@everyone" not in text
