"""The project file: which profile and which output a folder's work is done with, and nothing else.

It may come with a repository of somebody else, so it may name what the user has configured, and configure nothing.
"""

from pathlib import Path

import attrs

from instanakit.profiles import readers
from instanakit.profiles.config import COLORS, OUTPUTS
from instanakit.profiles.files import read_text
from instanakit.profiles.places import project_paths
from instanakit.profiles.shown import listed, may_be_secret
from instanakit.profiles.tables import Table, table_of

_KEYS = ("profile", "output", "color")


@attrs.frozen(kw_only=True)
class Project:
    """What the project file says; all of it is None if there is no file."""

    profile: str | None = None
    output: str | None = None
    color: str | None = None


def read_project(cwd: Path) -> Project:
    """Read the project file of a folder or of the nearest one above it that has one. Raises ConfigurationError."""
    for path in project_paths(cwd):
        table = table_of(path, read_text)
        if table is not None:
            return _project(table)
    return Project()


def _project(table: Table) -> Project:
    problem = _what_else(table.keys)
    if problem:
        raise table.wrong(problem, "Write the rest into your own config.toml.")
    return Project(
        profile=table.read("profile", readers.text),
        output=table.read("output", readers.choice(*OUTPUTS)),
        color=table.read("color", readers.choice(*COLORS)),
    )


def _what_else(keys: list[str]) -> str:
    others = [key for key in keys if key not in _KEYS]
    if not others:
        return ""
    quoted = "another key" if may_be_secret(others[0]) else repr(others[0])
    return f"it has {quoted}, and may only have {listed(_KEYS, 'and')}, since others may have written it"
