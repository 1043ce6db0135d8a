"""The limits of a policy's rules: in which bounds each may be, and in which order those of one rule are. Pure."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ulp
from typing import Any

import attrs

from instanakit.hygiene.lines import Place
from instanakit.hygiene.policy_source import Source, example


@attrs.frozen
class _Bounds:
    words: str
    lowest: float
    highest: float
    kind: type = float

    def hold(self, found: Any) -> bool:
        # True is an integer, and NaN is in no bounds.
        is_number = isinstance(found, int | self.kind) and not isinstance(found, bool)
        return is_number and bool(self.lowest <= found <= self.highest)


# By how the limit's name ends. A hundred years and a whole day are more than anybody needs.
_BY_ENDING = {
    "days": _Bounds("a number of days from 0 to 36500", 0, 36500),
    "seconds": _Bounds("a number of seconds from 0 to 86400", 0, 86400),
    "share": _Bounds("a share above 0 and at most 1", ulp(0.0), 1),
    "takes_over": _Bounds("a whole number from 1 to 100", 1, 100, int),
}
# Of these less finds less: 0 would switch the rule off.
_NOT_NOTHING = _Bounds("a number of days from 1 to 36500", 1, 36500)
_BY_LIMIT = {("ITK007", "days"): _NOT_NOTHING, ("ITK007", "used_days"): _NOT_NOTHING}


def limit(packaged: float, found: Any, source: Source, place: Place) -> float:
    """Return a limit that is in its bounds. Raises ConfigurationError for another."""
    _, rule, _, name = map(str, place)
    of_ending = next(bounds for ending, bounds in _BY_ENDING.items() if name.endswith(ending))
    bounds = _BY_LIMIT.get((rule, name), of_ending)
    if not bounds.hold(found):
        raise source.wrong(place, f"must be {bounds.words}", example(place, packaged))
    number: float = found
    return number


def check_order(packaged: Mapping[str, Any], rules: Mapping[str, Any], source: Source) -> None:
    """Raise ConfigurationError where limits of a rule's cases are not in the order that the packaged ones have."""
    for id_, rule in packaged.items():
        for lower, higher in _pairs(rule):
            limits = rules[id_]["limits"]
            if limits[lower] <= limits[higher]:
                continue
            place: Place = ("rules", id_, "limits", lower)
            problem = f"is {limits[lower]:g} and must be at most {higher}, which is {limits[higher]:g}"
            if place not in source.lines:
                place = (*place[:-1], higher)
                problem = f"is {limits[higher]:g} and must be at least {lower}, which is {limits[lower]:g}"
            raise source.wrong(place, problem, f"Raise {higher}, or lower {lower}.")


def _pairs(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the limits that belong together, the lower one first: `days`, and `x_days` for each severity `x`."""
    limits = rule.get("limits", {})
    names = [name for name in ("days", *(f"{case}_days" for case in rule["severity"])) if name in limits]
    return pairwise(sorted(names, key=limits.__getitem__))
