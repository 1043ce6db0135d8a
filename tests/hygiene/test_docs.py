"""docs/hygiene.md has each rule as the policy has it."""

from pathlib import Path

import pytest

from instanakit.hygiene import default_policy
from instanakit.hygiene.finding import filled

DOCS = (Path(__file__).parents[2] / "docs" / "hygiene.md").read_text()


@pytest.mark.parametrize("rule", default_policy().rules.values(), ids=lambda rule: rule.id)
def test_each_rule_its_source_and_its_remedy_are_documented(rule):
    (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| {rule.id} {rule.slug} |")]
    assert f"| {rule.source} |" in row
    assert filled(rule.remedy, days="90") in row
    assert all(f"{name} {limit:g}" in row for name, limit in rule.limits.items())
    assert all(severity.value in row for severity in rule.severities.values())
