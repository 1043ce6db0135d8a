"""Baseline: what the tokens of a unit were at a time, to be compared with what they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from instanakit._views import value_of
from instanakit.errors import ConfigurationError
from instanakit.hygiene.subject import read_time
from instanakit.models import Token

_VERSION = 1
_FIELDS = {"name", "permissions", "limited_scopes", "expires_on"}


@attrs.frozen
class Known:
    """A token as the baseline has it."""

    name: str
    permissions: frozenset[str]
    limited_scopes: frozenset[str]
    expires_on: Any

    @classmethod
    def of(cls, token: Token) -> "Known":
        """Take down a token."""
        expires_on = value_of(token, "expiresOn")
        is_none = read_time(expires_on) is None  # null, absent and 0 are the same
        return cls(token.name, token.permissions, token.limited_scopes, None if is_none else expires_on)


@attrs.frozen
class Baseline:
    """The tokens of a unit by their internal ids, at a time."""

    base_url: str
    taken_at: datetime
    tokens: Mapping[str, Known]

    @classmethod
    def of(cls, base_url: str, taken_at: datetime, tokens: Iterable[Token]) -> "Baseline":
        """Take down the tokens of a unit."""
        return cls(base_url, taken_at, {token.internal_id: Known.of(token) for token in tokens})

    def as_json(self) -> dict[str, Any]:
        """Return it as a file has it."""
        return {
            "schema_version": _VERSION,
            "base_url": self.base_url,
            "taken_at": self.taken_at.isoformat(),
            "tokens": {
                internal_id: {
                    "name": known.name,
                    "permissions": sorted(known.permissions),
                    "limited_scopes": sorted(known.limited_scopes),
                    "expires_on": known.expires_on,
                }
                for internal_id, known in self.tokens.items()
            },
        }

    @classmethod
    def from_json(cls, found: Any) -> "Baseline":
        """Read what `as_json` has written. Raises ConfigurationError for anything else."""
        try:
            if found["schema_version"] != _VERSION:
                message = (
                    f"The baseline has the schema version {found['schema_version']!r}; this version knows {_VERSION}"
                )
                raise ConfigurationError(message, hint="Save a new one.")
            tokens = {internal_id: _known(known) for internal_id, known in found["tokens"].items()}
            return cls(str(found["base_url"]), _time(found["taken_at"]), tokens)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            message = f"That is no baseline: {type(error).__name__}"
        raise ConfigurationError(message, hint="Save a new one.")


def _time(found: str) -> datetime:
    time = datetime.fromisoformat(found)
    if time.tzinfo is None:
        raise ValueError
    return time


def _known(found: Any) -> Known:
    lists = [found["permissions"], found["limited_scopes"]]
    is_fit = all(isinstance(one, list) and all(isinstance(name, str) for name in one) for one in lists)
    # An expiry is kept as the server sent it, a time or not.
    if set(found) != _FIELDS or not is_fit or not isinstance(found["name"], str):
        raise ValueError
    return Known(
        found["name"], frozenset(found["permissions"]), frozenset(found["limited_scopes"]), found["expires_on"]
    )
