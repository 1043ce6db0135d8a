"""A table of a TOML file: which keys it may have, and errors that name file, table and key.

What it holds is not in its repr, and no frame that raises has it in a local: it may be a credential in the clear.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import attrs

from instanakit.errors import ConfigurationError
from instanakit.profiles.shown import FOUR_WAYS, did_you_mean, listed, may_be_secret

T = TypeVar("T")
_CLEAR = {"apitoken", "token", "secret", "password", "passwd", "apikey", "credential", "accessgrantingtoken"}
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@attrs.frozen
class Wrong:
    """What is wrong with a value, in words that do not quote a credential."""

    problem: str
    hint: str = ""


@attrs.frozen
class Table:
    """A table of a file; `header` is empty for the top of the file, else like [profiles.prod]."""

    file: Path
    header: str
    _entries: dict[str, Any] = attrs.field(repr=False)

    @property
    def origin(self) -> str:
        """Where a value of this table comes from, for people."""
        return f"{self.file.name} {self.header}".rstrip()

    @property
    def keys(self) -> list[str]:
        """The keys, as the file has them."""
        return list(self._entries)

    def wrong(self, problem: str, hint: str = "") -> ConfigurationError:
        """Make the error that names file and table."""
        place = f"{self.file}, {self.header}" if self.header else f"{self.file}"
        return ConfigurationError(f"{place}: {problem}", hint=hint)

    def read(self, key: str, reader: Callable[[Any], T | Wrong]) -> T | None:
        """Return what a reader makes of a value; None without the key. Raises ConfigurationError if it is wrong."""
        if key not in self._entries:
            return None
        found = reader(self._entries[key])
        if isinstance(found, Wrong):
            problem = f"{key} {found.problem}"
            raise self.wrong(problem, found.hint)
        return found

    def tables(self, key: str) -> dict[str, "Table"]:
        """Return the tables of a table by their names."""
        names = self.read(key, _names_of_tables) or ()
        return {name: Table(self.file, f"[{key}.{name}]", self._entries[key][name]) for name in names}

    def check_keys(self, known: Iterable[str]) -> None:
        """Refuse a key that is not known, and a credential in the clear before all others."""
        found = self._unknown(list(known))
        if found is not None:
            raise self.wrong(found.problem, found.hint)

    def _unknown(self, known: list[str]) -> Wrong | None:
        unknown = [key for key in self.keys if key not in known]
        clear = [key for key in unknown if self._is_clear(key)]
        if clear:
            return Wrong(f"{clear[0]} is a credential in the clear", f"Say where it is instead, with {FOUR_WAYS}.")
        if not unknown:
            return None
        problem = "there is no key of such a name" if may_be_secret(unknown[0]) else f"there is no key {unknown[0]!r}"
        return Wrong(problem, did_you_mean(unknown[0], known) or f"Known are {listed(known, 'and')}.")

    def _is_clear(self, key: str) -> bool:
        is_name = key.lower().replace("-", "").replace("_", "") in _CLEAR
        return is_name and not isinstance(self._entries[key], dict)


def table_of(path: Path, read: Callable[[Path], str | None]) -> Table | None:
    """Return the table at the top of a file that is read so; None if there is no file. Raises ConfigurationError."""
    found = _parsed(read(path))
    if isinstance(found, Wrong):
        message = f"{path}{found.problem}"
        raise ConfigurationError(message, hint="Correct that; https://toml.io has the syntax.")
    return None if found is None else Table(path, "", found)


def _parsed(text: str | None) -> dict[str, Any] | Wrong | None:
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Wrong(" is not TOML: it is nested too deep")
    except ValueError as error:  # a number of thousands of digits is not of the kind that syntax errors are
        problem = str(error)
    at = _AT.search(problem)
    if at is None:
        return Wrong(f" is not TOML: {problem}")
    line = at[1] or max(len(text.splitlines()), 1)
    return Wrong(f", line {line}, is not TOML: {problem[: at.start()]}")


def _names_of_tables(value: Any) -> list[str] | Wrong:
    if not isinstance(value, dict) or not all(isinstance(entry, dict) for entry in value.values()):
        return Wrong("must hold tables, like [profiles.prod]")
    if not all(re.fullmatch(r"[A-Za-z0-9][\w.-]*", name, re.ASCII) for name in value):
        return Wrong("has a table whose name is not of letters, digits, '.', '_' and '-'")
    return list(value)
