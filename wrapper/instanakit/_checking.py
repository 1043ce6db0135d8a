"""What a check of the tokens needs of two subpackages that do not know each other: the rules, and the rotations."""

from collections.abc import Callable
from functools import partial

from instanakit._flows import Flow, Terms
from instanakit._wire import AsyncWire, SyncWire
from instanakit.hygiene import Baseline, Policy, Report
from instanakit.hygiene.api import check_tokens
from instanakit.rotation.api import list_of


def checking(
    wire: SyncWire | AsyncWire, policy: Policy | None, baseline: Baseline | None
) -> Callable[[Terms], Flow[Report]]:
    """Return the flow of a check."""
    base_url = wire.settings.base_url
    return partial(check_tokens, base_url=base_url, policy=policy, baseline=baseline, rotations=list_of(wire))
