"""instanakit rotations rollback."""

import click

from instanakit.cli.options import command as make
from instanakit.cli.rotating import Task, each, end, find
from instanakit.cli.session import Session


@make("rollback", help="Go back to how it was before a rotation: the sink as before, the new token deleted.")
@click.argument("rid", metavar="RID", help="The rotation's number.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
def command(session: Session, rid: str, yes: bool) -> None:
    """Roll a rotation back."""
    session.task = f"roll back the rotation {rid}"
    session.refuse_unattended(yes=yes)
    with session.client(session.task) as instana:
        rotation = find(session, instana, rid)
        if not yes:
            new = f"the new token {rotation.new_internal_id} of {rotation.name!r}"
            session.confirm(f"Delete {new} on {session.unit}, and restore {rotation.sink}?")
        again = f"instanakit rotations rollback {rid}"
        task = Task(do=instana.rotations.rollback, again=again, verb="rollback")
        rows, failures = each(session, instana, [rid], task)
    end(session, rows, failures)
