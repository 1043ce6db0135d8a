"""Reports: the order, waivers, the summary, what is JSON; fingerprints; baselines in files."""

import json
from datetime import date, timedelta

import attrs
import pytest

from hygiene.conftest import NOW, token
from hygiene.reportscene import TOKENS, UNIT, checked, waiver
from instanakit import ConfigurationError
from instanakit.hygiene import Baseline, Severity, default_policy
from instanakit.hygiene.report import ANALOGY, report


def rules(found):
    return [(one.rule.id, one.internal_id) for one in found.findings]


def test_findings_come_the_worst_first_and_what_cannot_be_checked_behind_what_failed():
    assert rules(checked()) == [
        ("ITK001", "t1"),
        ("ITK008", "t1"),
        ("ITK013", None),
        ("ITK003", "t2"),
    ]


def test_the_summary_counts_what_there_is():
    assert checked().summary == {
        "base_url": "https://unit-tenant.instana.io",
        "checked_at": "2027-01-15T08:30:00+00:00",
        "tokens": 3,
        "tokens_with_findings": 2,
        "findings": {"critical": 0, "high": 2, "medium": 1, "low": 0},
        "cannot_check": 1,
        "waived": 0,
        "waivers": [],
        "rules_switched_off": [],
        "policy": None,
        "preset": None,
        "clock": "server",
        "sources": ANALOGY,
    }


def test_json_has_the_keys_that_programs_rely_on():
    found = checked().as_json()
    assert list(found) == ["schema_version", "findings", "waived", "summary"]
    assert found["schema_version"] == 1
    first = found["findings"][0]
    assert first == {
        "rule": "ITK001",
        "slug": "no-expiry",
        "severity": "high",
        "outcome": "fail",
        "token": {"internalId": "t1", "name": "ci"},
        "evidence": {"expiresOn": None},
        "threshold": "an expiry must be set",
        "source": "GitLab 16.0 removed tokens that never expire; GitHub organisations default to 366 days",
        "remedy": "instanakit tokens rotate t1 --sink SINK --expires 90d",
        "fingerprint": first["fingerprint"],
    }
    assert found["findings"][2]["token"] is None
    json.dumps(found)


def test_each_number_has_its_source():
    assert all(one.source and one.remedy and one.threshold for one in checked().findings)


def test_a_fingerprint_stays_while_the_finding_does_and_tells_findings_apart():
    first = {one.fingerprint for one in checked().findings}
    later = {one.fingerprint for one in checked(now=NOW + timedelta(days=1)).findings}
    assert first <= later
    assert len(first) == len(checked().findings)
    elsewhere = {one.fingerprint for one in checked(base_url="https://other.instana.io").findings}
    assert not first & elsewhere


@pytest.mark.parametrize(
    ("given", "is_waived"),
    [
        (waiver(), True),
        (waiver(selector="t1"), True),
        (waiver(selector="c*"), True),
        (waiver(selector="ci"), True),
        (waiver(selector="t2"), False),
        (waiver(rule="ITK009"), False),
        (waiver(until=date(2027, 1, 14)), False),
    ],
)
def test_a_waiver_covers_its_rule_and_its_tokens_to_the_end_of_its_day(given, is_waived):
    found = checked(given)
    assert (("ITK008", "t1") not in rules(found)) is is_waived
    assert [one.internal_id for one, by in found.waived if by == given] == (["t1"] if is_waived else [])
    assert found.summary["waived"] == is_waived


def test_a_waiver_that_is_over_is_a_finding():
    found = checked(waiver(until=date(2027, 1, 14)))
    (over,) = [one for one in found.findings if one.rule.id == "ITK000"]
    assert (over.severity, over.evidence["approver"], over.threshold) == ("medium", "grace", "until 2027-01-14")


def test_what_cannot_be_checked_counts_as_a_failure():
    only = report([token()], default_policy(), UNIT)
    assert rules(only) == [("ITK013", None)]
    assert only.fails(Severity.HIGH)
    assert not only.fails(Severity.CRITICAL)


def test_a_rule_that_is_switched_off_finds_nothing():
    policy = default_policy()
    off = {id_: attrs.evolve(rule, enabled=False) for id_, rule in policy.rules.items()}
    found = report(TOKENS, attrs.evolve(policy, rules=off, waivers=(waiver(until=date(2020, 1, 1)),)), UNIT)
    assert list(found.findings) == []


def known(**changes):
    return {"name": "x", "permissions": [], "limited_scopes": [], "expires_on": None} | changes


