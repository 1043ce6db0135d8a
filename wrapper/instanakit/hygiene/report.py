"""Report: all that a check has found, the worst first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from instanakit.hygiene.baseline import Baseline
from instanakit.hygiene.engine import findings
from instanakit.hygiene.finding import Finding
from instanakit.hygiene.policy import Policy, Waiver
from instanakit.hygiene.severity import Outcome, Severity
from instanakit.hygiene.unit import Unit
from instanakit.hygiene.waivers import as_json, over, split
from instanakit.models import Token

ANALOGY = "The sources are rules for the accounts of people, applied to tokens by analogy."
VERSION = 1


def _summary(found: "Report") -> dict[str, Any]:
    failed = Counter(one.severity for one in found.findings if one.outcome is Outcome.FAIL)
    # Which of two equal waivers covers a finding tells that the other is of no use.
    covered = Counter(id(waiver) for _, waiver in found.waived)
    return {
        "base_url": found.base_url,
        "checked_at": found.checked_at.isoformat(),
        "tokens": len(found.tokens),
        "tokens_with_findings": len({one.internal_id for one in found.findings if one.internal_id is not None}),
        "findings": {severity.value: failed[severity] for severity in reversed(Severity)},
        "cannot_check": sum(one.outcome is Outcome.CANNOT_CHECK for one in found.findings),
        "waived": len(found.waived),
        "waivers": [as_json(waiver) | {"findings": covered[id(waiver)]} for waiver in found.policy.waivers],
        "rules_switched_off": [rule.id for rule in found.policy.rules.values() if not rule.enabled],
        "policy": found.policy.file,
        "preset": found.policy.preset,
        "clock": found.clock,
        "sources": ANALOGY,
    }


@attrs.frozen(kw_only=True)
class Report:
    """The findings of a tenant unit at a time by the server's clock, the worst first, and those that are waived.

    `summary` counts tokens, and findings by severity, that could not be checked, and are waived; it says what was
    checked with.
    """

    base_url: str
    checked_at: datetime
    tokens: Sequence[Token] = attrs.field(repr=False)
    findings: Sequence[Finding] = attrs.field(repr=False)
    waived: Sequence[tuple[Finding, Waiver]] = attrs.field(repr=False)
    policy: Policy = attrs.field(repr=False)
    clock: str = "server"
    summary: dict[str, Any] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_summary, takes_self=True)
    )

    def fails(self, at_least: Severity) -> bool:
        """Tell whether there is a finding of this severity or a worse one; what cannot be checked counts as well.

        Its name does as well. Raises ConfigurationError for what names none.
        """
        rank = Severity.named(at_least).rank
        return any(one.severity.rank >= rank for one in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {key: list(value) if isinstance(value, Iterator) else value for key, value in members(self).items()}

    def baseline(self) -> Baseline:
        """Return what the tokens are now, to be compared with later."""
        return Baseline.of(self.base_url, self.checked_at, self.tokens)


def members(found: Report) -> dict[str, Any]:
    """Return what JSON has under each key; findings are made as they are taken."""
    return {
        "schema_version": VERSION,
        "findings": (one.as_json() for one in found.findings),
        "waived": (one.as_json() | {"waiver": as_json(waiver)} for one, waiver in found.waived),
        "summary": found.summary,
    }


def report(tokens: Sequence[Token], policy: Policy, unit: Unit) -> Report:
    """Check the tokens of a unit."""
    in_order = sorted(tokens, key=lambda token: (token.name.casefold(), token.internal_id))
    counting, waived = split(findings(in_order, policy, unit), policy, unit.now)
    counting.extend(over(policy, unit.base_url, unit.now))
    counting.sort(key=_order)
    return Report(
        base_url=unit.base_url,
        checked_at=unit.now,
        tokens=tokens,
        findings=counting,
        waived=waived,
        policy=policy,
        clock=unit.clock,
    )


def _order(one: Finding) -> tuple[int, bool, str]:
    """Sort by severity, what could not be checked behind what failed, then by rule; within it names stay in order."""
    return (-one.severity.rank, one.hit.outcome is Outcome.CANNOT_CHECK, one.rule.id)
