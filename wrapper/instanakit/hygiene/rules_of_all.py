"""The rules over all tokens of a unit. Each yields what it has found, with the token that it is about. Pure."""

from collections import Counter
from collections.abc import Iterator

from instanakit._views import flags_and_others
from instanakit.hygiene.baseline import Known
from instanakit.hygiene.hit import Hit, cannot_check, in_days, neither
from instanakit.hygiene.policy import Rule
from instanakit.hygiene.registry import Found, Whole, over_all
from instanakit.hygiene.subject import DAY, is_active
from instanakit.models import Token

_NAME_THEM = "Name the domains of those who may own a token in a policy: [rules.ITK013] domains = [...]"
_SEE = "Run instanakit rotations list, which says why."
_FIND_USER = "Find out who uses the old secret until {until}; then run instanakit rotations resume {{rid}}"
_SHOWN = 5  # of the others of one name


@over_all("ITK013")
def owners_unknown(whole: Whole, rule: Rule) -> Iterator[Found]:
    """Say that nobody can tell whose tokens are nobody's without a list of the owners' domains."""
    if not rule.domains and whole.tokens:
        yield None, cannot_check("the policy names no domains", _NAME_THEM, tokens=len(whole.tokens))


@over_all("ITK014")
def unfinished_rotation(whole: Whole, rule: Rule) -> Iterator[Found]:
    """Find what is still there, or used, long after its successor came into use."""
    unit = whole.unit
    if unit.cutovers is None:
        yield None, cannot_check("the journal of rotations cannot be read", _SEE)
        return
    days = rule.limits["days"]
    for token in whole.tokens if unit.cutovers else ():
        cutover = unit.cutovers.get(token.internal_id)
        if cutover is None or not (one := whole.view(token)).is_active:
            continue
        since, ends = cutover.since.timestamp() * 1000, cutover.grace_ends_at.timestamp() * 1000
        is_late = one.now > ends + days * DAY
        is_used = one.used is not None and one.used > since + days * DAY
        if is_late or is_used:
            evidence = {
                "rid": cutover.rid,
                "newInternalId": cutover.new_internal_id,
                "since": cutover.since.isoformat(),
                "graceEndsAt": cutover.grace_ends_at.isoformat(),
                "lastUsedOn": one.used,
            }
            how = (
                f"deleted {in_days(days)} after the grace period"
                if is_late
                else f"not used {in_days(days)} after the cut-over"
            )
            remedy = "" if one.now > ends else _FIND_USER.format(until=evidence["graceEndsAt"])
            yield token, Hit(evidence=evidence, threshold=how, key=cutover.rid, remedy=remedy)


@over_all("ITK015")
def duplicate(whole: Whole, rule: Rule) -> Iterator[Found]:
    """Find active tokens of one name that no rotation accounts for."""
    del rule
    rotating, now = whole.unit.cutovers or {}, whole.unit.now.timestamp() * 1000
    new = {cutover.new_internal_id for cutover in rotating.values()}

    def is_meant(one: Token) -> bool:
        return one.internal_id not in new and is_active(one, now)

    counts = Counter(_folded(one) for one in whole.tokens)  # of all, since most names are nobody else's
    counts.pop("", None)
    alike: dict[str, list[Token]] = {}
    for one in whole.tokens:
        if counts[name := _folded(one)] > 1 and is_meant(one):
            alike.setdefault(name, []).append(one)
    for name, tokens in alike.items():
        shown = [one.internal_id for one in tokens[: _SHOWN + 1]]
        for one in tokens if len(tokens) > 1 else ():
            others = [other for other in shown if other != one.internal_id][:_SHOWN]
            yield one, Hit(evidence={"others": others, "count": len(tokens)}, threshold="a name of its own", key=name)


def _folded(one: Token) -> str:
    """Return a name as it is compared with others."""
    return one.name.strip().casefold()


@over_all("ITK018")
def changed_since_baseline(whole: Whole, rule: Rule) -> Iterator[Found]:
    """Find what is new, gone, or not what it was when the baseline was saved."""
    del rule
    unit, ledger = whole.unit, whole.ledger
    if unit.baseline is None:
        return
    known = dict(unit.baseline.tokens)
    since = f"as on {unit.baseline.taken_at.date()}"
    for one in whole.tokens:
        if unclear := ledger.flags(flags_and_others(one)[1]):
            yield one, neither(one, unclear)
        before, now = known.pop(one.internal_id, None), Known.of(one)
        changes = _changes(before, now)
        if changes:
            gained = now.permissions - (before.permissions if before else frozenset())
            takes_over = any(ledger.tier(permission) == "T0" for permission in gained)
            yield one, Hit("takes_over" if takes_over else "default", changes, since, key=repr(sorted(changes.items())))
    for internal_id, gone in known.items():
        yield None, Hit(evidence={"deleted": internal_id, "name": gone.name}, threshold=since, key=internal_id)


def _changes(before: Known | None, now: Known) -> dict[str, object]:
    if before == now:
        return {}
    if before is None:
        return {"new": True, "gained": sorted(now.permissions)}
    changes: dict[str, object] = {
        "gained": sorted(now.permissions - before.permissions),
        "lost": sorted(before.permissions - now.permissions),
        "limited": sorted(now.limited_scopes - before.limited_scopes),
        "unlimited": sorted(before.limited_scopes - now.limited_scopes),
        "name": [before.name, now.name] if before.name != now.name else [],
        "expiresOn": [before.expires_on, now.expires_on] if before.expires_on != now.expires_on else [],
    }
    return {field: change for field, change in changes.items() if change}
