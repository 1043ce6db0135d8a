"""What the commands about rotations share: which one is meant, what failed, and how a run over several ends."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import attrs
import click

from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.failure import Failure
from instanakit.cli.output import Row
from instanakit.cli.progress import progress
from instanakit.cli.rotation_rows import ELSEWHERE, FAILED, FIELDS, rotation_row
from instanakit.cli.rotation_units import of_other_units
from instanakit.cli.rotation_words import how_to_go_on, show, shown_when_interrupted
from instanakit.cli.session import Session
from instanakit.errors import InstanaError

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.rotation import Rotation


def unfinished(instana: "Instana", internal_id: str) -> "Rotation | None":
    """Return the rotation of a token that is in progress."""
    return next((one for one in instana.rotations.list() if not one.is_over and one.internal_id == internal_id), None)


def find(session: Session, instana: "Instana", rid: str) -> "Rotation":
    """Return a rotation. Raises Failure if there is none of this number, or if the journal cannot be used."""
    from instanakit.rotation import JournalError  # noqa: PLC0415 (only now is it loaded anyway)

    try:
        return instana.rotations.get(rid)
    except InstanaError as error:
        failure = failure_of(session, error)
        if not isinstance(error, JournalError):
            unit = next((one.base_url for one in of_other_units(instana) if one.rid == rid), None)
            failure.next_step = (
                f"Add --base-url {unit}, or the --profile of it."
                if unit
                else "Check the number; 'instanakit rotations list --all' shows those that there are."
            )
            failure.status = Exit.NOT_FOUND
    raise failure


def failure_of(
    session: Session, error: InstanaError, go_on: str = "", rid: str | None = None, verb: str = "resume"
) -> Failure:
    """Say that the task failed because of an error, and how to go on with a rotation that it stopped, said once."""
    from instanakit.cli.advice import advice, names_a_command  # noqa: PLC0415 (most commands do not fail)

    said = advice(error, rid, verb)
    if go_on:  # by this request nothing was; by those before it, something may have been
        said = said.removeprefix("Nothing was changed. ").replace("; nothing was changed", "")
    next_step = said if names_a_command(said) else f"{said} {go_on}".strip()
    return Failure(f"cannot {session.task}", error.message, next_step, exit_of(error), error)


@attrs.frozen(kw_only=True)
class Task:
    """What is done with rotations, as which verb of the command line, and the command that does it once more.

    If it is shared, a rotation that another process is working on is in good hands, and no failure.
    """

    do: "Callable[[str], Rotation]"
    again: str
    verb: str = "resume"
    is_shared: bool = False


def each(session: Session, instana: "Instana", rids: Sequence[str], task: Task) -> tuple[list[Row], list[Failure]]:
    """Do something with one rotation after the other; return what became of each, and the failures.

    If that is interrupted, what became of those before is shown, and the command that goes on is named.
    """
    rows: list[Row] = []
    failures: list[Failure] = []
    session.left = f"Run '{task.again}' to go on."
    with shown_when_interrupted(session, rows), progress(session, session.task):
        for rid in rids:
            row, failure = _one(session, instana, rid, task)
            rows.append(row)
            failures += [failure] if failure else []
    return rows, failures


def _one(session: Session, instana: "Instana", rid: str, task: Task) -> tuple[Row, Failure | None]:
    """Do something with one rotation; return what became of it, and why it failed."""
    known: Row = dict.fromkeys(FIELDS) | {"rid": rid}
    try:
        known = rotation_row(find(session, instana, rid))
        return rotation_row(task.do(rid)), None
    except Failure as unknown:
        failure = unknown
    except InstanaError as error:
        go_on = f"Go on with 'instanakit rotations {task.verb} {rid}'."
        with suppress(InstanaError):  # the journal may be what failed
            known = rotation_row(rotation := instana.rotations.get(rid))
            go_on = how_to_go_on(rotation, task.verb)
        if task.is_shared and is_in_other_hands(error) and known["state"] != "ROLLED_BACK":
            is_over = known["state"] == "DONE"
            return (known if is_over else {**known, "state": ELSEWHERE, "problem": error.message}), None
        failure = failure_of(session, error, go_on, rid, task.verb)
    return {**known, "state": FAILED, "problem": failure.reason}, failure


def is_in_other_hands(error: InstanaError) -> bool:
    """Tell whether an error says that a rotation of the same token, or of the same sink, is in progress."""
    from instanakit.rotation import RotationInProgressError  # noqa: PLC0415 (only now is it loaded anyway)

    return isinstance(error, RotationInProgressError)


def end(session: Session, rows: Sequence[Row], failures: Sequence[Failure], nothing: str = "") -> None:
    """Show what became of rotations, and end with the status that stands for it."""
    if failures and len(rows) == 1:
        raise failures[0]
    task = session.task
    show(session, rows, nothing)
    if failures:
        statuses = {failure.status for failure in failures}
        alike = len(statuses) == 1 and len(failures) == len(rows)
        status = statuses.pop() if alike else Exit.PARTLY_FAILED
        why = f"{len(failures)} of {len(rows)} failed"
        raise Failure(f"cannot {task}", why, "The output says why of each.", status)
    if any(row["state"] in {"GRACE", ELSEWHERE} for row in rows):
        raise click.exceptions.Exit(Exit.PENDING)
