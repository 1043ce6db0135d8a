"""Finding: what a rule has found about a token, or about the tenant unit."""

import re
from collections.abc import Mapping
from hashlib import sha256
from shlex import quote
from typing import Any

import attrs

from instanakit.hygiene.hit import Hit
from instanakit.hygiene.policy import Rule
from instanakit.hygiene.severity import Outcome, Severity
from instanakit.permissions import unknown_flags


@attrs.frozen(kw_only=True)
class Finding:
    """A rule that failed, or could not be checked; about the unit as a whole if `internal_id` and `name` are None."""

    rule: Rule
    severity: Severity
    base_url: str
    internal_id: str | None
    name: str | None
    hit: Hit = attrs.field(repr=False)

    @property
    def outcome(self) -> Outcome:
        """Whether the rule failed, or could not be checked."""
        return self.hit.outcome

    @property
    def evidence(self) -> Mapping[str, Any]:
        """The fields that it is about and their values, as the server sent them."""
        return self.hit.evidence

    @property
    def threshold(self) -> str:
        """What they were held against; what keeps it from being checked, if it could not."""
        return self.hit.threshold

    @property
    def source(self) -> str:
        """Where the threshold comes from."""
        return self.rule.source

    @property
    def remedy(self) -> str:
        """What to do, as a command where there is one."""
        internal_id = self.internal_id or "ID"
        is_option = internal_id.startswith("-")
        revoked = [f"--revoke {quote(one)}" for one in self.hit.permissions]
        told = filled(
            self.hit.remedy or self.rule.remedy,
            internal_id="ID" if is_option else quote(internal_id),
            permissions=" ".join([*revoked, *(["--allow-unknown"] if unknown_flags(self.hit.permissions) else [])]),
            rid=str(self.evidence.get("rid", "RID")),
            days=f"{max(1, int(self.hit.days))}",
        )
        return f"{told} (give the internal id last, behind --)" if is_option and "ID" in told else told

    @property
    def fingerprint(self) -> str:
        """A hash of rule, unit, internal id and what distinguishes it: the same as long as the finding is."""
        parts = (self.rule.id, self.base_url, self.internal_id or "", self.hit.key)
        return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def as_json(self) -> dict[str, Any]:
        """Return it as reports have it."""
        token = None if self.internal_id is None else {"internalId": self.internal_id, "name": self.name}
        return {
            "rule": self.rule.id,
            "slug": self.rule.slug,
            "severity": self.severity.value,
            "outcome": self.outcome.value,
            "token": token,
            "evidence": dict(self.evidence),
            "threshold": self.threshold,
            "source": self.source,
            "remedy": self.remedy,
            "fingerprint": self.fingerprint,
        }


def filled(
    remedy: str,
    *,
    internal_id: str = "ID",
    permissions: str = "--revoke PERMISSION",
    rid: str = "RID",
    days: str = "DAYS",
) -> str:
    """Put into a remedy what it has places for."""
    values = {"internal_id": internal_id, "permissions": permissions, "rid": rid, "days": days}
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), remedy)
