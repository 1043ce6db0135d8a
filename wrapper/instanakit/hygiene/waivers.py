"""Waivers: which findings do not count, and waivers that are over, which are findings themselves. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

import attrs

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.hit import Hit
from instanakit.hygiene.policy import Policy, Waiver

_OVER = "ITK000"


def split(found: Iterable[Finding], policy: Policy, at: datetime) -> tuple[list[Finding], list[tuple[Finding, Waiver]]]:
    """Return the findings that count, and those that are waived, each with its waiver."""
    holding: defaultdict[str, list[Waiver]] = defaultdict(list)
    for waiver in policy.waivers:
        if not waiver.is_over(at):
            holding[waiver.rule].append(waiver)
    if not holding:
        return list(found), []
    counting, waived = [], []
    for one in found:
        by = next((waiver for waiver in holding.get(one.rule.id, ()) if _covers(waiver, one)), None)
        if by is None:
            counting.append(one)
        else:
            waived.append((one, by))
    return counting, waived


def over(policy: Policy, base_url: str, at: datetime) -> Iterator[Finding]:
    """Yield a finding for each waiver that no longer holds."""
    rule = policy.rules[_OVER]
    for waiver in policy.waivers:
        if rule.enabled and waiver.is_over(at):
            yield Finding(
                rule=rule,
                severity=rule.severities["default"],
                base_url=base_url,
                internal_id=None,
                name=None,
                hit=Hit(
                    evidence=as_json(waiver),
                    threshold=f"until {waiver.until}",
                    key=f"{waiver.rule} {waiver.token} {waiver.until} {waiver.reason}",
                ),
            )


def as_json(waiver: Waiver) -> dict[str, Any]:
    """Return a waiver as reports have it."""
    return attrs.asdict(waiver) | {"until": waiver.until.isoformat()}


def in_words(waiver: Waiver) -> str:
    """Say why findings are waived, who approved that, and until when."""
    return f"{waiver.reason} (approved by {waiver.approver}, until {waiver.until})"


def _covers(waiver: Waiver, one: Finding) -> bool:
    # One about the unit is covered by '*', one about a token that is gone by what it was.
    internal_id = one.internal_id or str(one.evidence.get("deleted", ""))
    name = one.name or str(one.evidence.get("name", ""))
    return waiver.token in {internal_id, name} - {""} or any(
        fnmatchcase(text, waiver.token) for text in (internal_id, name)
    )
