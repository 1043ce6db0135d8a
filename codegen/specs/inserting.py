"""A new field in the text of openapi.yaml: where it goes among the fields of the token, and its lines."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import yaml

from specs.flags import SCHEMA, is_flag
from specs.reading import UnreadableError

WAY = ("components", "schemas", SCHEMA, "properties")
Fields: TypeAlias = list[tuple[Any, Any]]


def token_fields(text: str) -> Fields:
    """Return the nodes of the fields, which know where they stand."""
    try:
        node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise UnreadableError(" ".join(str(error).split())) from error
    for wanted in WAY:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if key.value == wanted), None)
    fields = node.value if isinstance(node, yaml.MappingNode) and not node.flow_style else []
    if not (named := [pair for pair in fields if isinstance(pair[0], yaml.ScalarNode)]):
        message = f"it has no block of properties below {SCHEMA}"
        raise UnreadableError(message)
    return named


def insert(text: str, fields: Fields, entries: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text with flags in their alphabetical places among the fields."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    indent = " " * fields[0][0].start_mark.column
    rows = {name: _row(fields, lines, name) for name in entries}
    # From the end on, so that the rows still count.
    for name in sorted(entries, key=lambda name: (rows[name], name.lower()), reverse=True):
        row, entry = rows[name], entries[name]
        if row == len(lines) and not lines[-1].endswith(("\r", "\n")):
            lines[-1] += end
        made = [f"{name}:", "  type: boolean", f"  description: {entry['description']}"]
        made.append(f'  x-first-release: "{entry["x-first-release"]}"')
        lines[row:row] = [indent + line + end for line in made]
    return "".join(lines)


def _row(fields: Fields, lines: list[str], name: str) -> int:
    before = _before(fields, name)
    row = _row_after(before[1]) if before else int(fields[0][0].start_mark.line)
    while not lines[row - 1].strip():
        row -= 1
    return row


def _before(fields: Fields, name: str) -> tuple[Any, Any] | None:
    """Return the field behind which the new one goes: among the flags, in alphabetical order whatever the capitals."""
    for number, (key, _) in enumerate(fields):
        if is_flag(key.value) and key.value.lower() > name.lower():
            return fields[number - 1] if number else None
    return fields[-1]


def _row_after(node: Any) -> int:
    """Return the row behind the last scalar in a node; comments and blank lines behind it belong to what follows."""
    while not isinstance(node, yaml.ScalarNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    # A text in a block ends where the next line begins.
    return int(node.end_mark.line) + bool(node.end_mark.column)
