"""Unusable: why the journal's file is not used. The journal makes a JournalError of it."""

import sqlite3

_REPAIR = "Make room in its folder, and let this user write there."
_RESTORE = "Restore it, or move it away and look after what it names."
_WAIT = "Another process uses it: try again when that has ended."
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}


class Unusable(Exception):  # noqa: N818 (it is no error by itself: it says what is wrong)
    """Why the file is not used, behind its name, and what to do about it."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


# What reading and writing it, and making rotations of its rows, may raise.
CAUGHT = (Unusable, OSError, sqlite3.Error, ValueError, TypeError, KeyError, OverflowError)


def unusable(error: Exception) -> Unusable:
    """Say what an error means for the file."""
    if isinstance(error, Unusable):
        return error
    if isinstance(error, OSError):
        return Unusable(f"cannot be used: {error.strerror}", _REPAIR)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF in _DAMAGED:
        return Unusable(f"is damaged: {error}", _RESTORE)
    return Unusable(f"cannot be used: {error}", _WAIT if code & 0xFF in _BUSY else _REPAIR)
