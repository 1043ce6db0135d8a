"""Files that a command reads and writes beside its output."""

import json
import os
from contextlib import suppress
from pathlib import Path
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


def write_private(session: Session, path: Path, text: str) -> None:
    """Write a file that others cannot read, whole or not at all. Raises Failure if that cannot be done."""
    why = f"{path} is no file"
    if path.name and (path.is_file() or not path.exists()) and not path.is_symlink():
        why = _written(path, text)
    if why:
        raise Failure(f"cannot {session.task}", why, "Name another file.")


def _written(path: Path, text: str) -> str:
    """Write a file, and return why that cannot be done."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
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
