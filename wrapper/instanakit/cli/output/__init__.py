"""How results are shown: as a table for a person, as JSON, JSON lines or CSV for a program."""

from collections.abc import Sequence

from instanakit.cli.output import plain
from instanakit.cli.output.escape import escape
from instanakit.cli.output.listing import Listing, Record, Row, Style
from instanakit.cli.output.structured import csv_text, dump, json_lines, json_text, rfc3339

__all__ = ["Listing", "Record", "Row", "Style", "csv_text", "dump", "escape", "render", "rfc3339"]


def render(shown: Listing | Record, form: str, style: Style, warnings: Sequence[str]) -> tuple[str, list[str]]:
    """Return the text in one of the forms, and the columns that found no place in it."""
    if form == "json":
        return json_text(shown, warnings), []
    if form == "jsonl":
        return json_lines(shown), []
    if form == "csv":
        return csv_text(shown), []
    if style.width is None and not style.color:
        return (plain.table(shown, style) if isinstance(shown, Listing) else plain.record(shown, style)), []
    from instanakit.cli.output.table import record, table  # noqa: PLC0415 (Rich takes longer to load than most of this)

    return table(shown, style) if isinstance(shown, Listing) else (record(shown, style), [])
