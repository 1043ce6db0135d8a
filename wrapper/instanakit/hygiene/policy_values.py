"""A policy's document with the changes of a source. Pure.

The packaged policy is the schema, too: a source may have the keys that it has, with values of the same kinds.
"""

from collections.abc import Mapping
from typing import Any

from instanakit.hygiene.lines import Place
from instanakit.hygiene.policy_limits import check_order, limit
from instanakit.hygiene.policy_names import combination, tier
from instanakit.hygiene.policy_pattern import EXAMPLE, pattern
from instanakit.hygiene.policy_source import Source, did_you_mean, example
from instanakit.hygiene.policy_waivers import waivers
from instanakit.hygiene.severity import Severity


def changed(base: Mapping[str, Any], source: Source, packaged: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with what a source changes; waivers are added. Raises ConfigurationError with the line."""
    found = {key: value for key, value in source.document.items() if key != "waivers"}
    document = _table(base, found, source, ())
    check_order(packaged["rules"], document["rules"], source)
    added = waivers(source.document.get("waivers", []), document["rules"], source)
    return document | {"waivers": [*base["waivers"], *added]}


def _table(base: Mapping[str, Any], found: Mapping[str, Any], source: Source, place: Place) -> dict[str, Any]:
    merged = dict(base)
    for key, value in found.items():
        here = (*place, key)
        # Toxic combinations of one's own have names of one's own.
        if key not in base and place != ("toxic",):
            raise source.unknown(here, base)
        merged[key] = _value(base.get(key), value, source, here)
    return merged


def _value(base: Any, found: Any, source: Source, place: Place) -> Any:
    if isinstance(base, dict):
        if not isinstance(found, dict):
            raise source.wrong(place, "must be a table", example(place, base))
        return _table(base, found, source, place)
    if place[0] == "tiers":
        return tier(found, source, place)
    if place[0] == "toxic":
        return combination(found, source, place)
    return _of_rule(base, found, source, place)


def _of_rule(base: Any, found: Any, source: Source, place: Place) -> Any:
    match place[2:]:
        case ("severity", _):
            return _severity(found, source, place)
        case ("limits", _):
            return limit(base, found, source, place)
        case ("enabled",):
            return _flag(base, found, source, place)
        case ("domains",):
            return _domains(found, source, place)
        case ("pattern",):
            return pattern(_text(EXAMPLE, found, source, place), source, place)
        case _:
            return _text(base, found, source, place)


def _flag(base: bool, found: Any, source: Source, place: Place) -> bool:  # noqa: FBT001 (a value among others)
    if not isinstance(found, bool):
        raise source.wrong(place, "must be true or false", example(place, base))
    return found


def _text(base: str, found: Any, source: Source, place: Place) -> str:
    if not isinstance(found, str):
        raise source.wrong(place, "must be a text", example(place, base))
    return found


def _severity(found: Any, source: Source, place: Place) -> str:
    known = [severity.value for severity in Severity]
    if found not in known:
        hint = f"{did_you_mean(found, known)}Severities are {', '.join(known)}."
        raise source.wrong(place, "must be a severity", hint)
    return str(found)


def _domains(found: Any, source: Source, place: Place) -> list[str]:
    hint = example(place, ["example.com"])
    if not isinstance(found, list):
        raise source.wrong(place, "must be a list of texts", hint)
    for number, one in enumerate(found):
        if not isinstance(one, str) or not one.strip():
            raise source.wrong((*place, number), "must be a list of texts", hint)
    return found
