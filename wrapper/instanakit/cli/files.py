"""Files that a command reads and writes beside its output."""

import json
import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Any

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.session import Session


def read_json(session: Session, path: Path) -> Any:
    """Read a JSON file. Raises Failure if that cannot be done."""
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        why = f"{path} cannot be read: {error.strerror}"
    except (ValueError, RecursionError):
        why = f"{path} is not JSON"
    raise Failure(f"cannot {session.task}", why, "Name another file.", Exit.USAGE)


def is_same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, whether it is there or not."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def refuse_unless_writable(session: Session, path: Path) -> None:
    """Raise Failure, before anything is asked of the server, if a file could not be written. Leaves nothing behind."""
    if why := _unfit(path):
        raise Failure(f"cannot {session.task}", why, "Name another file.", Exit.USAGE)


def write_private(session: Session, path: Path, text: str) -> None:
    """Write a file that others cannot read, whole or not at all. Raises Failure if that cannot be done."""
    if why := _unfit(path) or _written(path, text):
        raise Failure(f"cannot {session.task}", why, "Name another file.")


def _unfit(path: Path) -> str:
    """Return why a file cannot be written, as far as that can be told without writing."""
    try:
        if not path.name or (os.path.lexists(path) and not S_ISREG(path.lstat().st_mode)):
            return f"{path} is no file"
        if not path.parent.is_dir():
            return f"{path} cannot be written: there is no folder {path.parent}"
        with suppress(FileNotFoundError):
            _beside(path).lstat()  # a name that is too long is told
    except OSError as error:
        return f"{path} cannot be written: {error.strerror}"
    is_writable = os.access(path.parent, os.W_OK | os.X_OK)
    return "" if is_writable else f"{path} cannot be written: its folder is not writable"


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}")


def _written(path: Path, text: str) -> str:
    """Write a file, and return why that cannot be done."""
    new = _beside(path)
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        return f"{path} cannot be written: {error.strerror}"
    return ""
