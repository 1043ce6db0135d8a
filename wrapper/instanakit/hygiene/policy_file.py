"""Policies from TOML: the packaged one, presets, and a user's own file, which changes what it names and keeps the rest.

The packaged one is the schema, too: a file may have the keys that it has, with values of the same kinds.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

from instanakit.errors import ConfigurationError
from instanakit.hygiene.lines import line_of_one
from instanakit.hygiene.policy import Policy, Rule, Waiver
from instanakit.hygiene.severity import Severity
from instanakit.permissions import Permission

PRESETS = ("cis", "pci")
_WAIVER = {"rule": str, "token": str, "reason": str, "approver": str, "until": date}
# What a file may add to: names of one's own, where the packaged policy has others.
_OPEN = {("toxic",)}


_LARGEST = 10**9


def _is_number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= _LARGEST


# The first kind that the packaged value is of: what a file's must be, and how to tell.
_KINDS: Sequence[tuple[type, str, Callable[[Any], bool]]] = (
    (bool, "true or false", lambda found: isinstance(found, bool)),
    (str, "a text", lambda found: isinstance(found, str)),
    (object, "a number from 0 to a milliard", _is_number),
)
_LISTS_OF_LISTS = ("toxic",)
_OF_PERMISSIONS = ("tiers", "toxic")
_PERMISSIONS = frozenset(map(str, Permission))


@attrs.frozen
class _File:
    """A file and what it says, for errors that name a line."""

    name: str
    text: str

    def wrong(self, path: tuple[str, ...], problem: str, hint: str = "", number: int = 0) -> ConfigurationError:
        """Make the error about a key, in the table of a number where several have its name."""
        line = line_of_one(self.text, path, number)
        return ConfigurationError(f"{self.name}, line {line}: {'.'.join(path)} {problem}", hint=hint)


def default_policy(preset: str | None = None) -> Policy:
    """Return the packaged policy, with a preset's changes: 'cis' or 'pci'. Raises ConfigurationError for another."""
    return _policy(_preset(preset))


def read_policy(path: Path | str, *, preset: str | None = None) -> Policy:
    """Return the packaged policy, or a preset, with the changes of a file. Raises ConfigurationError with the line."""
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        message = f"The policy {path} cannot be read: {why}"
        raise ConfigurationError(message, hint="Name another file.") from None
    return _policy(_changed(_preset(preset), _File(str(path), text)))


def _preset(name: str | None) -> dict[str, Any]:
    base = tomllib.loads(_packaged("policy.toml"))
    if name is None:
        return base
    if name not in PRESETS:
        message = f"There is no preset {name!r}"
        raise ConfigurationError(message, hint=f"Presets are {' and '.join(PRESETS)}.")
    return _changed(base, _File(f"{name}.toml", _packaged(f"presets/{name}.toml")))


def _packaged(name: str) -> str:
    return files("instanakit.hygiene").joinpath(name).read_text("utf-8")


def _changed(base: dict[str, Any], file: _File) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"{file.name} is not TOML: {error}"
        raise ConfigurationError(message, hint="Correct that; https://toml.io has the syntax.") from None
    waivers = found.pop("waivers", [])
    changed = _merged(base, found, file, ())
    return changed | {"waivers": [*base.get("waivers", []), *_waivers(waivers, changed, file)]}


def _merged(base: Mapping[str, Any], found: Mapping[str, Any], file: _File, path: tuple[str, ...]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in found.items():
        here = (*path, key)
        if key not in base and path not in _OPEN:
            known = ", ".join(base)
            raise file.wrong(here, "is not known", f"Known are {known}.")
        merged[key] = _value(base.get(key, []), value, file, here)
    return merged


def _value(base: Any, found: Any, file: _File, path: tuple[str, ...]) -> Any:
    if isinstance(base, dict):
        if not isinstance(found, dict):
            raise file.wrong(path, "must be a table")
        return _merged(base, found, file, path)
    if path[-2:-1] == ("severity",):
        if found not in list(Severity):
            raise file.wrong(path, "must be a severity", f"Severities are {', '.join(Severity)}.")
        return found
    if isinstance(base, list):
        return _texts(found, file, path, depth=2 if path[0] in _LISTS_OF_LISTS else 1)
    words, is_fit = next((words, is_fit) for kind, words, is_fit in _KINDS if isinstance(base, kind))
    if not is_fit(found):
        raise file.wrong(path, f"must be {words}")
    return _pattern(found, file, path) if path[-1] == "pattern" else found


def _pattern(found: str, file: _File, path: tuple[str, ...]) -> str:
    try:
        re.compile(found)
    except re.error as error:
        raise file.wrong(path, f"is no regular expression: {error}") from None
    return found


def _texts(found: Any, file: _File, path: tuple[str, ...], *, depth: int) -> Any:
    if not isinstance(found, list):
        raise file.wrong(path, "must be a list")
    if depth > 1:
        return [_texts(one, file, path, depth=depth - 1) for one in found]
    if not all(isinstance(one, str) and one for one in found):
        raise file.wrong(path, "must be a list of texts")
    unknown = [one for one in found if path[0] in _OF_PERMISSIONS and "*" not in one and one not in _PERMISSIONS]
    if unknown:
        near = get_close_matches(unknown[0], _PERMISSIONS, n=1)
        hint = f"Did you mean {near[0]}?" if near else "What this build does not know is of tier T1 by itself."
        raise file.wrong(path, f"names no permission: {unknown[0]!r}", hint)
    return found


def _waivers(found: Any, policy: Mapping[str, Any], file: _File) -> list[dict[str, Any]]:
    path = ("waivers",)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise file.wrong(path, "must be tables, each under [[waivers]]")
    for number, one in enumerate(found):
        for key, kind in _WAIVER.items():
            if type(one.get(key)) is not kind or not str(one[key]).strip():
                wanted = "a date, as in 2027-01-31" if kind is date else "a text"
                raise file.wrong((*path, key), f"must be {wanted}, in every waiver", number=number)
        for key in one.keys() - _WAIVER.keys():
            raise file.wrong((*path, key), "is not known", f"Known are {', '.join(_WAIVER)}.", number)
        if one["rule"] not in policy["rules"] or one["rule"] == "ITK000":
            raise file.wrong((*path, "rule"), f"names no rule that can be waived: {one['rule']!r}", number=number)
    return found


def _policy(found: Mapping[str, Any]) -> Policy:
    return Policy(
        tiers={tier: tuple(permissions) for tier, permissions in found["tiers"].items()},
        toxic={name: tuple(map(tuple, groups)) for name, groups in found["toxic"].items()},
        rules={id_: _rule(id_, table) for id_, table in found["rules"].items()},
        waivers=tuple(Waiver(**one) for one in found.get("waivers", [])),
    )


def _rule(id_: str, table: Mapping[str, Any]) -> Rule:
    return Rule(
        id=id_,
        slug=table["slug"],
        enabled=table["enabled"],
        severities={case: Severity(name) for case, name in table["severity"].items()},
        limits=table.get("limits", {}),
        source=table["source"],
        remedy=table["remedy"],
        domains=tuple(domain.casefold().removeprefix("@") for domain in table.get("domains", [])),
        pattern=table.get("pattern", ""),
    )
