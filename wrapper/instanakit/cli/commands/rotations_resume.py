"""instanakit rotations resume: for a person after an interruption, and with --all for cron."""

import click

from instanakit.cli.options import command as make
from instanakit.cli.rotating import Task, each, end
from instanakit.cli.rotation_units import say_of_other_units
from instanakit.cli.session import Session


@make("resume", help="Go on with rotations as far as that is possible now. Status 8: a grace period runs.")
@click.argument("rids", metavar="RID...", nargs=-1, help="Their numbers.")
@click.option("--all", "everything", is_flag=True, help="All that are in progress, one after the other.")
def command(session: Session, rids: tuple[str, ...], everything: bool) -> None:
    """Resume rotations."""
    if bool(rids) == everything:
        message = "name the rotations, or give --all"
        raise click.UsageError(message)
    with session.client(f"resume the rotation {rids[0]}" if len(rids) == 1 else "resume the rotations") as instana:
        wanted = rids or [one.rid for one in instana.rotations.list() if not one.is_over]
        again = f"instanakit rotations resume {' '.join(rids) or '--all'}"
        rows, failures = each(
            session, instana, wanted, Task(do=instana.rotations.resume, again=again, is_shared=everything)
        )
        if everything:
            say_of_other_units(session, instana)
    end(session, rows, failures, "none is in progress")
