"""How tokens are rotated: the grace period, the new ones' expiry, and which of them is in use."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from instanakit.models import Token


@attrs.frozen(kw_only=True)
class How:
    """What holds for all tokens of a run; `expiry` is empty where each gets its old lifetime anew."""

    grace: timedelta
    expiry: Mapping[str, Any]
    own_id: str | None

    def options(self, token: "Token") -> dict[str, Any]:
        """Return what tokens.rotate is given beside the token and the sink."""
        return {"grace": self.grace, "own": token.internal_id == self.own_id, **self.expiry}


def how_of(given: Mapping[str, Any], own_id: str | None) -> How:
    """Return how tokens are rotated, of the options of the command."""
    grace = timedelta(hours=24) if given["grace"] is None else given["grace"]
    return How(
        grace=timedelta() if given["compromised"] else grace,
        expiry={"expires_at": given["expires"]} if given["expires"] or given["no_expiry"] else {},
        own_id=own_id,
    )
