"""Source: a policy's TOML, and the errors about it, each with the line and what to do next."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Self

import attrs

from instanakit.errors import ConfigurationError
from instanakit.hygiene.lines import Place, lines_of

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@attrs.frozen
class Source:
    """A file's name, what it says, and the line of each of its places."""

    name: str
    document: Mapping[str, Any]
    lines: Mapping[Place, int]

    @classmethod
    def read(cls, name: str, text: str) -> Self:
        """Read TOML. Raises ConfigurationError if it is none."""
        try:
            return cls(name, tomllib.loads(text), lines_of(text))
        except tomllib.TOMLDecodeError as error:
            why = str(error)
        except RecursionError:
            why = "it is nested too deeply"
        except ValueError:
            # Python reads no integer of thousands of digits.
            why = "a number in it is too long"
        message = f"{name} is not TOML: {why}"
        raise ConfigurationError(message, hint="Correct that; https://toml.io has the syntax.")

    def wrong(self, place: Place, problem: str, hint: str) -> ConfigurationError:
        """Make the error about a place, or about the nearest one around it that is written."""
        written = place
        while written not in self.lines:
            written = written[:-1]
        keys = ".".join(_shown(part) for part in place if isinstance(part, str))
        return ConfigurationError(f"{self.name}, line {self.lines[written]}: {keys} {problem}", hint=hint)

    def unknown(self, place: Place, known: Iterable[str]) -> ConfigurationError:
        """Make the error about a key that is none of those that are known."""
        names = list(known)
        return self.wrong(place, "is not known", f"{did_you_mean(place[-1], names)}Known are {', '.join(names)}.")


def did_you_mean(found: object, known: Iterable[str]) -> str:
    """Ask for the nearest of the known names, with a blank behind it; say nothing if none is near."""
    near = get_close_matches(found, list(known), n=1) if isinstance(found, str) else []
    return f"Did you mean {near[0]}? " if near else ""


def example(place: Place, packaged: Any) -> str:
    """Say how the value of a place is written, in the way of the packaged policy's."""
    key, value = str(place[-1]), packaged
    while isinstance(value, Mapping):
        first = next(iter(value))
        key, value = f"{key}.{first}", value[first]
    shown = json.dumps(value[:2] if isinstance(value, list) else value)
    return f"Write for example: {key} = {shown}."


def _shown(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key)
