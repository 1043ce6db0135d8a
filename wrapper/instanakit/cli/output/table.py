"""Tables on a terminal, drawn with Rich, which is loaded when the first one is drawn. Nothing in a cell is markup."""

import io
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from instanakit.cli.output.human import GAP, cells, look, title, written
from instanakit.cli.output.listing import Listing, Record, Style

_KEPT = 2
_LEFT = 12
_PLENTY = 100_000


def table(listing: Listing, style: Style) -> tuple[str, list[str]]:
    """Draw rows as a table; return it, and the columns that were left out since it would be too wide."""
    columns, dropped = list(listing.columns), list[str]()
    texts = {name: cells(listing, name, style.now) for name in columns}
    # The first two name the thing, and stay.
    while style.width is not None and not listing.chosen and len(columns) > _KEPT:
        if _needed(columns, texts) <= style.width:
            break
        dropped.insert(0, columns.pop())
    drawn = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="bold")
    for name in columns:
        drawn.add_column(Text(title(name)), overflow="fold", no_wrap=_is_kept_whole(name, texts[name], style))
    for number, row in enumerate(listing.rows):
        drawn.add_row(*(Text(texts[name][number], look(name, row[name], style.now)) for name in columns))
    return _print(drawn, style), dropped


def record(shown: Record, style: Style) -> str:
    """Draw one thing, a line for each field and for each item of a list."""
    drawn = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=False)
    drawn.add_column(style="bold", no_wrap=True)
    drawn.add_column(overflow="fold")
    for name, value in shown.fields.items():
        drawn.add_row(Text(title(name)), Text(written(name, value, style.now), look(name, value, style.now)))
    return _print(drawn, style)


def _needed(columns: Sequence[str], texts: dict[str, list[str]]) -> int:
    widths = [max([cell_len(title(name)), *map(cell_len, texts[name])]) for name in columns]
    return sum(widths) + GAP * (len(widths) - 1)


def _is_kept_whole(name: str, texts: Sequence[str], style: Style) -> bool:
    """Keep an internal id on one line, so that it can be copied, as long as others have some place left."""
    longest = max(map(cell_len, texts), default=0)
    return name == "internal_id" and (style.width is None or longest + _LEFT <= style.width)


def _print(drawn: Table, style: Style) -> str:
    out = io.StringIO()
    Console(
        file=out,
        width=_PLENTY if style.width is None else style.width,
        color_system="standard" if style.color else None,
        no_color=not style.color,  # which it would look up in NO_COLOR itself
        force_terminal=style.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    ).print(drawn)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
