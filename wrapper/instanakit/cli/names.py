"""Permissions and limited scopes as they are typed: wire names (`canViewLogs`), or `can-view-logs`, or `view-logs`."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def kebab(wire_name: str) -> str:
    """Write a wire name in lower case with dashes: `canViewLogs` becomes `can-view-logs`."""
    return _WORDS.sub("-", wire_name).lower()


def short(wire_name: str) -> str:
    """Write it without what all of its kind have: `view-logs`, `logs`."""
    return kebab(wire_name).removeprefix("can-").removeprefix("limited-").removesuffix("-scope")


class Names:
    """The wire names of one kind, found by what a person types."""

    def __init__(self, noun: str, wire_names: Iterable[str]) -> None:
        self.noun = noun
        self.wire_names = tuple(map(str, wire_names))
        self._known: Mapping[str, str] = {
            _plain(form): name for name in self.wire_names for form in (short(name), kebab(name))
        }

    def find(self, typed: str) -> str | None:
        """Return the wire name; None if there is none."""
        return self._known.get(_plain(typed))

    def near(self, typed: str) -> list[str]:
        """Return the names that come near to what was typed, in its own form, the nearest first."""
        form = str if any(map(str.isupper, typed)) else kebab if typed.startswith(("can-", "limited-")) else short
        import difflib  # noqa: PLC0415 (only a typing error needs it)

        plain = _plain(typed)
        matches = difflib.get_close_matches(plain, self._known, n=3, cutoff=0.75)
        nearness = {match: difflib.SequenceMatcher(None, match, plain).ratio() for match in matches}
        # The others are worth a word only if they are about as near as the nearest.
        close = [match for match in matches if nearness[match] > nearness[matches[0]] - 0.05]
        return list(dict.fromkeys(form(self._known[match]) for match in close))

    def starting_with(self, typed: str) -> list[str]:
        """Return the forms that go on from what was typed, for completion."""
        forms = (str, kebab) if typed.startswith(("can", "limited")) else (short,)
        return [form(name) for form in forms for name in self.wire_names if form(name).startswith(typed)]


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


@cache
def permissions() -> Names:
    """Return the permissions that this build knows."""
    from instanakit.permissions import Permission  # noqa: PLC0415 (help and most commands do not need them)

    return Names("permission", Permission)


@cache
def limited_scopes() -> Names:
    """Return the limited scopes that this build knows."""
    from instanakit.permissions import LimitedScope  # noqa: PLC0415 (help and most commands do not need them)

    return Names("limited scope", LimitedScope)
