"""Permission and LimitedScope, the names that the specification has, and the check of names that a caller gives.

The API's own wire names (`canViewLogs`, `limitedLogsScope`) are used everywhere; the enums' members are such texts.
A leaf: it knows the generated enums and the errors.
"""

import difflib
import re
from collections.abc import Iterable

from instana_openapi.types import LimitedScope, Permission
from instanakit.errors import ConfigurationError

__all__ = ["LimitedScope", "Permission"]

# What a server turns on beside a permission, and what it stores as false whatever was sent.
# Source: the documentation of `instana_api_token` in terraform-provider-instana, #86 and #88.
IMPLIED: dict[str, frozenset[str]] = {
    "canConfigureSyntheticCredentials": frozenset({"canUseSyntheticCredentials"}),
    "canConfigureSyntheticLocations": frozenset({"canViewSyntheticLocations"}),
    "canConfigureSyntheticTests": frozenset(
        {"canViewSyntheticLocations", "canViewSyntheticTestResults", "canViewSyntheticTests"}
    ),
}
ALWAYS_FALSE = frozenset({"canConfigurePersonalApiTokens", "limitedLinuxKVMHypervisorScope"})

_PERMISSION = re.compile(r"can[A-Z]\w*")
_LIMITED_SCOPE = re.compile(r"limited\w+Scope")


def is_permission(field: str) -> bool:
    """Tell whether a field of a token is a permission by its name, known or not."""
    return _PERMISSION.fullmatch(field) is not None


def is_limited_scope(field: str) -> bool:
    """Tell whether a field of a token is a limited scope by its name, known or not."""
    return _LIMITED_SCOPE.fullmatch(field) is not None


_KNOWN = frozenset(map(str, (*Permission, *LimitedScope)))


def unknown_flags(fields: Iterable[str]) -> frozenset[str]:
    """Return the fields that are permissions or limited scopes by their names, and that this build does not know."""
    return frozenset(field for field in set(fields) - _KNOWN if is_permission(field) or is_limited_scope(field))


def check_permissions(names: Iterable[str], option: str, *, allow_unknown: bool) -> frozenset[str]:
    """Return the wire names, or raise ConfigurationError for one that is no permission that this build knows."""
    return _check(names, option, Permission, "permission", _PERMISSION, allow_unknown=allow_unknown)


def check_limited_scopes(names: Iterable[str], option: str, *, allow_unknown: bool) -> frozenset[str]:
    """Return the wire names, or raise ConfigurationError for one that is no limited scope that this build knows."""
    return _check(names, option, LimitedScope, "limited scope", _LIMITED_SCOPE, allow_unknown=allow_unknown)


def _check(
    names: Iterable[str],
    option: str,
    known: type[Permission] | type[LimitedScope],
    noun: str,
    shape: re.Pattern[str],
    *,
    allow_unknown: bool,
) -> frozenset[str]:
    if not isinstance(names, Iterable):
        message = f"{option} must be a list of names; it is {names!r}"
        raise ConfigurationError(message)
    if isinstance(names, str):
        message = f"{option} is a list of names, not one text"
        raise ConfigurationError(message, hint=f"Write {option}=[{str(names)!r}].")
    found = set()
    for name in names:
        if not isinstance(name, str) or not shape.fullmatch(name):
            message = f"{option}: {name!r} is not the name of a {noun}"
            raise ConfigurationError(message, hint=_did_you_mean(str(name), known))
        wire_name = str(name)
        if not allow_unknown and wire_name not in known.__members__.values():
            message = f"{option}: this build knows no {noun} {wire_name!r}"
            otherwise = "If the server is newer than this build, pass allow_unknown=True."
            raise ConfigurationError(message, hint=f"{_did_you_mean(wire_name, known)} {otherwise}".strip())
        found.add(wire_name)
    return frozenset(found)


def _did_you_mean(name: str, known: type[Permission] | type[LimitedScope]) -> str:
    by_lower = {str(member).lower(): str(member) for enum in (known, Permission, LimitedScope) for member in enum}
    near = difflib.get_close_matches(name.lower(), by_lower, n=3, cutoff=0.8)
    if not near:
        return ""
    # The second best is worth a word only if it is about as near as the best.
    nearness = {match: difflib.SequenceMatcher(None, match, name.lower()).ratio() for match in near}
    close = [by_lower[match] for match in near if nearness[match] > nearness[near[0]] - 0.05]
    return f"Did you mean {' or '.join(close)}?"
