"""`instana.tokens.check`: the tokens and the time from the server, the rotations from the journal, then the rules."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from instanakit._answers.headers import server_time
from instanakit._flows import Flow, Terms
from instanakit._flows.read import list_with_answer
from instanakit.errors import ConfigurationError, InstanaError
from instanakit.hygiene.baseline import Baseline
from instanakit.hygiene.policy import Policy
from instanakit.hygiene.policy_file import default_policy
from instanakit.hygiene.report import Report, report
from instanakit.hygiene.unit import Cutover, Unit


class Rotating(Protocol):
    """A rotation, as far as the rules look at it."""

    @property
    def rid(self) -> str: ...
    @property
    def internal_id(self) -> str: ...
    @property
    def new_internal_id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def grace(self) -> timedelta: ...
    @property
    def grace_ends_at(self) -> datetime | None: ...


# The new token works, and the grace period has not begun: where a rotation stops there, nobody ends it.
_BEFORE_GRACE = {"VERIFIED", "PROMOTED"}
_OVER = {"DONE", "ROLLED_BACK"}
Rotations = Callable[[Terms], Flow[Iterable[Rotating]]]


def check_tokens(
    terms: Terms, base_url: str, policy: Policy | None, baseline: Baseline | None, rotations: Rotations
) -> Flow[Report]:
    """Check all tokens of the unit. Raises ConfigurationError for a baseline of another one."""
    if policy is not None and not isinstance(policy, Policy):
        message = f"policy must be a Policy; it is {type(policy).__name__}"
        raise ConfigurationError(message, hint="Make one with instanakit.hygiene.read_policy().")
    if baseline is not None and not isinstance(baseline, Baseline):
        message = f"baseline must be a Baseline; it is {type(baseline).__name__}"
        raise ConfigurationError(message, hint="Make one with instanakit.hygiene.Baseline.from_json().")
    if baseline is not None and baseline.base_url != base_url:
        message = f"The baseline is of another tenant unit, {baseline.base_url}"
        raise ConfigurationError(message, hint="Save one of this unit.")
    answer, tokens = yield from list_with_answer(terms)
    told = server_time(answer.headers)
    now = told or datetime.fromtimestamp(terms.now(), UTC)
    try:
        cutovers = {one.internal_id: one for one in map(_cutover, (yield from rotations(terms))) if one is not None}
    except InstanaError:
        cutovers = None
    unit = Unit(base_url=base_url, now=now, cutovers=cutovers, baseline=baseline, clock="server" if told else "local")
    return report(tokens, policy or default_policy(), unit)


def _cutover(rotation: Rotating) -> Cutover | None:
    if rotation.state in _BEFORE_GRACE:
        since, ends = rotation.changed_at, rotation.changed_at + rotation.grace
    elif rotation.state not in _OVER and rotation.grace_ends_at is not None:
        # An old token that expires within the grace period has a shorter one.
        since, ends = max(rotation.started_at, rotation.grace_ends_at - rotation.grace), rotation.grace_ends_at
    else:
        return None
    return Cutover(
        rid=rotation.rid,
        internal_id=rotation.internal_id,
        new_internal_id=rotation.new_internal_id,
        since=since,
        grace_ends_at=ends,
    )
