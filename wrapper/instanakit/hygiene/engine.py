"""The engine: run every rule over every token."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.grants import Ledger
from instanakit.hygiene.hit import Hit
from instanakit.hygiene.policy import Policy, Rule
from instanakit.hygiene.registry import OF_ONE, OVER_ALL, Whole
from instanakit.hygiene.rules import MODULES
from instanakit.hygiene.severity import Outcome, Severity
from instanakit.hygiene.subject import Subject, subject
from instanakit.hygiene.unit import Unit
from instanakit.models import Token

T = TypeVar("T")
_ = MODULES  # which have registered their rules


def findings(tokens: Sequence[Token], policy: Policy, unit: Unit) -> Iterator[Finding]:
    """Yield what the rules find, token by token, then what they find over all. Waivers are not looked at."""
    now, ledger, run = unit.now.timestamp() * 1000, Ledger(policy), _Run(policy, unit)
    checks = run.enabled(OF_ONE)

    def view(token: Token) -> Subject:
        return subject(token, now, ledger)

    for token in tokens:
        one = view(token)
        for rule, check in checks:
            for hit in check(one, rule):
                yield run.finding(rule, one.internal_id, one.name, hit)
    whole = Whole(tokens, view, unit, ledger)
    for rule, over in run.enabled(OVER_ALL):
        for found, hit in over(whole, rule):
            internal_id, name = (None, None) if found is None else (found.internal_id, found.name)
            yield run.finding(rule, internal_id, name, hit)


@attrs.frozen
class _Run:
    policy: Policy
    unit: Unit

    def enabled(self, checks: Mapping[str, T]) -> list[tuple[Rule, T]]:
        rules = self.policy.rules
        return [(rules[id_], checks[id_]) for id_ in sorted(checks) if rules[id_].enabled]

    def finding(self, rule: Rule, internal_id: str | None, name: str | None, hit: Hit) -> Finding:
        return Finding(
            rule=rule,
            severity=_severity(rule, hit),
            base_url=self.unit.base_url,
            internal_id=internal_id,
            name=name,
            hit=hit,
        )


def _severity(rule: Rule, hit: Hit) -> Severity:
    """Return the severity of the case; of what cannot be checked the worst that it could be."""
    if hit.outcome is Outcome.CANNOT_CHECK:
        return max(rule.severities.values(), key=lambda severity: severity.rank)
    return rule.severities.get(hit.case) or rule.severities["default"]
