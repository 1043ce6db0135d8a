"""Values as a person reads them in a table."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from instanakit.cli.output.escape import escape
from instanakit.cli.output.listing import Listing

NOTHING = "-"
GAP = 2  # spaces between columns
SOON = timedelta(days=30)
_HOURS_UNTIL_DAYS = 48
_TITLES = {"at": "TIME"}


def title(field: str) -> str:
    """Write a field's name as the title of its column."""
    return _TITLES.get(field) or field.removesuffix("_at").replace("_", " ").upper()


def cells(listing: Listing, field: str, now: datetime) -> list[str]:
    """Write a column of a table: times with how far away they are, lists as their number, in full if asked for."""
    return [_cell(field, row[field], now, full=listing.chosen) for row in listing.rows]


def _cell(field: str, value: Any, now: datetime, *, full: bool) -> str:
    if isinstance(value, (list, tuple)):
        return written(field, value, now).replace("\n", ", ") if full else str(len(value))
    return written(field, value, now)


def written(field: str, value: Any, now: datetime) -> str:
    """Write a value in full."""
    if value is None:
        return {"expires_at": "never", "last_used_at": "never"}.get(field, NOTHING)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} ({distance(value, now)})"
    if isinstance(value, (list, tuple)):
        return "\n".join(map(_item, value)) or NOTHING
    return _item(value) or NOTHING


def _item(value: Any) -> str:
    if isinstance(value, dict) and "field" in value:
        return escape(_difference(value))
    return escape(value if isinstance(value, str) else json.dumps(value))


def _difference(value: dict[str, Any]) -> str:
    """Write how a field changed, or how what was stored differs from what was sent."""
    title = str(value["field"]).replace("_", " ").removesuffix(" at")
    if "added" in value:
        signs = [*(f"+ {flag}" for flag in value["added"]), *(f"- {flag}" for flag in value["removed"])]
        return f"{title}: {', '.join(signs)}"
    if "sent" in value:
        return f"{title}: sent {_said(value['sent'])}, stored {_said(value['stored'])}"
    is_time = value["field"].endswith("_at")
    before, after = (_minute(value[when]) if is_time else value[when] for when in ("before", "after"))
    return f"{title}: {before} -> {after}"


def _said(value: Any) -> str:
    """Write a value of the API's as a person says it."""
    words = {None: "nothing", True: "yes", False: "no"}
    return words[value] if value is None or isinstance(value, bool) else json.dumps(value)


def _minute(text: str | None) -> str:
    """Write a time that is a text already, to the minute."""
    return "never" if text is None else text[:16].replace("T", " ")


def distance(at: datetime, now: datetime) -> str:
    """Say how far away a time is."""
    length = abs(at - now)
    hours = 0 if length < timedelta(hours=1) else round(length / timedelta(hours=1))
    if length < timedelta(minutes=1):
        return "now"
    if not hours:
        amount = f"{length // timedelta(minutes=1)} min"
    else:
        amount = f"{hours} h" if hours < _HOURS_UNTIL_DAYS else f"{round(length / timedelta(days=1))} d"
    return f"{amount} ago" if at <= now else f"in {amount}"


# What a state that is written out means for its colour.
_COLOURS = {"failed": "red", "error": "red", "warning": "yellow", "fine": "green"}


def look(field: str, value: Any, now: datetime) -> str:
    """Return the style of a value: what no longer works is red, what ends soon yellow."""
    if field == "expires_at" and isinstance(value, datetime):
        return "red" if value <= now else "yellow" if value <= now + SOON else ""
    return _COLOURS.get(value, "") if isinstance(value, str) and field == "result" else ""
