"""The rules about a token's owner and name. Each takes a token and what is set for the rule. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from instanakit.hygiene.hit import LOOK, Hit, cannot_check
from instanakit.hygiene.policy import Rule
from instanakit.hygiene.registry import PASS, of_one
from instanakit.hygiene.subject import Subject


@of_one("ITK013")
def owner_gone(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find what somebody has created who is none of ours; without domains the unit as a whole cannot be checked."""
    domains = rule.domains
    if not domains:
        return PASS
    created_by = one.token.created_by or ""
    _, at, domain = created_by.rpartition("@")
    if not at:
        return [cannot_check("createdBy is no address", LOOK, createdBy=created_by or None)]
    if domain.casefold() in domains:
        return PASS
    return [Hit(evidence={"createdBy": created_by}, threshold=f"one of {', '.join(domains)}", key=domain.casefold())]


@of_one("ITK016")
def name_policy(one: Subject, rule: Rule) -> Sequence[Hit]:
    """Find a name that says nothing, or is not as the policy wants it."""
    evidence = {"name": one.name}
    if not one.name.strip():
        return [Hit(evidence=evidence, threshold="a name that is not blank")]
    if not rule.pattern or _pattern(rule.pattern).fullmatch(one.name):
        return PASS
    return [Hit(evidence=evidence, threshold=f"a name that matches {rule.pattern}", key=one.name)]


@lru_cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
