"""Tables where nothing has to fit and nothing is in colour, as in a file: drawn at once, since Rich takes its time."""

import unicodedata
from collections.abc import Iterable, Sequence

from instanakit.cli.output.human import GAP, cells, title, written
from instanakit.cli.output.listing import Listing, Record, Style


def table(listing: Listing, style: Style) -> str:
    """Draw rows as a table."""
    columns = [[title(name), *cells(listing, name, style.now)] for name in listing.columns]
    return _lines(zip(*columns, strict=True))


def record(shown: Record, style: Style) -> str:
    """Draw one thing, a line for each field and for each item of a list."""
    found: list[tuple[str, str]] = []
    for name, value in shown.fields.items():
        first, *more = written(name, value, style.now).split("\n")
        found += [(title(name), first), *(("", line) for line in more)]
    return _lines(found)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    lines = list(rows)
    widths = [max(map(_width, column)) + GAP for column in zip(*lines, strict=True)]
    padded = ("".join(map(_padded, line, widths)).rstrip() for line in lines)
    return "".join(f"{line}\n" for line in padded)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
