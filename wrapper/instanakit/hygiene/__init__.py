"""Which tokens are dangerous, and why: rules, policies, reports. `instana.tokens.check` makes a report."""

from instanakit.hygiene.baseline import Baseline
from instanakit.hygiene.finding import Finding
from instanakit.hygiene.policy import Policy, Rule, Waiver
from instanakit.hygiene.policy_file import default_policy, read_policy
from instanakit.hygiene.report import Report
from instanakit.hygiene.severity import Outcome, Severity

__all__ = [
    "Baseline",
    "Finding",
    "Outcome",
    "Policy",
    "Report",
    "Rule",
    "Severity",
    "Waiver",
    "default_policy",
    "read_policy",
]
