"""Which line of a TOML document has a key or an item of a list: tomllib tells no positions. Pure.

The document is one that tomllib has read: what it refuses does not come here.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

Place = tuple[str | int, ...]  # keys, and the numbers of items, counted from 0

_TEXT = r'"""(?:\\.|[^\\])*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:\\.|[^"\\])*"' + r"|'[^']*'"
_PART = rf"(?:[\w-]+|{_TEXT})"
_KEY = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*", re.DOTALL)
# Between a date and a time may stand a blank.
_SCALAR = re.compile(rf"{_TEXT}|[^\s,\]}}#]+(?: \d[^\s,\]}}#]*)?", re.DOTALL)
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")


def lines_of(text: str) -> Mapping[Place, int]:
    """Return the line of each key, table and item of a list by its place, counted from 1; () is the document."""
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    """Walks through a document; between two steps it stands before what is neither blank nor a comment."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {(): 1}
        self._text = text
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._several: dict[Place, int] = {}  # the last number of each `[[name]]`
        self._at = 0
        self._take(_BLANK)

    def document(self) -> None:
        table: Place = ()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Place:
        line, brackets = self._line(), 1 + self._text.startswith("[[", self._at)
        self._step(brackets)
        parts = _parts(self._take(_KEY))
        self._step(brackets)
        place: Place = ()
        for number, part in enumerate(parts, 1):
            place = (*place, part)
            self.lines.setdefault(place, line)
            if number == len(parts) and brackets > 1:
                self._several[place] = self._several.get(place, -1) + 1
            if place in self._several:
                place = (*place, self._several[place])
        self.lines[place] = line
        return place

    def _pair(self, table: Place) -> None:
        line, place = self._line(), table
        for part in _parts(self._take(_KEY)):
            place = (*place, part)
            self.lines.setdefault(place, line)
        self._step()  # =
        self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._text[self._at]
        if opening not in "[{":
            self._take(_SCALAR)
            return
        self._step()
        number = 0
        while self._text[self._at] not in "]}":
            if opening == "{":
                self._pair(place)
            else:
                self.lines[*place, number] = self._line()
                self._value((*place, number))
                number += 1
            if self._text[self._at] == ",":
                self._step()
        self._step()

    def _line(self) -> int:
        return bisect_left(self._breaks, self._at) + 1

    def _step(self, characters: int = 1) -> None:
        self._at += characters
        self._take(_BLANK)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        assert found is not None  # noqa: S101 (it is TOML)
        self._at = found.end()
        if pattern is not _BLANK:
            self._take(_BLANK)
        return found[0]


def _parts(key: str) -> tuple[str, ...]:
    """Tell the parts of a key as tomllib reads them, which knows quotes and escapes."""
    parts: list[str] = []
    found: Any = tomllib.loads(f"{key} = 0")
    while isinstance(found, dict):
        ((part, found),) = found.items()
        parts.append(part)
    return tuple(parts)
