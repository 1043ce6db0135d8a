"""Which tokens a command is about: filters over a list, and its order. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

import attrs

from instanakit.cli.output import Row


@attrs.frozen(kw_only=True)
class Filter:
    """What a token must be like; what is not given does not count."""

    names: Sequence[str] = ()
    created_by: Sequence[str] = ()
    permissions: Sequence[str] = ()
    unused: timedelta | None = None
    expiring: timedelta | None = None
    expired: bool = False

    def accepts(self, row: Row, now: datetime) -> bool:
        """Tell whether a token is meant. Globs take no notice of case, and any one of them will do."""
        return (
            _any(self.names, row["name"])
            and _any(self.created_by, row["created_by"] or "")
            and set(self.permissions) <= set(row["permissions"])
            and (self.unused is None or _is_unused(row, now - self.unused))
            and (self.expiring is None or _expires_between(row, now, now + self.expiring))
            and (not self.expired or row["expired"])
        )


def _any(globs: Sequence[str], text: str) -> bool:
    return not globs or any(fnmatchcase(text.casefold(), glob.casefold()) for glob in globs)


def _is_unused(row: Row, since: datetime) -> bool:
    """Tell whether a token was last used before a time. One that was never used counts from its creation."""
    last = row["last_used_at"] or row["created_at"]
    return last is None or last < since


def _expires_between(row: Row, begin: datetime, end: datetime) -> bool:
    return row["expires_at"] is not None and begin < row["expires_at"] <= end


def in_order(rows: Sequence[Row], field: str, *, descending: bool) -> list[Row]:
    """Sort rows by a field, lists by their length; those without a value come last."""
    have = [row for row in rows if row[field] is not None]
    have_not = [row for row in rows if row[field] is None]
    return sorted(have, key=lambda row: _key(row[field]), reverse=descending) + have_not


def _key(value: Any) -> Any:
    if isinstance(value, list):
        return len(value)
    return value.casefold() if isinstance(value, str) else value
