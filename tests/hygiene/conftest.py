"""Tokens and policies for the rules."""

from datetime import UTC, datetime

import pytest

from instanakit.hygiene import default_policy
from instanakit.hygiene.engine import findings
from instanakit.hygiene.unit import Unit
from instanakit.models import Token

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
T = int(NOW.timestamp() * 1000)
DAY = 86_400_000


def token(internal_id="t1", **fields):
    """A token that no rule has anything against."""
    plain = {
        "internalId": internal_id,
        "name": internal_id,
        "createdOn": T - 5 * DAY,
        "lastUsedOn": T - DAY,
        "expiresOn": T + 60 * DAY,
        "createdBy": "ada@example.com",
        "limitedLogsScope": True,
    }
    return Token({field: value for field, value in (plain | fields).items() if value != "absent"})


@pytest.fixture
def found():
    """Check tokens, and tell what one rule has found: severity, outcome, and the token's id, of each."""

    def check(rule, *tokens, policy=None, **unit):
        unit = Unit(**{"base_url": "https://unit-tenant.instana.io", "now": NOW, "cutovers": {}} | unit)
        found = findings(tokens, policy or default_policy(), unit)
        return [(str(one.severity), str(one.outcome), one.internal_id) for one in found if one.rule.id == rule]

    return check


@pytest.fixture
def hits():
    """Check tokens, and return the hits of one rule."""

    def check(rule, *tokens, **unit):
        unit = Unit(**{"base_url": "https://unit-tenant.instana.io", "now": NOW, "cutovers": {}} | unit)
        return [one.hit for one in findings(tokens, default_policy(), unit) if one.rule.id == rule]

    return check
