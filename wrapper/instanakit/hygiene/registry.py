"""The registry of rules: a new rule is a function with its id here, and its entry in policy.toml."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import attrs

from instanakit.hygiene.grants import Ledger
from instanakit.hygiene.hit import Hit
from instanakit.hygiene.policy import Rule
from instanakit.hygiene.subject import Subject
from instanakit.hygiene.unit import Unit
from instanakit.models import Token


@attrs.frozen
class Whole:
    """All tokens of a unit, how they are looked at as the rules over one do, and what is known beside them."""

    tokens: Sequence[Token]
    view: Callable[[Token], Subject]
    unit: Unit
    ledger: Ledger


Found: TypeAlias = tuple[Token | None, Hit]
OfOne: TypeAlias = Callable[[Subject, Rule], Sequence[Hit]]
OverAll: TypeAlias = Callable[[Whole, Rule], Iterator[Found]]

PASS: Sequence[Hit] = ()
OF_ONE: dict[str, OfOne] = {}
OVER_ALL: dict[str, OverAll] = {}


def of_one(rule: str) -> Callable[[OfOne], OfOne]:
    """Make a function the rule of this id, over one token."""

    def register(check: OfOne) -> OfOne:
        OF_ONE[rule] = check
        return check

    return register


def over_all(rule: str) -> Callable[[OverAll], OverAll]:
    """Make a function the rule of this id, over all tokens; a rule may have one of each kind."""

    def register(check: OverAll) -> OverAll:
        OVER_ALL[rule] = check
        return check

    return register
