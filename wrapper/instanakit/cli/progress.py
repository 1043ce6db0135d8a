"""Progress on standard error, where that is a terminal."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from instanakit.cli.session import Session
from instanakit.cli.terminal import has_colour


@contextmanager
def progress(session: Session, doing: str) -> Generator[Callable[[str], None]]:
    """Show that something goes on; the function that is given takes how far it is."""
    if session.quiet or session.debug or not sys.stderr.isatty():
        yield lambda _far: None
        return
    from rich.console import Console  # noqa: PLC0415 (a script pays nothing for it)
    from rich.markup import escape  # noqa: PLC0415 (likewise)

    colour = has_colour(session, is_terminal=True)
    console = Console(stderr=True, color_system="standard" if colour else None, highlight=False, no_color=not colour)
    with console.status(f"{escape(doing)} ...", spinner="line") as status:
        yield lambda far: status.update(f"{escape(doing)}: {escape(far)} ...")
