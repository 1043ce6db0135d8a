"""What a command has to show, before it is known how: rows of named values, or one record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import attrs

# Values are texts, numbers, bools, None, aware datetimes, and sorted lists of texts or of mappings.
Row: TypeAlias = Mapping[str, Any]


@attrs.frozen
class Listing:
    """Rows under a name; `columns` are those that a table shows, those that may be left out first at the end."""

    name: str
    rows: Sequence[Row]
    fields: Sequence[str]
    columns: Sequence[str]
    chosen: bool = False  # the columns were asked for, so that none is left out


@attrs.frozen
class Record:
    """One thing under a name, all its fields shown."""

    name: str
    fields: Row


@attrs.frozen
class Style:
    """How a person wants tables: how wide at most (None: as it takes), in colour or not, and what time it is."""

    width: int | None
    color: bool
    now: datetime
