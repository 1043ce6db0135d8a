"""Rotations as rows: which values they have, under which names, and which of them a table shows."""

from typing import TYPE_CHECKING

from instanakit.cli.output import Row

if TYPE_CHECKING:
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
# The first ones stay when a terminal is narrow.
COLUMNS = ("rid", "state", "name", "grace_ends_at", "internal_id", "new_internal_id", "sink", "problem")
FAILED, NOT_BEGUN, ELSEWHERE = "failed", "not begun", "in progress"


def rotation_row(rotation: "Rotation") -> Row:
    """Return the values of a rotation."""
    return {field: getattr(rotation, field) for field in FIELDS} | {"state": rotation.state.value}


def empty_row(*, internal_id: str, name: str, state: str, problem: str, **known: str) -> Row:
    """Return the row of a rotation of which little is known: it was not begun, failed, or is another machine's."""
    meant = {"internal_id": internal_id, "name": name, "state": state, "problem": problem}
    return dict.fromkeys(FIELDS) | meant | known


def is_in_progress(row: Row) -> bool:
    """Tell whether a rotation, of which the row says how far it is, can be gone on with here, and did not fail."""
    return row["state"] not in {"DONE", "ROLLED_BACK", FAILED, NOT_BEGUN, ELSEWHERE}
