"""Opening a state file: an SQLite database of this kind and version, undamaged, and of one sandbox at a time.

What it is can be told from its first bytes, so that SQLite never touches a file that is somebody else's.
"""

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from threading import Lock

from instanakit.errors import ConfigurationError
from instanakit.sandbox.trouble import damaged, in_use, unreachable, unreadable, wrong

APPLICATION_ID = 0x494B5342
VERSION = 1
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_NO_NAME = "state must be the path of a file; it is empty"
_USER_VERSION, _APPLICATION_ID = slice(60, 64), slice(68, 72)
_SCHEMA = f"""
BEGIN EXCLUSIVE;
CREATE TABLE owner (api_token TEXT NOT NULL);
CREATE TABLE token (
    position INTEGER PRIMARY KEY, internal_id BLOB NOT NULL UNIQUE, document TEXT NOT NULL, rank INTEGER NOT NULL
);
CREATE TABLE audit_log (number INTEGER PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE access_log (number INTEGER PRIMARY KEY, entry TEXT NOT NULL);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
COMMIT;
"""
# The files that this process has open. To open one of them again, even to look at its first bytes, and to close it
# would take SQLite's lock on it away.
_open: set[tuple[int, int]] = set()
_one_at_a_time = Lock()


class Opened:
    """An open state file."""

    def __init__(self, name: str, identity: tuple[int, int]) -> None:
        self.name = name
        self.connection = _connected(name)
        self._identity = identity
        _open.add(identity)

    def close(self) -> None:
        """Close it; twice is fine."""
        self.connection.close()
        _open.discard(self._identity)


def opened(path: str | os.PathLike[str]) -> Opened:
    """Open a state file, make one where there is none, or raise ConfigurationError."""
    name = os.fspath(path)
    with _one_at_a_time:
        return Opened(name, _checked(name))


def _checked(name: str) -> tuple[int, int]:
    if not name:
        raise ConfigurationError(_NO_NAME, hint="Name a file, or leave it out to keep nothing.")
    try:
        with suppress(FileExistsError):
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        found = Path(name).stat()
        identity = (found.st_dev, found.st_ino)
        problem = _problem(name, found, is_open=identity in _open)
        if problem is None:
            # What may not be written is told by the system better than by SQLite.
            os.close(os.open(name, os.O_WRONLY))
    except (OSError, ValueError) as error:
        problem = unreachable(name, error)
    else:
        if problem is None:
            return identity
    raise problem


def _problem(name: str, found: os.stat_result, *, is_open: bool) -> ConfigurationError | None:
    if is_open:
        return in_use(name)
    if not stat.S_ISREG(found.st_mode):
        return wrong(name, "is no file")
    with Path(name).open("rb") as file:
        header = file.read(_HEADER)
    if not header:  # it is to become one
        return None
    if header[:16] != _MAGIC or int.from_bytes(header[_APPLICATION_ID]) != APPLICATION_ID:
        return wrong(name, "is no sandbox's")
    version = int.from_bytes(header[_USER_VERSION])
    if version != VERSION:
        hint = "Name another file, or use the version of instanakit that made this one."
        return wrong(name, f"is of schema version {version}; this build knows {VERSION}", hint)
    return None


def _connected(name: str) -> sqlite3.Connection:
    connection = None
    try:
        # An absolute path, since SQLite gives a meaning of its own to names such as :memory:.
        connection = sqlite3.connect(Path(name).absolute(), timeout=0, check_same_thread=False)
        _prepare(connection, name)
    except (sqlite3.Error, ConfigurationError) as error:
        problem = error if isinstance(error, ConfigurationError) else unreadable(name, error)
    else:
        return connection
    if connection is not None:
        connection.close()
    raise problem


def _prepare(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise damaged(name, found)
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.executescript(_SCHEMA)
    connection.execute("PRAGMA journal_mode = WAL")
    # The file of a killed process has everything that was committed; only a power failure may take the latest.
    connection.execute("PRAGMA synchronous = NORMAL")
    with suppress(OSError):
        Path(name).chmod(0o600)
