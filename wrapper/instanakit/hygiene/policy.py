"""Policy: what the rules are to be checked with, as data. `default_policy` and `read_policy` make one."""

from collections.abc import Mapping
from datetime import date, datetime

import attrs

from instanakit.hygiene.severity import Severity
from instanakit.permissions import unknown_flags


@attrs.frozen(kw_only=True)
class Rule:
    """What is set for one rule: severities by case, limits by name, where they come from, and what to do about it."""

    id: str
    slug: str
    enabled: bool
    severities: Mapping[str, Severity]
    limits: Mapping[str, float]
    source: str
    remedy: str
    domains: tuple[str, ...] = ()  # of those who may own a token
    pattern: str = ""  # that a whole name must match


@attrs.frozen(kw_only=True)
class Waiver:
    """An exception: findings of `rule` for tokens that `token` selects, by internal id or name, do not count.

    `token` is a glob. It holds until the end of the day `until`, in UTC.
    """

    rule: str
    token: str
    reason: str
    approver: str
    until: date

    def is_over(self, at: datetime) -> bool:
        """Tell whether it no longer holds."""
        return at.date() > self.until


@attrs.frozen(kw_only=True)
class Policy:
    """Tiers of permissions, toxic combinations, rules by their ids, waivers; where they come from, for a report."""

    tiers: Mapping[str, tuple[str, ...]]
    toxic: Mapping[str, tuple[tuple[str, ...], ...]]
    rules: Mapping[str, Rule]
    waivers: tuple[Waiver, ...] = ()
    file: str | None = None  # that was read, as it was named
    preset: str | None = None  # that it begins with

    @property
    def unknown_permissions(self) -> frozenset[str]:
        """The permissions in tiers and toxic combinations that this build does not know; globs are none."""
        in_tiers = (one for permissions in self.tiers.values() for one in permissions)
        in_toxic = (one for groups in self.toxic.values() for group in groups for one in group)
        return unknown_flags([*in_tiers, *in_toxic])
