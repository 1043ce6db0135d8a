"""The evidence of a finding in words, and what it was held against, as all that is for people has it. Pure."""

import json
from typing import Any

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.severity import Outcome
from instanakit.hygiene.text import clipped, listed
from instanakit.hygiene.times import dated

_TIMES = frozenset({"createdOn", "lastUsedOn", "expiresOn"})
# What ITK018 has as what it was, and what it is.
_CHANGES, _PAIRS = "ITK018", frozenset({"name", "expiresOn"})
_LONGEST = 160


def in_words(found: Finding, now: float) -> str:
    """Write the evidence, times with how far they are from now, which is in milliseconds since 1970."""
    return "; ".join(f"{field}: {_field(found, field, value, now)}" for field, value in found.evidence.items())


def held_against(found: Finding) -> str:
    """Write the threshold, or what keeps it from being checked, with its source."""
    kind = "cannot be checked" if found.outcome is Outcome.CANNOT_CHECK else "limit"
    return f"{kind}: {found.threshold} ({found.source})"


def with_limit(found: Finding, now: float) -> str:
    """Write the evidence and beside it what it was held against."""
    return "; ".join(filter(None, (in_words(found, now), held_against(found))))


def _field(found: Finding, field: str, value: Any, now: float) -> str:
    if found.rule.id == _CHANGES and field in _PAIRS and isinstance(value, list):
        return " -> ".join(_value(field, side, now) for side in value)
    return _value(field, value, now)


def _value(field: str, value: Any, now: float) -> str:
    if value is None:
        return "none"
    if field in _TIMES:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return dated(value, now) if is_number and value else _quoted(value)
    if isinstance(value, list | tuple):
        return listed([_value(field, item, now) for item in value]) or "none"
    return clipped(value, _LONGEST) if isinstance(value, str) and value.strip() else _quoted(value)


def _quoted(value: Any) -> str:
    return clipped(json.dumps(value, default=str), _LONGEST)
