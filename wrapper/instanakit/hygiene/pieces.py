"""A report as JSON and as JSON lines, finding by finding, so that it is held once however long it is. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from instanakit.hygiene.report import VERSION, Report, members

_INDENT = 2


def json_pieces(report: Report) -> Iterator[str]:
    """Yield the text of `as_json`, indented."""
    before = "{"
    for key, value in members(report).items():
        yield f"{before}\n{' ' * _INDENT}{json.dumps(key)}: "
        yield from _items(value) if isinstance(value, Iterator) else [_text(value, _INDENT)]
        before = ","
    yield "\n}\n"


def jsonl_pieces(report: Report) -> Iterator[str]:
    """Yield a line for each finding, then one with the summary."""
    for one in report.findings:
        yield json.dumps(one.as_json()) + "\n"
    yield json.dumps({"schema_version": VERSION, "summary": report.summary}) + "\n"


def _items(found: Iterator[Any]) -> Iterator[str]:
    before = "["
    for one in found:
        yield f"{before}\n{' ' * 2 * _INDENT}{_text(one, 2 * _INDENT)}"
        before = ","
    yield "[]" if before == "[" else f"\n{' ' * _INDENT}]"


def _text(value: Any, spaces: int) -> str:
    """Write a value that stands so far to the right. No text in JSON has a line break of its own."""
    return json.dumps(value, indent=_INDENT).replace("\n", f"\n{' ' * spaces}")
