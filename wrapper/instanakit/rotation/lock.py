"""One process at a time works on a rotation: a lock on a file in the state folder, gone when the process is."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from instanakit.rotation.errors import RotationInProgressError

try:
    import fcntl
except ImportError:  # pragma: no cover (there is no such lock on Windows)
    fcntl = None  # type: ignore[assignment]


class Lock:
    """Holds a rotation for this flow, as a context. Raises RotationInProgressError if another one holds it."""

    def __init__(self, folder: Path, rid: str) -> None:
        self._path = folder / f"{rid}.lock"
        self._rid = rid
        self._file = -1

    def __enter__(self) -> Self:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if fcntl is None:  # pragma: no cover (likewise)
            return self
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
        else:
            return self
        message = f"The rotation {self._rid} is being worked on by another process"
        error = RotationInProgressError(message, hint="Wait until that has ended.")
        error.rid = self._rid
        raise error

    def drop(self) -> None:
        """Remove the file of a rotation that is over: who takes the lock later finds that there is nothing to do."""
        self._path.unlink(missing_ok=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
