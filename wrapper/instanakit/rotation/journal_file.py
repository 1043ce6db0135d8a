"""The journal's file: made whole or not at all, and opened only if it is safe and of a known format."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from instanakit.rotation.lock import alone_in
from instanakit.rotation.private import wrong_with_file, wrong_with_folder
from instanakit.rotation.unusable import Unusable

FORMAT = 1  # higher with each new state or fact: earlier versions say that they do not know it, not that it is damaged
_TABLE = """
CREATE TABLE changes (
  number INTEGER PRIMARY KEY,
  rid TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  facts TEXT NOT NULL
)
"""
_INDEX = "CREATE INDEX IF NOT EXISTS changes_of_a_rotation ON changes (rid, number)"
_SET_FORMAT = f"PRAGMA user_version = {FORMAT}"


@attrs.frozen
class JournalFile:
    """Where the file is, how its connections are set up, and how many seconds they wait for another process."""

    path: Path
    setting: str
    patience: float

    def is_there(self) -> bool:
        """Tell whether there is a file. Raises Unusable for one that is not safe, is empty, or was taken away."""
        folder = self.path.parent
        # Looked for first: SQLite makes it after the file.
        has_log = self.path.with_name(f"{self.path.name}-wal").exists()
        try:
            wrong = wrong_with_folder(folder, folder.stat())
            found = self.path.lstat()
        except FileNotFoundError:
            if not has_log:
                return False
            # SQLite would put its changes into a new file.
            problem = f"is gone, and {self.path.name}-wal, which belongs to it, is not"
            raise Unusable(problem, "Restore it, or move that away too.") from None
        wrong = wrong or wrong_with_file(self.path, found)
        if wrong is not None:
            problem = f"cannot be used: {wrong[0]}"
            raise Unusable(problem, wrong[1])
        if not found.st_size:
            problem = "is damaged: it is empty"
            raise Unusable(problem, "Restore it; remove it if no rotation was in progress.")
        return True

    def make(self) -> None:
        """Make a new file, unless there is one.

        It gets its name when it is whole: an empty file of this name is never one that another process is just making.
        """
        folder = self.path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.is_there():
            return
        with alone_in(folder), TemporaryDirectory(prefix=".new-", dir=folder) as place:
            new = Path(place, self.path.name)
            self._fill(new)
            # Another process may have been first; where folders have no locks, it is not renamed over a file.
            with suppress(FileExistsError):
                if not self.is_there():
                    new.rename(self.path)

    def _fill(self, new: Path) -> None:
        # 0600 from the first byte; what SQLite puts beside it gets the same.
        os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with self._connected(new) as connection:
            self._set_up(connection)
            for statement in (_TABLE, _INDEX, _SET_FORMAT):
                connection.execute(statement)

    @contextmanager
    def opened(self) -> Generator[sqlite3.Connection]:
        """Open the file, which must be there. Raises Unusable if it is of a format that is not known."""
        with self._connected(self.path) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > FORMAT:
                problem = f"was written by a newer version of instanakit (format {version}; this one knows {FORMAT})"
                raise Unusable(problem, "Use that version here.")
            self._set_up(connection)
            if version < FORMAT:  # it was made before formats had a number
                connection.execute(_INDEX)
                connection.execute(_SET_FORMAT)
            yield connection

    @contextmanager
    def _connected(self, path: Path) -> Generator[sqlite3.Connection]:
        # Without mode=rw SQLite would make an empty file of one that was removed.
        address = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=self.patience, isolation_level=None)) as connection:
            yield connection

    def _set_up(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(self.setting)
