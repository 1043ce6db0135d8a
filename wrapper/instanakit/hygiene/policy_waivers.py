"""The waivers of a policy's file: what each must have. Pure."""

from collections.abc import Collection
from datetime import date
from typing import Any

from instanakit.hygiene.lines import Place
from instanakit.hygiene.policy_source import Source

_EXAMPLES = {
    "rule": '"ITK008"',
    "token": '"terraform-*"',
    "reason": '"manages dashboards"',
    "approver": '"grace@example.com"',
    "until": "2027-06-30",
}
# Findings of waivers that are over: whoever waived these would hide that.
_OF_WAIVERS = "ITK000"


def waivers(found: Any, rules: Collection[str], source: Source) -> list[dict[str, Any]]:
    """Return the waivers that each have all they need. Raises ConfigurationError for another."""
    place = ("waivers",)
    hint = f"Begin each with [[waivers]], and write {', '.join(_EXAMPLES)} below it."
    if not isinstance(found, list):
        raise source.wrong(place, "must be tables", hint)
    for number, one in enumerate(found):
        if not isinstance(one, dict):
            raise source.wrong((*place, number), "must be tables", hint)
        _check(one, source, (*place, number))
        if one["rule"] not in rules or one["rule"] == _OF_WAIVERS:
            known = [rule for rule in rules if rule != _OF_WAIVERS]
            problem = f"names no rule that can be waived: {one['rule']!r}"
            raise source.wrong((*place, number, "rule"), problem, f"Those are {', '.join(known)}.")
    return found


def _check(one: dict[str, Any], source: Source, place: Place) -> None:
    for key in one:
        if key not in _EXAMPLES:
            raise source.unknown((*place, key), _EXAMPLES)
    for key, example in _EXAMPLES.items():
        here, hint = (*place, key), f"Write for example: {key} = {example}."
        kind, words = (date, "a date without a time") if key == "until" else (str, "a text")
        if key not in one:
            raise source.wrong(here, "is missing: every waiver has one", hint)
        # A date with a time is a date to isinstance.
        if type(one[key]) is not kind:
            raise source.wrong(here, f"must be {words}", hint)
        if not str(one[key]).strip():
            raise source.wrong(here, "must not be blank", hint)
