"""How results look where they are written: how wide, and whether in colour."""

import os
from typing import TextIO

from instanakit.cli.output import Style
from instanakit.cli.session import Session


def style(session: Session, stream: TextIO) -> Style:
    """Return how tables are drawn on a stream; on what is no terminal they are as wide as it takes."""
    is_terminal = stream.isatty()
    width = (os.get_terminal_size(stream.fileno()).columns or None) if is_terminal else None
    return Style(width, has_colour(session, is_terminal=is_terminal), session.now)


def has_colour(session: Session, *, is_terminal: bool) -> bool:
    """Whether to write in colour: as asked, else NO_COLOR and FORCE_COLOR count, else a terminal gets it."""
    chosen = session.settings.color.value
    if chosen != "auto":
        return bool(chosen == "always")
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (is_terminal and os.environ.get("TERM") != "dumb")
