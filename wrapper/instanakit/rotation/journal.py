"""The journal: an SQLite database in the state folder, a row for each change of a state, and no secret in it."""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from instanakit.rotation.errors import JournalError, RotationInProgressError
from instanakit.rotation.overlap import overlap
from instanakit.rotation.recorded import Recorded, from_rows
from instanakit.rotation.state import State

T = TypeVar("T")
Facts = dict[str, Any]
_FILE = "rotations.sqlite"
_DURABLE = "PRAGMA synchronous = FULL"  # a change is on the disk before the next step
_BUSY = 5.0  # seconds to wait for another process
_NAP = 0.01  # seconds between two tries where SQLite does not wait
_REPAIR = "Make room in its folder, and let this user write there."
_RESTORE = "Restore it, or move it away and look after what it names."
_SCHEMA = """
CREATE TABLE IF NOT EXISTS changes (
  number INTEGER PRIMARY KEY,
  rid TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  facts TEXT NOT NULL
)
"""
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
            for other in _all(connection):
                if not other.is_over:
                    _refuse(other, facts)
            _insert(connection, rid, State.PLANNED, at, facts)
            return _one(connection, rid)

        return self._do(act)

    def record(self, rid: str, state: State, at: int, facts: Facts) -> Recorded:
        """Record a change, and the facts that are new. If that fails the rotation can be resumed."""

        def act(connection: sqlite3.Connection) -> Recorded:
            connection.execute("BEGIN IMMEDIATE")
            _insert(connection, rid, state, at, facts)
            return _one(connection, rid)

        return self._do(act, f"Resume the rotation {rid} when it can be used")

    def get(self, rid: str) -> Recorded | None:
        """Return a rotation; None if there is none."""
        return self._do(partial(_find, rid=rid)) if self._is_there() else None

    def list(self) -> list[Recorded]:
        """Return all rotations, the oldest first."""
        return self._do(_all) if self._is_there() else []

    def _is_there(self) -> bool:
        try:
            self.path.stat()
        except FileNotFoundError:
            return False
        except OSError:
            return True  # opening it says why it cannot be read
        return True

    def _do(self, act: Callable[[sqlite3.Connection], T], done: str = "Nothing was changed") -> T:
        try:
            with self._connected() as connection, connection:
                return act(connection)
        except (sqlite3.Error, ValueError, TypeError, KeyError, OverflowError) as error:
            problem, hint = _what_is_wrong(error)
        except OSError as error:
            problem, hint = f"cannot be used: {error.strerror}", _REPAIR
        message = f"The journal of rotations {self.path} {problem}"
        raise JournalError(message, hint=f"{done}. {hint}")

    @contextmanager
    def _connected(self) -> Generator[sqlite3.Connection]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # 0600 from the first byte; what SQLite puts beside it gets the same.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(self.path, timeout=_BUSY, isolation_level=None)) as connection:
            _write_ahead(connection)
            connection.execute(_DURABLE)
            connection.execute(_SCHEMA)
            yield connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL, for which SQLite does not wait by itself while another process does the same to a new file."""
    began = time.monotonic()
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() - began > _BUSY:
                raise
            time.sleep(_NAP)
        else:
            return


def _refuse(other: Recorded, facts: Facts) -> None:
    same_unit = other.base_url == facts["base_url"]
    if same_unit and facts["internal_id"] in {other.internal_id, other.new_internal_id}:
        why = f"The token {facts['internal_id']} is being rotated already"
    elif other.sink == facts["sink"]:
        why = f"The sink {other.sink} is used by a rotation of the token {other.internal_id}"
    elif overlap(other.sink, facts["sink"]):
        shared = f"The sink {facts['sink']} shares a file with {other.sink}"
        why = f"{shared}, which is used by a rotation of the token {other.internal_id}"
    else:
        return
    error = RotationInProgressError(
        f"{why} (rotation {other.rid}, {other.state})", hint="Resume that one, or roll it back."
    )
    error.rid = other.rid
    raise error


def _insert(connection: sqlite3.Connection, rid: str, state: State, at: int, facts: Facts) -> None:
    connection.execute(_INSERT, (rid, state.value, at, json.dumps(facts)))


def _all(connection: sqlite3.Connection) -> list[Recorded]:
    _check(connection)
    rows: dict[str, list[tuple[str, int, Facts]]] = {}
    for rid, state, at, facts in connection.execute(_SELECT_ALL):
        rows.setdefault(rid, []).append((state, at, json.loads(facts)))
    return [from_rows(rid, changes) for rid, changes in rows.items()]


def _find(connection: sqlite3.Connection, rid: str) -> Recorded | None:
    return next((rotation for rotation in _all(connection) if rotation.rid == rid), None)


def _one(connection: sqlite3.Connection, rid: str) -> Recorded:
    """Return a rotation that is there; its journal was checked when it was begun or found."""
    rows = connection.execute(_SELECT_ONE, (rid,))
    return from_rows(rid, [(state, at, json.loads(facts)) for state, at, facts in rows])


def _check(connection: sqlite3.Connection) -> None:
    """Refuse a file whose pages contradict each other, which SQLite may read without a word."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _what_is_wrong(error: Exception) -> tuple[str, str]:
    damaged = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF in damaged:
        return f"is damaged: {error}", _RESTORE
    return f"cannot be used: {error}", _REPAIR
