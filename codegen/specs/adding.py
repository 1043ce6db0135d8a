"""New flags in the text of openapi.yaml: lines are added, and nothing else of the file changes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from specs.building import Builder
from specs.flags import description, is_flag
from specs.inserting import WAY, insert, token_fields
from specs.reading import UnreadableError


class RefusedError(Exception):
    """The flags cannot be added; the text says why."""


def add(text: str, names: Sequence[str], release: str) -> str:
    """Return the text with the flags in their alphabetical places.

    Without a release it is one after those that the specification was read from. Raises RefusedError for flags that
    cannot be added, UnreadableError for a text that is no specification.
    """
    try:
        document, fields = _read(text), token_fields(text)
        _check(names, _names(document))
        entries = {name: _entry(name, release or _later(document)) for name in names}
        added = insert(text, fields, entries)
        if not _is_meant(added, document, entries):
            message = (
                "the flags cannot be added without changing something else (an alias, a key that is there twice, a "
                f"text without its end); add {', '.join(names)} by hand; nothing was written"
            )
            raise RefusedError(message)
    except RecursionError as error:
        message = "it is nested too deep, or made of itself"
        raise UnreadableError(message) from error
    return added


def _read(text: str) -> dict[str, Any]:
    try:
        document = Builder().from_yaml(text)
    except (ValueError, yaml.YAMLError) as error:
        raise UnreadableError(" ".join(str(error).split())) from error
    if not isinstance(document, dict):
        message = "it is no mapping"
        raise UnreadableError(message)
    return document


def _names(document: Any) -> list[str]:
    for wanted in WAY:
        document = document.get(wanted) if isinstance(document, dict) else None
    if not isinstance(document, dict):
        message = f"one of {', '.join(WAY)} is there twice"
        raise UnreadableError(message)
    return list(document)


def _later(document: Mapping[str, Any]) -> str:
    """Return what names a release that is later than those that the specification was read from."""
    info = document.get("info")
    version = str(info.get("version")) if isinstance(info, dict) else ""
    if not re.fullmatch(r"1\.\d+(\.\d+)*", version):
        message = (
            "info.version names no release, 1.NNN, that the new flags could be later than; name the first release that "
            "documents them: RELEASE=1.NNN; nothing was written"
        )
        raise RefusedError(message)
    return f">{version}"


def _entry(name: str, release: str) -> dict[str, str]:
    return {"type": "boolean", "description": description(name), "x-first-release": release}


def _is_meant(text: str, before: Mapping[str, Any], entries: Mapping[str, Any]) -> bool:
    """Tell whether a text is the document as it was with these fields more, and nothing else."""
    try:
        return _read(text) == _extended(before, WAY, entries)
    except UnreadableError:
        return False


def _extended(before: Any, way: Sequence[str], entries: Mapping[str, Any]) -> dict[str, Any]:
    """Copy what is on the way, so that an alias of it elsewhere stays as it was."""
    return {**before, way[0]: _extended(before[way[0]], way[1:], entries)} if way else {**before, **entries}


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
