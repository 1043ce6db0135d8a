"""instanakit rotations show."""

import click

from instanakit.cli.options import command as make
from instanakit.cli.output import Record
from instanakit.cli.rotating import find
from instanakit.cli.rotation_rows import rotation_row
from instanakit.cli.rotation_words import next_step
from instanakit.cli.session import Session
from instanakit.cli.unsent import unsent


@make("show", help="Show one rotation. Nothing is sent.")
@click.argument("rid", metavar="RID", help="The rotation's number.")
def command(session: Session, rid: str) -> None:
    """Show a rotation."""
    with unsent(session, f"show the rotation {rid}") as instana:
        row = rotation_row(find(session, instana, rid))
    session.show(Record("rotation", row))
    if said := next_step([row], session.now):
        session.say(said)
