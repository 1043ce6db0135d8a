"""The rules over all tokens: rotations, names, baselines."""

from datetime import timedelta

import pytest

from hygiene.conftest import DAY, NOW, T, token
from instanakit.hygiene import Baseline
from instanakit.hygiene.unit import Cutover

UNIT = "https://unit-tenant.instana.io"


def cutover(since, grace):
    """A rotation whose new secret came into use so many days ago, with so many days of grace."""
    begun = NOW - timedelta(days=since)
    return {
        "t1": Cutover(
            rid="r1", internal_id="t1", new_internal_id="t2", since=begun, grace_ends_at=begun + timedelta(days=grace)
        )
    }


@pytest.mark.parametrize(
    ("since", "grace", "fields", "fails"),
    [
        (8, 1, {}, False),  # seven days after the grace period
        (8.001, 1, {}, True),
        (1, 1, {}, False),
        (100, 200, {"lastUsedOn": T - 93 * DAY}, False),  # used seven days after the cut-over
        (100, 200, {"lastUsedOn": T - 93 * DAY + 1}, True),
        (100, 200, {"lastUsedOn": None}, False),
        (100, 1, {"expiresOn": T - 1}, False),
        (100, 1, {"expiresOn": None}, True),
    ],
)
def test_itk014_a_rotation_must_come_to_its_end(found, since, grace, fields, fails):
    outcomes = found("ITK014", token("t1", **fields), token("t3"), cutovers=cutover(since, grace))
    assert outcomes == ([("high", "fail", "t1")] if fails else [])


def test_itk014_what_is_used_within_the_grace_period_is_to_be_found_and_what_is_past_it_to_be_ended(hits):
    used = token("t1", lastUsedOn=T - DAY)
    (hit,) = hits("ITK014", used, cutovers=cutover(20, 30))
    ends = (NOW + timedelta(days=10)).isoformat()
    assert hit.remedy == f"Find out who uses the old secret until {ends}; then run instanakit rotations resume {{rid}}"
    (hit,) = hits("ITK014", used, cutovers=cutover(20, 1))
    assert hit.remedy == ""  # the rule's


def test_itk014_a_journal_that_cannot_be_read_is_no_pass(found):
    assert found("ITK014", token(), cutovers=None) == [("high", "cannot-check", None)]


def test_itk015_active_tokens_must_not_share_a_name(found):
    tokens = [token("t1", name="CI"), token("t2", name="ci"), token("t3", name="other")]
    assert found("ITK015", *tokens) == [("medium", "fail", "t1"), ("medium", "fail", "t2")]
    assert found("ITK015", tokens[0], tokens[2]) == []
    assert found("ITK015", tokens[0], token("t2", name="ci", expiresOn=T)) == []
    assert found("ITK015", token("t1", name=" "), token("t2", name=" ")) == []


def test_itk015_the_two_tokens_of_a_rotation_may(found):
    tokens = [token("t1", name="ci"), token("t2", name="ci")]
    assert found("ITK015", *tokens, cutovers=cutover(1, 1)) == []


def baseline(*tokens):
    return Baseline.of(UNIT, NOW, tokens)


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({}, None),
        ({"lastUsedOn": T}, None),
        ({"canViewLogs": True}, "low"),
        ({"canConfigureUsers": True}, "high"),
        ({"limitedLogsScope": False}, "low"),
        ({"limitedAlertsScope": True}, "low"),
        ({"name": "another"}, "low"),
        ({"expiresOn": None}, "low"),
        ({"canViewTraceDetails": False}, "low"),
    ],
)
def test_itk018_what_changed_since_the_baseline_is_told(found, fields, severity):
    before = baseline(token("t1", canViewTraceDetails=True))
    outcomes = found("ITK018", token("t1", **({"canViewTraceDetails": True} | fields)), baseline=before)
    assert outcomes == ([] if severity is None else [(severity, "fail", "t1")])


def test_itk018_new_tokens_and_those_that_are_gone_are_told(found):
    outcomes = found("ITK018", token("t2"), token("t3", canConfigureUsers=True), baseline=baseline(token("t1")))
    assert outcomes == [("low", "fail", "t2"), ("high", "fail", "t3"), ("low", "fail", None)]
    assert found("ITK018", token("t2")) == []


def test_itk018_no_expiry_is_no_change_however_it_is_written(found):
    saved = baseline(token(expiresOn=0))
    assert [found("ITK018", token(expiresOn=none), baseline=saved) for none in (None, 0, "absent")] == [[], [], []]


def test_itk018_what_is_neither_true_nor_false_cannot_be_compared(found):
    one = token(canConfigureUsers="true")
    assert found("ITK018", one, baseline=baseline(one)) == [("high", "cannot-check", "t1")]
