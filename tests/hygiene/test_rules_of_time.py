"""The rules about times: at each threshold, just below and just above it, and with times that are none."""

import attrs
import pytest

from hygiene.conftest import DAY, T, token
from instanakit.hygiene import default_policy
from instanakit.hygiene.severity import Severity

LOW, MEDIUM, HIGH, CRITICAL, CANNOT = "low", "medium", "high", "critical", "cannot-check"
T0, T1, T2 = {"canConfigureUsers": True}, {"canViewLogs": True}, {"canDeleteLogs": True}
NONE = [None, 0, "absent"]
NO_TIME = ["yesterday", True, False, [], {}, float("nan"), float("inf"), 10**400, -(10**400)]
ABSURD = [10**20, -(10**20)]


def cases(*rows):
    return pytest.mark.parametrize(("fields", "expected"), rows)


def check(found, rule, fields, expected):
    outcomes = [CANNOT if outcome == CANNOT else severity for severity, outcome, _ in found(rule, token(**fields))]
    assert outcomes == ([] if expected is None else [expected])


@cases(
    *[({"expiresOn": none}, MEDIUM) for none in NONE],
    ({"expiresOn": None} | T0, HIGH),
    ({"expiresOn": None} | T1, HIGH),
    ({"expiresOn": None} | T2, MEDIUM),
    ({"expiresOn": None, "canDoWhatNobodyKnows": True}, HIGH),
    ({"expiresOn": None, "canDoWhatNobodyKnows": False}, MEDIUM),
    ({"expiresOn": T + 1}, None),
    ({"expiresOn": T - 1}, None),
    *[({"expiresOn": value}, CANNOT) for value in NO_TIME],
    *[({"expiresOn": value}, None) for value in ABSURD],
)
def test_itk001_a_token_must_expire(found, fields, expected):
    check(found, "ITK001", fields, expected)


def lifetime(days, more=0):
    return {"createdOn": T - DAY, "expiresOn": T - DAY + days * DAY + more}


@cases(
    (lifetime(366, -1), None),
    (lifetime(366), None),
    (lifetime(366, 1), LOW),
    (lifetime(90) | T1, None),
    (lifetime(90, 1) | T1, MEDIUM),
    (lifetime(90, 1) | T0, MEDIUM),
    (lifetime(90, 1), None),
    *[({"expiresOn": none}, None) for none in NONE],
    *[({"createdOn": none}, CANNOT) for none in NONE],
    *[({"createdOn": value}, CANNOT) for value in NO_TIME],
    *[({"expiresOn": value}, CANNOT) for value in NO_TIME],
    ({"expiresOn": 10**20}, LOW),
    ({"createdOn": -(10**20)}, LOW),
)
def test_itk002_a_token_must_not_live_too_long(found, fields, expected):
    check(found, "ITK002", fields, expected)


def age(days, more=0):
    return {"createdOn": T - days * DAY - more}


@cases(
    (age(90, -1), None),
    (age(90), None),
    (age(90, 1), MEDIUM),
    (age(90, 1) | T0, HIGH),
    (age(90, 1) | T1, HIGH),
    (age(180, -1), MEDIUM),
    (age(180), HIGH),
    (age(180, 1), HIGH),
    (age(365) | {"expiresOn": T - 1}, None),
    (age(365) | {"expiresOn": T}, None),
    (age(365) | {"expiresOn": T + 1}, HIGH),
    *[({"createdOn": none}, CANNOT) for none in NONE],
    *[({"createdOn": value}, CANNOT) for value in NO_TIME],
    ({"createdOn": 10**20}, None),
    ({"createdOn": -(10**20)}, HIGH),
)
def test_itk003_a_token_must_be_rotated_in_time(found, fields, expected):
    check(found, "ITK003", fields, expected)


@pytest.mark.parametrize(
    ("worst", "days", "expected"),
    [("privileged", 181, CRITICAL), ("privileged", 91, CRITICAL), ("late", 181, CRITICAL), ("late", 91, HIGH)],
)
def test_itk003_of_two_cases_the_worse_one_counts(found, worst, days, expected):
    rule = default_policy().rules["ITK003"]
    rule = attrs.evolve(rule, severities=rule.severities | {worst: Severity.CRITICAL})
    policy = attrs.evolve(default_policy(), rules=default_policy().rules | {"ITK003": rule})
    assert found("ITK003", token(**age(days), **T0), policy=policy) == [(expected, "fail", "t1")]


def used(days, more=0):
    return {"lastUsedOn": T - days * DAY - more, "createdOn": T - 1000 * DAY}


