"""What a set of permissions amounts to: its tiers, its toxic combinations, its share of all there are."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

import attrs

from instanakit.hygiene.policy import Policy
from instanakit.permissions import Permission, is_limited_scope, is_permission


@attrs.frozen
class Toxic:
    """Permissions that are worse together: all of them, and the fewest without which they are not a combination."""

    name: str
    permissions: tuple[str, ...]
    fewest: tuple[str, ...]


@attrs.frozen
class Grants:
    """The permissions of a token as the rules see them; lists are sorted."""

    takes_over: tuple[str, ...]  # tier T0
    reads_secrets: tuple[str, ...]  # tier T1
    toxic: tuple["Toxic", ...]
    known: int
    is_scoped: bool  # whether a limited scope is on

    privileged: tuple[str, ...]  # both


class Ledger:
    """Tells what sets of permissions amount to; each set is worked out once, since thousands of tokens share few."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._tiers: dict[str, str] = {}
        self._known: dict[tuple[str, ...], Grants] = {}
        self._flags: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, flags: tuple[str, ...]) -> Grants:
        """Return what the permissions and limited scopes that are on amount to."""
        found = self._known.get(flags)
        if found is None:
            found = self._known[flags] = self._work_out(flags)
        return found

    def flags(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of some fields that are permissions or limited scopes by their names."""
        found = self._flags.get(fields)
        if found is None:
            found = tuple(field for field in fields if is_permission(field) or is_limited_scope(field))
            self._flags[fields] = found
        return found

    def tier(self, permission: str) -> str:
        """Return the first tier that names a permission; T3 for what is known and in none, T1 for what is unknown."""
        found = self._tiers.get(permission)
        if found is None:
            tiers = self._policy.tiers
            rest = "T3" if permission in _KNOWN else "T1"
            found = next((tier for tier in tiers if any(fnmatchcase(permission, one) for one in tiers[tier])), rest)
            self._tiers[permission] = found
        return found

    def _work_out(self, flags: tuple[str, ...]) -> Grants:
        permissions = frozenset(filter(is_permission, flags))
        toxic = []
        for name, groups in self._policy.toxic.items():
            held = [[one for one in group if one in permissions] for group in groups]
            if held and all(held):
                fewest = min(held, key=lambda group: (len(group), sorted(map(self.tier, group))))
                toxic.append(Toxic(name, tuple(one for group in held for one in group), tuple(fewest)))
        takes_over, reads_secrets = (self._of_tier(tier, permissions) for tier in ("T0", "T1"))
        return Grants(
            takes_over,
            reads_secrets,
            tuple(toxic),
            len(permissions & _KNOWN),
            any(map(is_limited_scope, flags)),
            takes_over + reads_secrets,
        )

    def _of_tier(self, tier: str, permissions: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(one for one in permissions if self.tier(one) == tier))


_KNOWN = frozenset(map(str, Permission))
ALL_KNOWN = len(_KNOWN)
