"""JSON, JSON lines and CSV: for programs, so each has the same keys until the schema's version changes."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from instanakit.cli.output.escape import csv_cell
from instanakit.cli.output.listing import Listing, Record, Row

SCHEMA_VERSION = 1


def json_text(shown: Listing | Record, warnings: Sequence[str]) -> str:
    """Write one JSON object: the schema's version, what is shown under its name, and warnings."""
    if isinstance(shown, Listing):
        found: Any = [_flat(row, shown.fields) for row in shown.rows]
    else:
        found = _flat(shown.fields, tuple(shown.fields))
    return dump({shown.name: found, "warnings": list(warnings)}, indent=2)


def json_lines(shown: Listing | Record) -> str:
    """Write a JSON object for each row."""
    return "".join(dump(_flat(row, fields)) for row, fields in _rows(shown))


def csv_text(shown: Listing | Record) -> str:
    """Write a header and a row for each; lists are joined with a space."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    fields = tuple(shown.fields)
    writer.writerow(_header(fields))
    for row, _ in _rows(shown):
        writer.writerow([csv_cell(_plain(value)) for value in _flat(row, fields).values()])
    return out.getvalue()


def dump(document: dict[str, Any], indent: int | None = None) -> str:
    """Write a JSON object with the schema's version as its first key, in ASCII, since a terminal obeys some others."""
    return json.dumps({"schema_version": SCHEMA_VERSION, **document}, indent=indent, ensure_ascii=True) + "\n"


def rfc3339(at: datetime) -> str:
    """Write a time in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _rows(shown: Listing | Record) -> list[tuple[Row, Sequence[str]]]:
    if isinstance(shown, Listing):
        return [(row, shown.fields) for row in shown.rows]
    return [(shown.fields, tuple(shown.fields))]


def _header(fields: Sequence[str]) -> list[str]:
    return [key for field in fields for key in ((field, f"{field}_ms") if is_time(field) else (field,))]


def is_time(field: str) -> bool:
    """Tell whether a field holds times, by its name, so that its keys are the same where there is none."""
    return field == "at" or field.endswith("_at")


def _flat(row: Row, fields: Sequence[str]) -> dict[str, Any]:
    """Return the values under their keys, times as RFC 3339 and beside it as milliseconds since 1970."""
    found: dict[str, Any] = {}
    for field in fields:
        value = row[field]
        if is_time(field):
            found[field] = value and rfc3339(value)
            found[f"{field}_ms"] = value and round(value.timestamp() * 1000)
        else:
            found[field] = value
    return found


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    return value if isinstance(value, str) else json.dumps(value)
