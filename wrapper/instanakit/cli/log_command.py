"""What both log commands share: their options, and how a log is read."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from instanakit.cli.options import Command
from instanakit.cli.options import command as make
from instanakit.cli.output import Listing, Row
from instanakit.cli.progress import progress
from instanakit.cli.reading import NEWEST, since
from instanakit.cli.session import Session
from instanakit.cli.values import AGO, NUMBER, Fields

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.logs import LogReader


def log_command(
    name: str,
    *,
    about: str,
    reader: Callable[["Instana"], "LogReader[Any]"],
    row: Callable[[Any], Row],
    fields: Sequence[str],
    columns: Sequence[str],
) -> Command:
    """Make the command that reads a log."""

    @make(name, help=about)
    @click.option("--query", metavar="TEXT", help="Only entries that contain this text.")
    @click.option("--since", "begin", type=AGO, metavar="WHEN", help="Only entries since then, as 7d or 2027-01-31.")
    @click.option("--limit", type=NUMBER, metavar="N", help=f"At most so many; {NEWEST} without --since.")
    @click.option("--fields", "chosen", type=Fields(fields), metavar="F,F", help="Show these fields alone.")
    def command(
        session: Session,
        query: str | None,
        begin: datetime | None,
        limit: int | None,
        chosen: tuple[str, ...] | None,
    ) -> None:
        most = limit or (None if begin else NEWEST)
        task = f"read the {name} log"
        entries: list[Any] = []
        with session.client(task) as instana, progress(session, task) as tell:
            # A limit together with a time counts what is kept, not what is read.
            pager = reader(instana).list(query=query, limit=None if begin else most)
            for page in since(pager.pages(), begin):
                entries += page
                tell(f"{len(entries)} entries")
                if most is not None and len(entries) >= most:
                    break
        rows = [row(entry) for entry in islice(entries, most)]
        session.show(Listing("entries", rows, chosen or fields, chosen or columns, chosen=chosen is not None))
        if limit is None and begin is None and len(rows) == NEWEST:
            session.say(f"these are {NEWEST}; see --limit and --since")

    return command
