"""What the commands about rotations share: rows, how one goes on, and how a run over several ends."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.failure import Failure
from instanakit.cli.output import Listing, Row
from instanakit.cli.session import Session
from instanakit.errors import InstanaError

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.rotation import Rotation

FIELDS = (
    "rid",
    "state",
    "name",
    "internal_id",
    "new_internal_id",
    "sink",
    "started_at",
    "changed_at",
    "grace_ends_at",
    "problem",
)
COLUMNS = ("rid", "state", "name", "internal_id", "new_internal_id", "grace_ends_at", "sink", "problem")


def rotation_row(rotation: "Rotation") -> Row:
    """Return the values of a rotation."""
    return {field: getattr(rotation, field) for field in FIELDS} | {"state": rotation.state.value}


def empty_row(*, internal_id: str | None, name: str | None, state: str, problem: str, rid: str | None = None) -> Row:
    """Return the row of a rotation that was not begun, or could not be gone on with."""
    known = {"internal_id": internal_id, "name": name, "state": state, "problem": problem, "rid": rid}
    return dict.fromkeys(FIELDS) | known


def unfinished(instana: "Instana", internal_id: str) -> "Rotation | None":
    """Return the rotation of a token that is in progress."""
    return next((one for one in instana.rotations.list() if not one.is_over and one.internal_id == internal_id), None)


def how_to_go_on(rotation: "Rotation | None") -> str:
    """Say which command goes on with a rotation."""
    return "" if rotation is None else f"Go on with 'instanakit rotations resume {rotation.rid}'."


def each(
    session: Session, rids: Sequence[str], act: Callable[[str], "Rotation"], interrupted: str
) -> tuple[list[Row], list[InstanaError]]:
    """Do something with one rotation after the other; return what became of each, and the errors."""
    rows: list[Row] = []
    failures: list[InstanaError] = []
    for rid in rids:
        session.left = interrupted
        try:
            rows.append(rotation_row(act(rid)))
        except InstanaError as error:
            failures.append(error)
            rows.append(empty_row(internal_id=None, name=None, state="failed", problem=error.message, rid=rid))
    return rows, failures


def end(session: Session, rows: Sequence[Row], failures: Sequence[InstanaError]) -> None:
    """Show what became of rotations, and end with the status that stands for it."""
    if failures and len(rows) == 1:
        raise failures[0]
    task = session.task
    show(session, rows)
    if failures:
        statuses = {exit_of(error) for error in failures}
        alike = len(statuses) == 1 and len(failures) == len(rows)
        status = statuses.pop() if alike else Exit.PARTLY_FAILED
        why = f"{len(failures)} of {len(rows)} failed"
        raise Failure(f"cannot {task}", why, "The output says why of each.", status)
    if any(row["state"] == "GRACE" for row in rows):
        raise click.exceptions.Exit(Exit.PENDING)


def show(session: Session, rows: Sequence[Row]) -> None:
    """Show what became of rotations, and which command goes on with those that wait."""
    states = "; ".join(f"{row['rid'] or row['internal_id']} is {row['state']}" for row in rows)
    session.wrote(f"What became of it: {states or 'nothing'}. See 'instanakit rotations list --all'.")
    session.show(Listing("rotations", rows, FIELDS, COLUMNS))
    for row in rows:
        if row["state"] == "GRACE":
            ends = f"{row['grace_ends_at']:%Y-%m-%d %H:%M} UTC"
            session.say(f"both work until {ends}; then run: instanakit rotations resume {row['rid']}")
