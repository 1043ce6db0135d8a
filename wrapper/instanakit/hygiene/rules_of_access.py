"""The rules about what a token may do. Each takes a token and what is set for the rule. Pure."""

from collections.abc import Callable, Sequence

from instanakit._views import value_of
from instanakit.hygiene.grants import ALL_KNOWN
from instanakit.hygiene.hit import LOOK, Hit, cannot_check, in_days, neither
from instanakit.hygiene.policy import Rule
from instanakit.hygiene.registry import PASS, of_one
from instanakit.hygiene.subject import DAY, Subject
from instanakit.permissions import is_limited_scope, is_permission


@of_one("ITK008")
def privileged(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what may take over the tenant unit, read secrets or move data out."""
    del rule
    grants = one.grants
    if not one.is_active:
        return PASS
    if not grants.privileged:
        return _unclear(one)
    evidence = {"T0": list(grants.takes_over), "T1": list(grants.reads_secrets)}
    return [Hit(_takes_over(one), evidence, "none of tier T0 and T1 without a waiver", permissions=grants.privileged)]


@of_one("ITK009")
def near_admin(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what may do nearly everything."""
    share, most = rule.limits["share"], rule.limits["takes_over"]
    grants = one.grants
    if grants.known < share * ALL_KNOWN and len(grants.takes_over) < most:
        return _unclear(one)
    evidence = {"permissions": grants.known, "of": ALL_KNOWN, "T0": len(grants.takes_over)}
    return [
        Hit(evidence=evidence, threshold=f"less than {share:.0%} of all permissions, less than {most:g} of tier T0")
    ]


@of_one("ITK010")
def toxic_combination(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find permissions that are worse together."""
    del rule
    if not one.grants.toxic:
        return _unclear(one)
    held = set(one.grants.takes_over)
    return [
        Hit(
            "default" if held.isdisjoint(toxic.permissions) else "takes_over",
            {"combination": toxic.name, "permissions": list(toxic.permissions)},
            f"not all at once ({toxic.name})",
            key=toxic.name,
            permissions=toxic.fewest,
        )
        for toxic in one.grants.toxic
    ]


@of_one("ITK011")
def unscoped(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what no scope limits."""
    del rule
    if one.grants.is_scoped:
        return PASS
    if unclear := _unclear(one, is_limited_scope):
        return unclear
    case = "privileged" if one.grants.privileged else "default"
    return [Hit(case, {"limitedScopes": []}, "at least one limited scope")]


@of_one("ITK012")
def dormant_privileged(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what may do much and does nothing."""
    if not one.is_active:
        return PASS
    if not one.grants.privileged:
        return _unclear(one)
    field = "createdOn" if one.used is None and "lastUsedOn" not in one.unreadable else "lastUsedOn"
    if field in one.unreadable:
        return [cannot_check(f"{field} is no time", LOOK, **{field: value_of(one.token, field)})]
    since = one.created if one.used is None else one.used
    if since is None:
        return [cannot_check("neither lastUsedOn nor createdOn is there", LOOK, lastUsedOn=None, createdOn=None)]
    days = rule.limits["days"]
    if one.now - since <= days * DAY:
        return PASS
    evidence = {field: since, "T0": list(one.grants.takes_over), "T1": list(one.grants.reads_secrets)}
    return [Hit(_takes_over(one), evidence, f"privileged and idle for {in_days(days)}")]


def _unclear(one: Subject, kind: Callable[[str], bool] = is_permission) -> Sequence[Hit]:
    """Say of a token that would pass if there are permissions, or scopes, of which nobody can tell if they are on."""
    fields = [field for field in one.unclear if kind(field)]
    return [neither(one.token, fields)] if fields else PASS


def _takes_over(one: Subject) -> str:
    return "takes_over" if one.grants.takes_over else "default"
