"""New flags in the text of openapi.yaml: lines are added, and nothing else of the file changes."""

from collections.abc import Sequence
from typing import Any

import yaml

from specs.flags import SCHEMA, description, is_flag


class RefusedError(Exception):
    """The flags cannot be added; the text says why."""


def add(text: str, names: Sequence[str], release: str) -> str:
    """Return the text with the flags in their alphabetical places, or raise RefusedError."""
    fields = _token_fields(text)
    _check(names, [key.value for key, _ in fields])
    for name in names:
        text = _add(text, name, release)
    return text


def _token_fields(text: str) -> list[tuple[Any, Any]]:
    """Return the nodes of the fields, which know where they stand."""
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for wanted in ("components", "schemas", SCHEMA, "properties"):
        node = next((value for key, value in getattr(node, "value", ()) if key.value == wanted), None)
    if not isinstance(node, yaml.MappingNode) or not node.value or node.flow_style:
        message = f"the specification has no block of properties below {SCHEMA}"
        raise RefusedError(message)
    return list(node.value)


def _check(names: Sequence[str], existing: list[str]) -> None:
    by_lower = {name.lower(): name for name in existing}
    for number, name in enumerate(names):
        if not is_flag(name):
            problem = "is neither a permission (canViewLogs) nor a limited scope (limitedLogsScope) by its form"
        elif name in existing:
            problem = "is there already"
        elif name in names[:number]:
            problem = "is named twice"
        elif name.lower() in by_lower:
            # The generated enum would get two members of one name.
            problem = f"differs from {by_lower[name.lower()]} in nothing but capitals; edit openapi.yaml by hand"
        else:
            by_lower[name.lower()] = name
            continue
        message = f"{name} {problem}; nothing was written"
        raise RefusedError(message)


def _add(text: str, name: str, release: str) -> str:
    fields = _token_fields(text)
    before = _before(fields, name)
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    indent = " " * fields[0][0].start_mark.column
    row = _row_after(before[1]) if before else fields[0][0].start_mark.line
    while not lines[row - 1].strip():
        row -= 1
    entry = ["{}:", "  type: boolean", "  description: {}", '  x-first-release: "{}"']
    values = [name, "", description(name), release]
    lines[row:row] = [indent + line.format(value) + end for line, value in zip(entry, values, strict=True)]
    return "".join(lines)


def _before(fields: list[tuple[Any, Any]], name: str) -> tuple[Any, Any] | None:
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
