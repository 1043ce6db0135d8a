"""Hit: what a rule returns, before it is made a finding."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from instanakit._views import value_of
from instanakit.hygiene.severity import Outcome
from instanakit.models import Token

LOOK = "Look at the token: instanakit tokens get {internal_id}"


def in_days(days: float) -> str:
    """Write a number of days."""
    return "a day" if days == 1 else f"{days:g} days"


@attrs.define  # frozen, each would take twice as long to make
class Hit:
    """What a rule has found: which of its severities, the evidence, what it was held against."""

    case: str = "default"
    evidence: Mapping[str, Any] = attrs.field(factory=dict)
    threshold: str = ""
    key: str = ""
    permissions: tuple[str, ...] = ()  # for the remedy
    outcome: Outcome = Outcome.FAIL
    remedy: str = ""  # in the place of the rule's
    days: float = 0.0  # for the remedy


def cannot_check(why: str, remedy: str, **evidence: Any) -> Hit:
    """Say that a rule cannot be checked, what keeps it from that, and what to do about it."""
    return Hit(evidence=evidence, threshold=why, key="cannot-check", outcome=Outcome.CANNOT_CHECK, remedy=remedy)


def neither(token: Token, fields: Sequence[str]) -> Hit:
    """Say of permissions or scopes that nobody can tell whether they are on, since they are neither true nor false."""
    values = {field: value_of(token, field) for field in fields}
    return cannot_check(f"neither true nor false: {', '.join(fields)}", LOOK, **values)
