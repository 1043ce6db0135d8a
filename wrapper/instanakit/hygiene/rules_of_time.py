"""The rules about when a token was made, used and expires. Each takes a token and what is set for the rule. Pure."""

from collections.abc import Sequence

from instanakit._views import value_of
from instanakit.hygiene.hit import LOOK, Hit, cannot_check, in_days
from instanakit.hygiene.policy import Rule
from instanakit.hygiene.registry import PASS, of_one
from instanakit.hygiene.subject import DAY, Subject


@of_one("ITK001")
def no_expiry(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what never expires."""
    del rule
    if one.expires is not None:
        return PASS
    if "expiresOn" in one.unreadable:
        return _unreadable(one, "expiresOn")
    return [Hit(_privileged(one), {"expiresOn": None}, "an expiry must be set")]


@of_one("ITK002")
def lifetime_too_long(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what lives longer than it should."""
    if "expiresOn" in one.unreadable:
        return _unreadable(one, "expiresOn")
    if one.expires is None:
        return PASS
    if one.created is None:
        return _unreadable(one, "createdOn")
    case = _privileged(one)
    days = rule.limits["privileged_days" if case == "privileged" else "days"]
    if one.expires - one.created <= days * DAY:
        return PASS
    return [Hit(case, _fields(one, "createdOn", "expiresOn"), f"a lifetime of {in_days(days)}", days=days)]


@of_one("ITK003")
def rotation_overdue(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what was created too long ago."""
    if not one.is_active:
        return PASS
    if one.created is None:
        return _unreadable(one, "createdOn")
    days = rule.limits["days"]
    age = one.now - one.created
    if age <= days * DAY:
        return PASS
    cases = [_privileged(one), *(["late"] if age >= 2 * days * DAY else [])]
    worst = max(cases, key=lambda case: rule.severities[case].rank)
    return [Hit(worst, _fields(one, "createdOn"), f"an age of {in_days(days)}")]


@of_one("ITK004")
def unused(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what was last used too long ago."""
    if not one.is_active:
        return PASS
    if "lastUsedOn" in one.unreadable:
        return _unreadable(one, "lastUsedOn")
    if one.used is None:
        return PASS
    return _idle(one, rule, one.now - one.used, "lastUsedOn", "unused")


@of_one("ITK005")
def never_used(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what was never used since it was created."""
    if not one.is_active or one.used is not None or "lastUsedOn" in one.unreadable:
        return PASS
    if one.created is None:
        return _unreadable(one, "createdOn")
    return _idle(one, rule, one.now - one.created, "createdOn", "never used")


def _idle(one: Subject, rule: Rule, idle: float, field: str, how: str) -> Sequence[Hit]:
    if idle <= rule.limits["days"] * DAY:
        return PASS
    is_late = idle > rule.limits["late_days"] * DAY
    days = rule.limits["late_days" if is_late else "days"]
    evidence = _fields(one, *dict.fromkeys([field, "lastUsedOn"]))
    return [Hit("late" if is_late else "default", evidence, f"{how} for {in_days(days)}")]


@of_one("ITK006")
def expired_left_behind(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what expired long ago and is still there."""
    if "expiresOn" in one.unreadable:
        return _unreadable(one, "expiresOn")
    days = rule.limits["days"]
    if one.expires is None or one.now - one.expires <= days * DAY:
        return PASS
    return [Hit(evidence=_fields(one, "expiresOn"), threshold=f"expired for {in_days(days)}")]


@of_one("ITK007")
def expiring_in_use(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what is in use and expires soon."""
    limits = rule.limits
    if "expiresOn" in one.unreadable:
        return _unreadable(one, "expiresOn")
    if one.expires is None or not one.is_active:
        return PASS
    left = one.expires - one.now
    if left > limits["days"] * DAY:
        return PASS
    if "lastUsedOn" in one.unreadable:
        return _unreadable(one, "lastUsedOn")
    if one.used is None or one.now - one.used > limits["used_days"] * DAY:
        return PASS
    nearer = [case for case in ("critical", "high", "medium") if left <= limits[f"{case}_days"] * DAY]
    case = nearer[0] if nearer else "default"
    days = limits[f"{case}_days" if nearer else "days"]
    threshold = f"expires within {in_days(days)}, used in the last {in_days(limits['used_days'])}"
    return [Hit(case, _fields(one, "expiresOn", "lastUsedOn"), threshold)]


@of_one("ITK017")
def clock_anomaly(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find times that cannot be right."""
    slack = rule.limits["seconds"] * 1000
    if one.unreadable:
        return [Hit(evidence=_fields(one, *one.unreadable), threshold="a time", key=",".join(one.unreadable))]
    found = []
    if one.created is not None and one.created > one.now + slack:
        found.append(_contradiction(one, "createdOn", None, "not created later than now"))
    if one.used is not None and one.used > one.now + slack:
        found.append(_contradiction(one, "lastUsedOn", None, "not used later than now"))
    if one.expires is not None and one.created is not None and one.expires < one.created:
        found.append(_contradiction(one, "expiresOn", "createdOn", "not expired before it was created"))
    if one.used is not None and one.created is not None and one.used < one.created - slack:
        found.append(_contradiction(one, "lastUsedOn", "createdOn", "not used before it was created"))
    if one.used is not None and one.expires is not None and one.used > one.expires + slack:
        found.append(_contradiction(one, "lastUsedOn", "expiresOn", "not used after it expired"))
    return found


def _contradiction(one: Subject, field: str, other: str | None, threshold: str) -> Hit:
    fields = [field] if other is None else [field, other]
    return Hit(evidence=_fields(one, *fields), threshold=threshold, key="-".join(fields))


def _privileged(one: Subject) -> str:
    return "privileged" if one.grants.privileged else "default"


def _unreadable(one: Subject, field: str) -> Sequence[Hit]:
    how = "is no time" if field in one.unreadable else "is not there"
    return [cannot_check(f"{field} {how}", LOOK, **_fields(one, field))]


def _fields(one: Subject, *names: str) -> dict[str, object]:
    return {name: value_of(one.token, name) for name in names}
