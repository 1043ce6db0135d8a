"""Trouble: what is the matter with a state file, why, and what to do next. Pure.

Damaged is what SQLite calls so, and what holds other things than this build writes. All else is a matter of the disk,
of rights and of other programs, and no reason to delete a file.
"""

import errno
import sqlite3

from instanakit.errors import ConfigurationError

_RIGHTS = "you may not read and write it, or its folder", "Give yourself the right to both, or name another file."
_FULL = "the disk is full", "Make room on it, or name another file."
_NO_FOLDER = "it is in no folder, or a link to nowhere", "Make the folder, or name another file."
_OF_SQLITE = dict.fromkeys(
    (sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH), _RIGHTS
) | {sqlite3.SQLITE_FULL: _FULL}
_OF_THE_SYSTEM = (
    dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHTS)
    | dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _FULL)
    | dict.fromkeys((errno.ENOENT, errno.ENOTDIR), _NO_FOLDER)
)
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# A plain error is what a table or a column gives that is not there. What Python itself says of a text has no code.
_DAMAGED = {None, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


class NotKeptError(ConfigurationError):
    """What was done could not be written, and is undone."""


def wrong(name: str, problem: str, hint: str = "Name another file.") -> ConfigurationError:
    """Make the error that names a state file."""
    return ConfigurationError(f"The state file {name} {problem}", hint=hint)


def in_use(name: str) -> ConfigurationError:
    """Make the error for a file that another sandbox has."""
    return wrong(name, "is in use by another sandbox or program", "Stop that one, or name another file.")


def damaged(name: str, problem: object) -> ConfigurationError:
    """Make the error for a file that is not what it should be inside."""
    return wrong(name, f"is damaged: {problem}", "Name another file, or delete this one.")


def unreachable(name: str, error: OSError | ValueError) -> ConfigurationError:
    """Make the error for a file that the system does not give."""
    text = getattr(error, "strerror", None) or str(error)
    reason, hint = _OF_THE_SYSTEM.get(getattr(error, "errno", None) or 0, (text, "Name another file."))
    return wrong(name, f"cannot be used: {reason}", hint)


def unreadable(name: str, error: Exception) -> ConfigurationError:
    """Make the error for a file that cannot be opened as a database, or read."""
    code = _code(error)
    if code in _LOCKED:
        return in_use(name)
    return damaged(name, error) if code in _DAMAGED else wrong(name, *_cannot_be("used", error))


def unwritable(name: str, error: sqlite3.Error) -> NotKeptError:
    """Make the error for changes that a file did not take."""
    problem, hint = _cannot_be("written", error)
    return NotKeptError(f"The state file {name} {problem}; what was to be kept is undone", hint=hint)


def _cannot_be(done: str, error: Exception) -> tuple[str, str]:
    reason, hint = _OF_SQLITE.get(_code(error) or 0, (str(error), "Look after the disk, or name another file."))
    return f"cannot be {done}: {reason}", hint


def _code(error: Exception) -> int | None:
    # SQLite's codes have details in their upper bits.
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
