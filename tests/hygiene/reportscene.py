"""Reports for the tests of what is made of them."""

from datetime import date

import attrs

from hygiene.conftest import DAY, NOW, T, token
from instanakit.hygiene import Waiver, default_policy
from instanakit.hygiene.report import report
from instanakit.hygiene.unit import Unit

UNIT = Unit(base_url="https://unit-tenant.instana.io", now=NOW, cutovers={})
TOKENS = [
    token("t1", name="ci", expiresOn=None, canConfigureUsers=True),
    token("t2", name="Backup", createdOn=T - 91 * DAY),
    token("t3", name="fine"),
]


def checked(*waivers, tokens=TOKENS, policy=None, **unit):
    policy = attrs.evolve(policy or default_policy(), waivers=waivers)
    return report(tokens, policy, attrs.evolve(UNIT, **unit))


def waiver(rule="ITK008", selector="*", until=date(2027, 1, 15)):
    return Waiver(rule=rule, token=selector, reason="deploys", approver="grace", until=until)


def without(*rules):
    """The packaged policy with these rules off."""
    policy = default_policy()
    return attrs.evolve(
        policy, rules={id_: attrs.evolve(rule, enabled=id_ not in rules) for id_, rule in policy.rules.items()}
    )
