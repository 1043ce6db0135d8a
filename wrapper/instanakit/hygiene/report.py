"""Report: all that a check has found, the worst first."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs

from instanakit.hygiene.baseline import Baseline
from instanakit.hygiene.engine import findings
from instanakit.hygiene.finding import Finding
from instanakit.hygiene.policy import Policy, Waiver
from instanakit.hygiene.severity import Outcome, Severity
from instanakit.hygiene.unit import Unit
from instanakit.hygiene.waivers import over, split
from instanakit.models import Token

ANALOGY = "The sources are rules for the accounts of people, applied to tokens by analogy."
_VERSION = 1


@attrs.frozen(kw_only=True)
class Report:
    """The findings of a tenant unit at a time by the server's clock, the worst first, and those that are waived."""

    base_url: str
    checked_at: datetime
    tokens: Sequence[Token] = attrs.field(repr=False)
    findings: Sequence[Finding] = attrs.field(repr=False)
    waived: Sequence[tuple[Finding, Waiver]] = attrs.field(repr=False)
    policy: Policy = attrs.field(repr=False)
    clock: str = "server"

    @property
    def summary(self) -> dict[str, Any]:
        """How many tokens there are, and how many findings by severity, that could not be checked, and are waived."""
        failed = Counter(one.severity for one in self.findings if one.outcome is Outcome.FAIL)
        return {
            "base_url": self.base_url,
            "checked_at": self.checked_at.isoformat(),
            "tokens": len(self.tokens),
            "tokens_with_findings": len({one.internal_id for one in self.findings if one.internal_id is not None}),
            "findings": {severity.value: failed[severity] for severity in reversed(Severity)},
            "cannot_check": sum(one.outcome is Outcome.CANNOT_CHECK for one in self.findings),
            "waived": len(self.waived),
            "waivers": [self._of_waiver(waiver) for waiver in self.policy.waivers],
            "rules_switched_off": [rule.id for rule in self.policy.rules.values() if not rule.enabled],
            "clock": self.clock,
            "sources": ANALOGY,
        }

    def _of_waiver(self, waiver: Waiver) -> dict[str, Any]:
        """Say what a waiver is for, and how many findings it covers: one that covers none is of no use."""
        covered = sum(by is waiver for _, by in self.waived)
        return attrs.asdict(waiver) | {"until": waiver.until.isoformat(), "findings": covered}

    def fails(self, at_least: Severity) -> bool:
        """Tell whether there is a finding of this severity or a worse one; what cannot be checked counts as well."""
        return any(one.severity.rank >= at_least.rank for one in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "schema_version": _VERSION,
            "findings": [one.as_json() for one in self.findings],
            "summary": self.summary,
        }

    def baseline(self) -> Baseline:
        """Return what the tokens are now, to be compared with later."""
        return Baseline.of(self.base_url, self.checked_at, self.tokens)


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
