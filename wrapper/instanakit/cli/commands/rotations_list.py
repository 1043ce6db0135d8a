"""instanakit rotations list."""

import click

from instanakit.cli.options import command as make
from instanakit.cli.output import Listing
from instanakit.cli.rotation_rows import COLUMNS, FIELDS, rotation_row
from instanakit.cli.rotation_units import say_of_other_units
from instanakit.cli.rotation_words import next_step
from instanakit.cli.session import Session
from instanakit.cli.unsent import unsent
from instanakit.cli.values import Fields


@make("list", help="List the rotations of this tenant unit that are in progress. Nothing is sent.")
@click.option("--all", "everything", is_flag=True, help="Those that are over, too.")
@click.option("--fields", type=Fields(FIELDS), metavar="F,F", help="Show these fields alone.")
def command(session: Session, everything: bool, fields: tuple[str, ...] | None) -> None:
    """List rotations."""
    with unsent(session, "list the rotations") as instana:
        rows = [rotation_row(one) for one in instana.rotations.list() if everything or not one.is_over]
    session.show(Listing("rotations", rows, fields or FIELDS, fields or COLUMNS, chosen=fields is not None))
    nothing = "there is none" if everything else "none is in progress; with --all those that are over are listed, too"
    if said := next_step(rows, session.now) or ("" if rows else nothing):
        session.say(said)
    say_of_other_units(session, instana)
