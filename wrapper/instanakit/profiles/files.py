"""Reading a file, once it is known whose it is and who else may write or read it.

What is checked is the open file, so that nobody can put another one in its place in between.
"""

import os
import shlex
import stat
from pathlib import Path

from instanakit.errors import ConfigurationError

LARGEST = 1024 * 1024
_POSIX = os.name == "posix"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# Without this one a named pipe would wait for somebody to write into it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)


def read_text(path: Path) -> str | None:
    """Return the text of a file that anybody may write; None if there is no such file."""
    return _read(path, "")


def read_own_text(path: Path) -> str | None:
    """Return the text of a file that only its owner, we or root, may write; None if there is no such file."""
    return _read(path, "write")


def read_secret_text(path: Path) -> str | None:
    """Return the text of a file that is ours and that nobody else may read; None if there is no such file."""
    return _read(path, "read")


def _read(path: Path, forbidden: str) -> str | None:
    opened = _open(path)
    if opened is None:
        return None
    if isinstance(opened, str):
        message = f"{path} cannot be read: {opened}"
        raise ConfigurationError(message, hint="Correct the path, or who may read it.")
    try:
        _check(path, os.fstat(opened), forbidden)
        with open(opened, "rb", closefd=False) as file:
            # Whatever is no UTF-8 becomes a character that neither a key of TOML nor a credential has.
            return file.read().decode("utf-8-sig", "replace")
    finally:
        os.close(opened)


def _open(path: Path) -> int | str | None:
    """Return the descriptor of a file, None if there is no file, or why it cannot be opened."""
    try:
        return os.open(path, _FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "its name has a null in it"


def _check(path: Path, found: os.stat_result, forbidden: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        message = f"{path} is no regular file"
        raise ConfigurationError(message, hint="Name a file.")
    if found.st_size > LARGEST:
        message = f"{path} is larger than {LARGEST} bytes"
        raise ConfigurationError(message, hint="Name another file.")
    if forbidden and _POSIX:
        _check_owner(path, found, forbidden)
        _check_mode(path, stat.S_IMODE(found.st_mode), forbidden)


def _check_owner(path: Path, found: os.stat_result, forbidden: str) -> None:
    ours = {os.geteuid()} if forbidden == "read" else {os.geteuid(), 0}
    if found.st_uid not in ours:
        message = f"{path} belongs to another user, of the id {found.st_uid}, who can {forbidden} it"
        raise ConfigurationError(message, hint="Make a copy of your own, and name that.")


def _check_mode(path: Path, mode: int, forbidden: str) -> None:
    bits, command = (_OTHERS, "600") if forbidden == "read" else (_OTHERS_WRITE, "go-w")
    if mode & bits:
        what = "read or written" if forbidden == "read" else "written"
        message = f"{path} can be {what} by others: its mode is {mode:04o}"
        raise ConfigurationError(message, hint=f"Take that from them: chmod {command} {shlex.quote(str(path))}")
