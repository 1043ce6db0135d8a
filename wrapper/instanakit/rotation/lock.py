"""One process at a time works on a rotation: a lock on a file in the state folder, gone when the process is."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from instanakit.rotation.errors import JournalError, RotationError, RotationInProgressError

try:
    import fcntl
except ImportError:  # pragma: no cover (there is no such lock on Windows)
    fcntl = None  # type: ignore[assignment]


class Lock:
    """Holds a rotation for this flow, as a context. Raises RotationInProgressError if another one holds it."""

    def __init__(self, folder: Path, rid: str) -> None:
        self._path = folder / f"{rid}.lock"
        self._rid = rid
        self._file: int | None = None

    def __enter__(self) -> Self:
        try:
            self._take()
        except BlockingIOError:
            message = f"The rotation {self._rid} is being worked on by another process"
            failure: RotationError = RotationInProgressError(message, hint="Wait until that has ended.")
        except OSError as error:
            message = f"The lock of a rotation {self._path} cannot be used: {error.strerror}"
            failure = JournalError(message, hint="Nothing was changed. Let this user write there.")
        else:
            return self
        self._close()
        failure.rid = self._rid
        raise failure

    def _take(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if fcntl is not None:  # pragma: no branch (likewise)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def drop(self) -> None:
        """Remove the file of a rotation that is over: who takes the lock later finds that there is nothing to do."""
        self._path.unlink(missing_ok=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None


@contextmanager
def alone_in(folder: Path) -> Generator[None]:
    """Hold a folder: another process that wants it waits. What was put there is on the disk in the end."""
    if fcntl is None:  # pragma: no cover (likewise)
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # some network file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