def test_a_baseline_is_read_back_from_json_as_it_was():
    before = checked().baseline()
    assert Baseline.from_json(json.loads(json.dumps(before.as_json()))) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: [], "That is no baseline: TypeError"),
        (lambda _: {}, "That is no baseline: KeyError"),
        (lambda found: found | {"schema_version": 2}, "The baseline has the schema version 2; this version knows 1"),
        (lambda found: found | {"taken_at": "x"}, "That is no baseline: ValueError"),
        (lambda found: found | {"tokens": {"t1": {}}}, "That is no baseline: KeyError"),
        (lambda found: found | {"tokens": {"t1": known(permissions="canX")}}, "That is no baseline: ValueError"),
        (lambda found: found | {"tokens": {"t1": known(permissions=[1])}}, "That is no baseline: ValueError"),
        (lambda found: found | {"tokens": {"t1": known(more=1)}}, "That is no baseline: ValueError"),
        (lambda found: found | {"tokens": []}, "That is no baseline: AttributeError"),
        (lambda found: found | {"tokens": {"t1": known(name=5)}}, "That is no baseline: ValueError"),
        (lambda found: found | {"taken_at": "2027-01-15T08:30:00"}, "That is no baseline: ValueError"),
    ],
)
def test_what_is_no_baseline_is_an_error(change, said):
    with pytest.raises(ConfigurationError) as caught:
        Baseline.from_json(change(checked().baseline().as_json()))
    assert str(caught.value) == f"{said}. Save a new one."


def test_a_baseline_has_an_expiry_as_the_server_sent_it_even_if_it_is_no_time():
    before = checked(tokens=[token(expiresOn="1800787884551")]).baseline()
    assert Baseline.from_json(json.loads(json.dumps(before.as_json()))) == before


def test_a_severity_may_be_named_and_what_names_none_is_told():
    assert checked().fails("high")
    assert not checked().fails("critical")
    for wrong in ("HIGH", None):
        with pytest.raises(ConfigurationError) as caught:
            checked().fails(wrong)
        assert str(caught.value) == (f"There is no severity {wrong!r}. Severities are low, medium, high, critical.")


def test_what_is_waived_is_listed_with_its_waiver():
    (one,) = checked(waiver()).as_json()["waived"]
    assert (one["rule"], one["token"]["internalId"]) == ("ITK008", "t1")
    assert one["waiver"] == {
        "rule": "ITK008",
        "token": "*",
        "reason": "deploys",
        "approver": "grace",
        "until": "2027-01-15",
    }


def test_of_two_equal_waivers_the_second_one_covers_nothing():
    assert [one["findings"] for one in checked(waiver(), waiver()).summary["waivers"]] == [1, 0]


def test_a_report_counts_once():
    found = checked()
    assert found.summary is found.summary


@pytest.mark.parametrize(
    ("internal_id", "remedy"),
    [
        ("a b", "instanakit tokens rotate 'a b' --sink SINK --expires 90d"),
        ("$(x)", "instanakit tokens rotate '$(x)' --sink SINK --expires 90d"),
        ("{days}", "instanakit tokens rotate '{days}' --sink SINK --expires 90d"),
        ("--name=*", "instanakit tokens rotate ID --sink SINK --expires 90d (give the internal id last, behind --)"),
    ],
)
def test_a_remedy_is_about_the_token_whatever_its_internal_id_is(internal_id, remedy):
    found = checked(tokens=[token(internal_id, expiresOn=None)])
    assert next(one.remedy for one in found.findings if one.rule.id == "ITK001") == remedy


def test_what_no_build_knows_is_revoked_with_the_option_that_this_takes():
    found = checked(tokens=[token(canDoWhatNobodyKnows=True)])
    assert next(one.remedy for one in found.findings if one.rule.id == "ITK008") == (
        "instanakit tokens update t1 --revoke canDoWhatNobodyKnows --allow-unknown"
    )


def test_what_cannot_be_checked_is_as_bad_as_it_may_be():
    found = checked(tokens=[token(canConfigureUsers=True, createdOn=None, lastUsedOn=None)])
    severities = {one.rule.id: one.severity for one in found.findings if one.outcome == "cannot-check"}
    assert severities == {
        "ITK002": "medium",
        "ITK003": "high",
        "ITK005": "medium",
        "ITK012": "critical",
        "ITK013": "high",
    }


def test_a_name_in_brackets_is_waived_by_itself_and_what_is_about_the_unit_by_a_star():
    named = [token("t1", name="w[1]", canConfigureUsers=True)]
    assert [one.rule.id for one, _ in checked(waiver(selector="w[1]"), tokens=named).waived] == ["ITK008"]
    assert [one.rule.id for one, _ in checked(waiver("ITK013", "*")).waived] == ["ITK013"]
    gone = checked(waiver("ITK018", "gone"), baseline=Baseline.of(UNIT.base_url, NOW, [token("gone")]))
    assert [one.evidence["deleted"] for one, _ in gone.waived if "deleted" in one.evidence] == ["gone"]


def test_each_waiver_is_told_with_how_much_it_covers():
    used, unused = waiver(), waiver("ITK009")
    assert [(one["rule"], one["findings"], one["approver"]) for one in checked(used, unused).summary["waivers"]] == [
        ("ITK008", 1, "grace"),
        ("ITK009", 0, "grace"),
    ]
