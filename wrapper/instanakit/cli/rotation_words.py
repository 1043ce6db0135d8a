"""How a person is told of rotations: one in full, several as a table, what stopped them, and what goes on."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from instanakit.cli.output import Listing, Record, Row, escape
from instanakit.cli.rotation_rows import COLUMNS, FIELDS, NOT_BEGUN, is_in_progress
from instanakit.cli.session import Session

if TYPE_CHECKING:
    from instanakit.rotation import Rotation

_MEANS = {"DONE": "the old token is deleted", "ROLLED_BACK": "the old token works as before, the new one is deleted"}


def how_to_go_on(rotation: "Rotation | None", verb: str = "resume") -> str:
    """Say which command goes on with a rotation."""
    if rotation is None or rotation.is_over:
        return ""
    return f"Go on with 'instanakit rotations {verb if rotation.state.can_roll_back else 'resume'} {rotation.rid}'."


def show(session: Session, rows: Sequence[Row], nothing: str) -> None:
    """Show what became of rotations, and say what goes on with those that wait; `nothing` is said of none."""
    states = "; ".join(f"{row['rid'] or row['internal_id']} is {row['state']}" for row in rows)
    session.wrote(f"What became of it: {states or 'nothing'}. See 'instanakit rotations list --all'.")
    if len(rows) == 1 and session.form == "table":
        session.show(Record("rotation", rows[0]))
    else:
        _show_listing(session, rows)
    said = next_step(rows, session.now) or (nothing if not rows else "")
    if len(rows) == 1:
        said = said or _MEANS.get(rows[0]["state"], "")
    if said:
        session.say(said)


@contextmanager
def shown_when_interrupted(session: Session, rows: Sequence[Row]) -> Generator[None]:
    """Show what became of the first ones of several if the rest is interrupted."""
    try:
        yield
    except KeyboardInterrupt:
        if rows:
            with suppress(OSError):  # whoever read the output may be gone, and the interruption is told all the same
                _show_listing(session, rows)
        raise


def _show_listing(session: Session, rows: Sequence[Row]) -> None:
    if "problem" in session.show(Listing("rotations", rows, FIELDS, COLUMNS)):
        _tell_problems(rows)


def _tell_problems(rows: Sequence[Row]) -> None:
    """Tell what stopped each, where the column found no place; it is part of an error, so with --quiet too."""
    told = (
        f"not begun, since {row['problem']}"
        if row["state"] == NOT_BEGUN
        else f"{row['name'] or row['rid']}: {row['problem']}"
        for row in rows
        if row["problem"]
    )
    for line in dict.fromkeys(told):
        sys.stderr.write(f"{escape(line)}\n")


def next_step(rows: Sequence[Row], now: datetime) -> str:
    """Say which command goes on with the rotations that are in progress, and when."""
    waiting = [row for row in rows if is_in_progress(row)]
    if not waiting:
        return ""
    command = f"instanakit rotations resume {waiting[0]['rid'] if len(waiting) == 1 else '--all'}"
    ends = [row["grace_ends_at"] for row in waiting if row["state"] == "GRACE" and row["grace_ends_at"] > now]
    if len(ends) < len(waiting):
        return f"go on now with: {command}"
    until = f"until {max(ends):%Y-%m-%d %H:%M} UTC"
    if len(waiting) == 1:
        return f"both tokens work {until}; then run: {command}"
    return f"{len(waiting)} grace periods run, the last one {until}; then run: {command}"
