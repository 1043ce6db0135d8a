"""The journal: an SQLite database in the state folder, a row for each change of a state, and no secret in it."""

import json
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from instanakit.rotation.errors import JournalError
from instanakit.rotation.journal_file import JournalFile
from instanakit.rotation.recorded import Recorded, from_rows
from instanakit.rotation.refuse import refuse_overtaken, refuse_second
from instanakit.rotation.state import State
from instanakit.rotation.unusable import CAUGHT, Unusable, unusable

T = TypeVar("T")
Facts = dict[str, Any]
Row = tuple[str, int, Facts]
_FILE = "rotations.sqlite"
_DURABLE = "PRAGMA synchronous = FULL"  # a change is on the disk before the next step
_GONE = "is gone"
_ANOTHER = "is another one than before: it has nothing of this rotation"
_BUSY = 5.0  # seconds to wait for another process
_SELECT_ALL = "SELECT rid, state, at, facts FROM changes ORDER BY number"
_SELECT_ONE = "SELECT state, at, facts FROM changes WHERE rid = ? ORDER BY number"
_INSERT = "INSERT INTO changes (rid, state, at, facts) VALUES (?, ?, ?, ?)"


class Journal:
    """The rotations of all tenant units. Each change is on the disk when the method returns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / _FILE

    def begin(self, rid: str, at: int, facts: Facts) -> Recorded:
        """Record a plan. Raises RotationInProgressError if its token or its sink has a rotation in progress."""

        def act(connection: sqlite3.Connection) -> Recorded:
            connection.execute("BEGIN IMMEDIATE")
            refuse_second(_all(connection), facts["base_url"], facts["internal_id"], facts["sink"])
            _insert(connection, rid, State.PLANNED, at, facts)
            return _one(connection, rid)

        def make() -> Recorded:
            self._file.make()
            return self._open(act)

        return self._try(make)

    def record(self, rid: str, state: State, at: int, facts: Facts, after: int | None = None) -> Recorded:
        """Record a change, and the facts that are new. If that fails the rotation can be resumed: the error's `rid`.

        `after` is how many changes the caller knows of: raises RotationInProgressError if there are more.
        """
        hint = f"Restore it; if nobody can, look for a token with {rid} in its name."

        def act(connection: sqlite3.Connection) -> Recorded:
            connection.execute("BEGIN IMMEDIATE")
            known = len(_rows(connection, rid))
            if not known:
                raise Unusable(_ANOTHER, hint)
            if after is not None and known != after:
                refuse_overtaken(rid)
            _insert(connection, rid, state, at, facts)
            return _one(connection, rid)

        def go_on() -> Recorded:
            if not self._file.is_there():
                raise Unusable(_GONE, hint)
            return self._open(act)

        return self._try(go_on, rid)

    def get(self, rid: str) -> Recorded | None:
        """Return a rotation; None if there is none."""
        return self._try(lambda: self._open(partial(_find, rid=rid)) if self._file.is_there() else None)

    def list(self) -> list[Recorded]:
        """Return all rotations, the oldest first."""
        return self._try(lambda: self._open(_all) if self._file.is_there() else [])

    @property
    def _file(self) -> JournalFile:
        return JournalFile(self.path, _DURABLE, _BUSY)

    def _open(self, act: Callable[[sqlite3.Connection], T]) -> T:
        with self._file.opened() as connection, connection:
            return act(connection)

    def _try(self, act: Callable[[], T], in_progress: str | None = None) -> T:
        try:
            return act()
        except CAUGHT as error:
            wrong = unusable(error)
        done = f"Resume the rotation {in_progress} when it can be used" if in_progress else "Nothing was changed"
        failure = JournalError(f"The journal of rotations {self.path} {wrong.problem}", hint=f"{done}. {wrong.hint}")
        failure.rid = in_progress
        raise failure


def _insert(connection: sqlite3.Connection, rid: str, state: State, at: int, facts: Facts) -> None:
    connection.execute(_INSERT, (rid, state.value, at, json.dumps(facts)))


def _all(connection: sqlite3.Connection) -> list[Recorded]:
    _check(connection)
    rows: dict[str, list[Row]] = {}
    for rid, state, at, facts in connection.execute(_SELECT_ALL):
        rows.setdefault(rid, []).append((state, at, json.loads(facts)))
    return [from_rows(rid, changes) for rid, changes in rows.items()]


def _find(connection: sqlite3.Connection, rid: str) -> Recorded | None:
    _check(connection)
    rows = _rows(connection, rid)
    return from_rows(rid, rows) if rows else None


def _one(connection: sqlite3.Connection, rid: str) -> Recorded:
    """Return a rotation that is there; its journal was checked when it was begun or found."""
    return from_rows(rid, _rows(connection, rid))


def _rows(connection: sqlite3.Connection, rid: str) -> list[Row]:
    rows = connection.execute(_SELECT_ONE, (rid,))
    return [(state, at, json.loads(facts)) for state, at, facts in rows]


def _check(connection: sqlite3.Connection) -> None:
    """Refuse a file whose pages contradict each other, which SQLite may read without a word."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)
