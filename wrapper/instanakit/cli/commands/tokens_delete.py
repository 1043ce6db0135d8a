"""instanakit tokens delete: asks, guards the token in use and the last manager, and goes on after a failure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.failure import Failure
from instanakit.cli.guard import dangers, question
from instanakit.cli.options import command as make
from instanakit.cli.output import Listing, Row
from instanakit.cli.session import Session
from instanakit.errors import InstanaError

if TYPE_CHECKING:
    from instanakit import Instana

_FIELDS = ("internal_id", "name", "result", "why")


@make("delete", help="Delete tokens. What uses them stops to work at once.")
@click.argument("internal_ids", metavar="ID...", nargs=-1, required=True, help="Their internal ids.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--force", is_flag=True, help="Delete the token in use too, or the last one that can manage tokens.")
@click.option("--missing-ok", is_flag=True, help="A token that is not there is as good as deleted.")
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, and delete nothing.")
def command(
    session: Session,
    internal_ids: tuple[str, ...],
    yes: bool,
    force: bool,
    missing_ok: bool,
    dry_run: bool,
) -> None:
    """Delete tokens."""
    wanted = tuple(dict.fromkeys(internal_ids))
    task = f"delete the token {wanted[0]}" if len(wanted) == 1 else f"delete {len(wanted)} tokens"
    session.task = task
    if not dry_run:
        session.refuse_unattended(yes=yes)
    with session.client(task) as instana:
        own_id = session.settings.internal_id.value
        tokens = instana.tokens.list()
        names = {token.internal_id: token.name for token in tokens}
        reasons = dangers(wanted, tokens, own_id, session.now)
        if reasons and not force:
            raise Failure(f"cannot {task}", "; ".join(reasons), "Add --force if that is meant.", Exit.USAGE)
        doomed = [token for token in tokens if token.internal_id in wanted]
        if doomed and not (yes or dry_run):
            missing = [one for one in wanted if one not in names]
            session.confirm(question(doomed, missing, own_id, session.unit))
        found: list[tuple[Row, InstanaError | None]] = []
        for one in wanted:
            done = [row["internal_id"] for row, error in found if not error]
            session.left = f"{one} may be deleted; deleted before: {', '.join(done) or 'none'}." if not dry_run else ""
            found.append(_delete(instana, one, names.get(one), missing_ok=missing_ok, dry_run=dry_run))
    rows, failures = [row for row, _ in found], [error for _, error in found if error]
    if failures and len(wanted) == 1:
        raise failures[0]
    if not dry_run:
        done = [row["internal_id"] for row in rows if row["result"] == "deleted"]
        session.wrote(f"Deleted: {', '.join(done) or 'none'}.", wanted[0] if len(wanted) == 1 else None)
    session.show(Listing("tokens", rows, _FIELDS, _FIELDS, chosen=True))
    if dry_run:
        session.say("this was a dry run: nothing was deleted")
    if failures:
        failed = ", ".join(row["internal_id"] for row in rows if row["result"] == "failed")
        why = f"{len(failures)} of {len(wanted)} failed: {failed}"
        raise Failure(f"cannot {task}", why, "The output says why of each.", _status(failures, len(wanted)))


def _delete(
    instana: "Instana", internal_id: str, name: str | None, *, missing_ok: bool, dry_run: bool
) -> tuple[Row, InstanaError | None]:
    """Delete one; return what became of it, and the error."""
    result, why, failure = "deleted", None, None
    try:
        if dry_run and (name is not None or missing_ok):
            result = "would be deleted" if name is not None else "is not there"
        elif dry_run:
            instana.tokens.get(internal_id)
        else:
            instana.tokens.delete(internal_id, missing_ok=missing_ok)
    except InstanaError as error:
        result, why, failure = "failed", error.message, error
    return {"internal_id": internal_id, "name": name, "result": result, "why": why}, failure


def _status(failures: Sequence[InstanaError], number: int) -> Exit:
    """Return the status that all failures have, if nothing was done; else that of what failed in part."""
    statuses = {exit_of(error) for error in failures}
    return statuses.pop() if len(failures) == number and len(statuses) == 1 else Exit.PARTLY_FAILED