@cases(
    (used(45, -1), None),
    (used(45), None),
    (used(45, 1), MEDIUM),
    (used(90), MEDIUM),
    (used(90, 1), HIGH),
    (used(90, 1) | {"expiresOn": T - 1}, None),
    (used(90, 1) | {"expiresOn": None}, HIGH),
    *[({"lastUsedOn": none}, None) for none in NONE],
    *[({"lastUsedOn": value}, CANNOT) for value in NO_TIME],
    *[({"lastUsedOn": value, "expiresOn": T - 1}, None) for value in NO_TIME],
    ({"lastUsedOn": -(10**20)}, HIGH),
    ({"lastUsedOn": 10**20}, None),
)
def test_itk004_a_token_must_not_be_left_unused(found, fields, expected):
    check(found, "ITK004", fields, expected)


def unused(days, more=0):
    return {"lastUsedOn": None} | age(days, more)


@cases(
    (unused(7, -1), None),
    (unused(7), None),
    (unused(7, 1), LOW),
    (unused(30), LOW),
    (unused(30, 1), MEDIUM),
    (unused(30, 1) | {"lastUsedOn": 0}, MEDIUM),
    (unused(30, 1) | {"lastUsedOn": "absent"}, MEDIUM),
    (unused(30, 1) | {"lastUsedOn": T - 1}, None),
    (unused(30, 1) | {"expiresOn": T - 1}, None),
    *[({"lastUsedOn": None, "createdOn": none}, CANNOT) for none in NONE],
    ({"lastUsedOn": None, "createdOn": "yesterday"}, CANNOT),
)
def test_itk005_a_token_must_be_used_at_all(found, fields, expected):
    check(found, "ITK005", fields, expected)


def expired(days, more=0):
    return {"expiresOn": T - days * DAY - more}


@cases(
    (expired(30, -1), None),
    (expired(30), None),
    (expired(30, 1), LOW),
    ({"expiresOn": T + 1}, None),
    *[({"expiresOn": none}, None) for none in NONE],
    *[({"expiresOn": value}, CANNOT) for value in NO_TIME],
    ({"expiresOn": -(10**20)}, LOW),
)
def test_itk006_an_expired_token_must_go(found, fields, expected):
    check(found, "ITK006", fields, expected)


def expiring(days, more=0):
    return {"expiresOn": T + days * DAY + more}


@cases(
    (expiring(30, 1), None),
    (expiring(30), LOW),
    (expiring(30, -1), LOW),
    (expiring(14, 1), LOW),
    (expiring(14), MEDIUM),
    (expiring(7, 1), MEDIUM),
    (expiring(7), HIGH),
    (expiring(1, 1), HIGH),
    (expiring(1), CRITICAL),
    ({"expiresOn": T + 1}, CRITICAL),
    ({"expiresOn": T}, None),
    (expiring(1) | {"lastUsedOn": T - 30 * DAY}, CRITICAL),
    (expiring(1) | {"lastUsedOn": T - 30 * DAY - 1}, None),
    *[(expiring(1) | {"lastUsedOn": none}, None) for none in NONE],
    *[({"expiresOn": none}, None) for none in NONE],
    *[({"expiresOn": value}, CANNOT) for value in NO_TIME],
    *[(expiring(30) | {"lastUsedOn": value}, CANNOT) for value in NO_TIME],
    *[
        (expires | {"lastUsedOn": "yesterday"}, None)
        for expires in (expiring(30, 1), {"expiresOn": None}, expiring(-1))
    ],
)
def test_itk007_a_token_in_use_must_not_expire_unnoticed(found, fields, expected):
    check(found, "ITK007", fields, expected)


@cases(
    ({"createdOn": T + 1000, "lastUsedOn": None}, None),
    ({"createdOn": T + 1001, "lastUsedOn": None}, HIGH),
    ({"lastUsedOn": T - 5 * DAY - 1000}, None),
    ({"lastUsedOn": T - 5 * DAY - 1001}, HIGH),
    ({"expiresOn": T - 2 * DAY, "lastUsedOn": T - 2 * DAY + 1000}, None),
    ({"expiresOn": T - 2 * DAY, "lastUsedOn": T - 2 * DAY + 1001}, HIGH),
    *[({field: none}, None) for field in ("createdOn", "lastUsedOn", "expiresOn") for none in NONE],
    *[({field: value}, HIGH) for field in ("createdOn", "lastUsedOn", "expiresOn") for value in NO_TIME],
    ({"createdOn": 10**20, "lastUsedOn": None, "expiresOn": None}, HIGH),
    ({"lastUsedOn": T + 1000}, None),
    ({"lastUsedOn": T + 1001}, HIGH),
    ({"expiresOn": T - 5 * DAY, "lastUsedOn": None}, None),
    ({"expiresOn": T - 5 * DAY - 1, "lastUsedOn": None}, HIGH),
)
def test_itk017_times_must_not_contradict_each_other(found, fields, expected):
    check(found, "ITK017", fields, expected)


def test_itk017_tells_each_contradiction(found):
    assert len(found("ITK017", token(createdOn=T + DAY, lastUsedOn=T, expiresOn=T - DAY))) == 4
