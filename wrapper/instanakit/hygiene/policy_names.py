"""The permissions that a policy names, in tiers and in toxic combinations. Pure."""

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from instanakit.hygiene.lines import Place
from instanakit.hygiene.policy_source import Source, did_you_mean
from instanakit.permissions import Permission, is_permission

_KNOWN = sorted(map(str, Permission))
_BY_LOWER = {name.lower(): name for name in _KNOWN}
_NEAR = 0.9
_OF_TIER = 'Write for example: {} = ["canConfigureUsers", "*SmartAlerts"].'
_OF_TOXIC = 'Write one of each list, for example: {} = [["canViewLogs"], ["canInvokeAlertChannel"]].'


def tier(found: Any, source: Source, place: Place) -> list[str]:
    """Return the permissions and globs of a tier. Raises ConfigurationError for what fits no permission."""
    hint = _OF_TIER.format(place[-1])
    if not isinstance(found, list):
        raise source.wrong(place, "must be a list of permissions", hint)
    for number, one in enumerate(found):
        here = (*place, number)
        if not _is_glob(one):
            _check(one, source, here, hint)
        elif not any(fnmatchcase(name, one) for name in _KNOWN):
            meant = did_you_mean(one.replace("*", ""), _KNOWN)
            otherwise = "A permission that is newer than this build is written by its whole name."
            raise source.wrong(here, f"has a glob that matches no permission: {one!r}", f"{meant}{otherwise}")
    return found


def combination(found: Any, source: Source, place: Place) -> list[list[str]]:
    """Return the lists of a toxic combination. Raises ConfigurationError for what can never be held."""
    hint = _OF_TOXIC.format(place[-1])
    if not isinstance(found, list):
        raise source.wrong(place, "must be a list of lists of permissions", hint)
    for number, group in enumerate(found):
        here = (*place, number)
        if not isinstance(group, list):
            raise source.wrong(here, "must be a list of lists of permissions", hint)
        if not group:
            off = f"Leave it out; {place[-1]} = [] switches the combination off."
            raise source.wrong(here, "has an empty list, so that no token could have one of each", off)
        for at, one in enumerate(group):
            if _is_glob(one):
                problem = f"takes permissions by their whole names; {one!r} is a glob"
                raise source.wrong((*here, at), problem, "List those that are meant: one of a list is enough.")
            _check(one, source, (*here, at), hint)
    return found


def _is_glob(one: Any) -> bool:
    return isinstance(one, str) and any(mark in one for mark in "*?[")


def _check(one: Any, source: Source, place: Place, hint: str) -> None:
    if not isinstance(one, str):
        raise source.wrong(place, f"must name permissions by texts; {one!r} is none", hint)
    if one in _KNOWN:
        return
    if not is_permission(one):
        meant = did_you_mean(one, _KNOWN) or "Permissions are named as in canViewLogs."
        raise source.wrong(place, f"names no permission: {one!r}", meant.rstrip())
    if near := _near(one):
        raise source.wrong(place, f"names no permission: {one!r}", f"Did you mean {near}?")


def _near(name: str) -> str | None:
    """Return the known permission that a name misspells; one of more or fewer words is another permission."""
    words = sum(map(str.isupper, name))
    alike = [one for one in _KNOWN if sum(map(str.isupper, one)) == words]
    near = get_close_matches(name, alike, n=1, cutoff=_NEAR)
    return _BY_LOWER.get(name.lower()) or (near[0] if near else None)
