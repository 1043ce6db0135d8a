"""instanakit rotations show."""

import click

from instanakit.cli.options import command as make
from instanakit.cli.output import Record
from instanakit.cli.rotating import how_to_go_on, rotation_row
from instanakit.cli.session import Session


@make("show", help="Show one rotation. Nothing is sent.")
@click.argument("rid", metavar="RID", help="The rotation's number.")
def command(session: Session, rid: str) -> None:
    """Show a rotation."""
    with session.client(f"show the rotation {rid}") as instana:
        rotation = instana.rotations.get(rid)
    session.show(Record("rotation", rotation_row(rotation)))
    if not rotation.is_over:
        session.say(how_to_go_on(rotation))
