"""The rules about what a token may do, who made it, and its name."""

import tomllib
from importlib.resources import files

import attrs
import pytest

from hygiene.conftest import DAY, T, token
from hygiene.test_rules_of_time import CANNOT, CRITICAL, HIGH, LOW, MEDIUM, NONE, T0, T1, T2, cases, check
from instanakit.hygiene import default_policy
from instanakit.hygiene.grants import Ledger
from instanakit.permissions import Permission

POLICY = default_policy()
ALL = [str(permission) for permission in Permission]


def on(*permissions):
    return dict.fromkeys(permissions, True)


@cases(
    ({}, None),
    (T2, None),
    (T1, LOW),
    (T0, HIGH),
    (T0 | T1, HIGH),
    ({"canDoWhatNobodyKnows": True}, LOW),
    (T0 | {"expiresOn": T}, None),
    (T0 | {"expiresOn": None}, HIGH),
)
def test_itk008_what_may_do_much_needs_a_waiver(found, fields, expected):
    check(found, "ITK008", fields, expected)


HARMLESS = [one for one in ALL if Ledger(POLICY).tier(one) == "T3"]
OTHERS = [one for one in ALL if Ledger(POLICY).tier(one) != "T0"]
HALF = -(-len(ALL) // 2)


@cases(
    (on(*OTHERS[: HALF - 1]), None),
    (on(*OTHERS[:HALF]), CRITICAL),
    (on(*POLICY.tiers["T0"][:4]), None),
    (on(*POLICY.tiers["T0"][:5]), CRITICAL),
    (on(*ALL), CRITICAL),
    (on(*(f"canDo{number}" for number in range(200))), None),
)
def test_itk009_no_token_may_do_nearly_everything(found, fields, expected):
    check(found, "ITK009", fields, expected)


@pytest.mark.parametrize("name", POLICY.toxic)
def test_itk010_permissions_that_are_worse_together_are_found_and_not_one_of_them_alone(found, name):
    groups = POLICY.toxic[name]
    first = [group[0] for group in groups]
    tier = Ledger(POLICY).tier
    expected = CRITICAL if any(tier(one) == "T0" for one in first) else HIGH
    check(found, "ITK010", on(*first), expected)
    check(found, "ITK010", on(*(group[-1] for group in groups)), expected)
    for left_out in first:
        check(found, "ITK010", on(*set(first) - {left_out}), None)


@cases(
    ({"limitedLogsScope": False}, LOW),
    ({"limitedLogsScope": None} | T2, LOW),
    ({"limitedLogsScope": "absent"} | T1, MEDIUM),
    ({"limitedLogsScope": "absent"} | T0, MEDIUM),
    ({"limitedLogsScope": "absent", "limitedNewScope": True}, None),
    (T0, None),
)
def test_itk011_something_must_limit_what_a_token_reaches(found, fields, expected):
    check(found, "ITK011", fields, expected)


def idle(days, more=0):
    return {"lastUsedOn": T - days * DAY - more, "createdOn": T - 99 * DAY}


@cases(
    (idle(30) | T0, None),
    (idle(30, 1) | T0, CRITICAL),
    (idle(30, 1) | T1, HIGH),
    (idle(30, 1) | T2, None),
    (idle(30, 1) | T0 | {"expiresOn": T - 1}, None),
    *[(T0 | {"lastUsedOn": none, "createdOn": T - 30 * DAY - 1}, CRITICAL) for none in NONE],
    *[(T0 | {"lastUsedOn": none, "createdOn": T - 30 * DAY}, None) for none in NONE],
    *[(T0 | {"lastUsedOn": none, "createdOn": none}, CANNOT) for none in NONE],
    (T0 | {"lastUsedOn": "yesterday"}, CANNOT),
    (T0 | {"lastUsedOn": None, "createdOn": "2024"}, CANNOT),
    ({"lastUsedOn": None, "createdOn": None}, None),
)
def test_itk012_what_may_do_much_must_not_lie_idle(found, fields, expected):
    check(found, "ITK012", fields, expected)


def test_itk012_tells_what_keeps_it_from_being_checked(hits):
    (hit,) = hits("ITK012", token(**T0, lastUsedOn=None, createdOn="2024"))
    assert (hit.threshold, hit.evidence) == ("createdOn is no time", {"createdOn": "2024"})
    (hit,) = hits("ITK012", token(**T0, lastUsedOn=None, createdOn=0))
    assert hit.threshold == "neither lastUsedOn nor createdOn is there"


UNCLEAR = ["true", "false", 1, 0, "", [], {}, 1.0]


@pytest.mark.parametrize("rule", ["ITK008", "ITK009", "ITK010", "ITK012"])
@pytest.mark.parametrize("value", UNCLEAR, ids=repr)
def test_a_permission_that_is_neither_true_nor_false_is_no_pass(found, rule, value):
    check(found, rule, {"canConfigureUsers": value}, CANNOT)
    check(
        found,
        rule,
        {"canConfigureUsers": value, "expiresOn": T - DAY},
        CANNOT if rule in {"ITK009", "ITK010"} else None,
    )
    check(found, rule, {"canConfigureUsers": None, "noFlag": value, "limitedLogsScope": value}, None)


@pytest.mark.parametrize("value", UNCLEAR, ids=repr)
def test_a_scope_that_is_neither_true_nor_false_is_no_pass_and_no_failure(found, value):
    check(found, "ITK011", {"limitedLogsScope": value}, CANNOT)
    check(found, "ITK011", {"limitedLogsScope": value, "limitedNewScope": True}, None)
    check(found, "ITK011", {"limitedLogsScope": None, "canConfigureUsers": value}, LOW)


def test_what_is_neither_true_nor_false_is_named_with_its_value(hits):
    (hit,) = hits("ITK008", token(canConfigureUsers="true", canViewLogs=1, canDeleteLogs=False))
    assert hit.threshold == "neither true nor false: canConfigureUsers, canViewLogs"
    assert hit.evidence == {"canConfigureUsers": "true", "canViewLogs": 1}


def test_itk010_revokes_the_fewest_permissions_without_which_there_is_no_combination(hits):
    hides = on("canConfigureUsers", "canConfigureTeams", "canDeleteLogs")
    (hit,) = hits("ITK010", token(**hides))
    assert (hit.permissions, len(hit.evidence["permissions"])) == (("canDeleteLogs",), 3)
    (hit,) = hits("ITK010", token(**on("canRunAutomationActions", "canDeleteAutomationActionHistory")))
    assert hit.permissions == ("canRunAutomationActions",)  # of as many, those that may do more


def with_rule(rule, **changes):
    return attrs.evolve(POLICY, rules=POLICY.rules | {rule: attrs.evolve(POLICY.rules[rule], **changes)})


@pytest.mark.parametrize(
    ("created_by", "expected"),
    [
        ("ada@example.com", None),
        ("ada@EXAMPLE.com", None),
        ("ada@example.org", HIGH),
        ("ada@sub.example.com", HIGH),
        ('"a@b"@example.com', None),
        ("ada", CANNOT),
        ("", CANNOT),
        (None, CANNOT),
        ("absent", CANNOT),
        (7, CANNOT),
    ],
)
def test_itk013_who_made_it_must_be_one_of_ours(found, created_by, expected):
    policy = with_rule("ITK013", domains=("example.com",))
    outcomes = found("ITK013", token(createdBy=created_by), policy=policy)
    assert [CANNOT if outcome == CANNOT else severity for severity, outcome, _ in outcomes] == (
        [] if expected is None else [expected]
    )


def test_itk013_without_a_list_says_once_that_it_cannot_be_checked(found):
    assert found("ITK013", token("t1"), token("t2")) == [("high", "cannot-check", None)]
    assert found("ITK013") == []


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("ci-deploy", "", None),
        ("", "", LOW),
        ("  \t", "", LOW),
        ("absent", "", LOW),
        (None, "", LOW),
        ("ci-deploy", "ci-[a-z]+", None),
        ("ci-deploy-2", "ci-[a-z]+", LOW),
        ("ci-", "ci-[a-z]+", LOW),
    ],
)
def test_itk016_a_name_must_be_as_the_policy_wants_it(found, name, pattern, expected):
    outcomes = found("ITK016", token(name=name), policy=with_rule("ITK016", pattern=pattern))
    assert [severity for severity, _, _ in outcomes] == ([] if expected is None else [expected])


def test_the_first_tier_that_names_a_permission_counts_and_what_nobody_knows_is_t1():
    ledger = Ledger(POLICY)
    assert [ledger.tier(one) for one in ("canConfigureUsers", "canViewLogs", "canDeleteLogs", "canBeNew")] == [
        "T0", "T1", "T2", "T1",
    ]  # fmt: skip
    assert ledger.tier("canConfigureGlobalSmartAlerts") == "T2"
    assert "canConfigureServiceMapping" not in HARMLESS or ledger.tier("canConfigureServiceMapping") == "T3"
    assert HARMLESS


def test_every_permission_that_the_policy_names_is_one():
    found = tomllib.loads(files("instanakit.hygiene").joinpath("policy.toml").read_text())
    named = {one for tier in found["tiers"].values() for one in tier if "*" not in one}
    named |= {one for groups in found["toxic"].values() for group in groups for one in group}
    assert named - set(ALL) == set()
