"""The folder of a secret's file: what makes it safe, and files that are there whole or not at all.

All is done below a folder that was opened once, so that what was checked is what is used.
"""

import fcntl
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs

from instanakit.sinks.errors import not_done
from instanakit.sinks.fit import foreign

PRIVATE = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_LARGEST = 1024 * 1024  # bytes; a file of secrets is far smaller
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe without a writer is opened and refused
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@attrs.frozen
class Content:
    """What a file holds, which no traceback shows, and its mode."""

    text: str = attrs.field(repr=False)
    mode: int = PRIVATE


@contextmanager
def opened(path: Path, spec: str, temporary: str) -> Generator["Folder"]:
    """Open a folder; another process or thread that opens it waits until this one has closed it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # some network file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        folder = Folder(descriptor, path, spec, temporary)
        folder.check_owner_and_mode()
        yield folder
    finally:
        os.close(descriptor)


class Folder:
    """An open folder. `temporary` is the name of the file in which a new content is written."""

    def __init__(self, descriptor: int, path: Path, spec: str, temporary: str) -> None:
        self._descriptor = descriptor
        self._path = path
        self._spec = spec
        self._temporary = temporary

    def check_owner_and_mode(self) -> None:
        """Refuse a folder in which others can exchange files."""
        status = os.fstat(self._descriptor)
        if status.st_uid not in {os.geteuid(), 0}:
            hint = "Name a folder of your own, or run as that user."
            raise not_done(self._spec, "used", f"the folder {self._path} belongs to another user", hint)
        mode = status.st_mode
        if mode & _OTHERS_WRITE and not mode & stat.S_ISVTX:
            hint = f"Run chmod go-w {self._path}, or name another folder."
            raise not_done(self._spec, "used", f"others can write in the folder {self._path}", hint)

    def check_writable(self) -> None:
        """Refuse a folder in which this process can write nothing."""
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=self._descriptor):
            hint = "Give this user the right to do it, or name another sink."
            raise not_done(self._spec, "written", f"the folder {self._path} is not writable", hint)
        room = os.fstatvfs(self._descriptor)
        if room.f_blocks and not room.f_bavail:
            raise not_done(self._spec, "written", f"no room is left in {self._path}", "Make room there.")
        self.check_file(self._temporary)

    def check_file(self, name: str) -> None:
        """Refuse a file that is there and that others could have made, or could read; a link, and what is no file."""
        with suppress(FileNotFoundError):
            self._check(name, os.stat(name, dir_fd=self._descriptor, follow_symlinks=False))

    def read(self, name: str) -> Content | None:
        """Return what a file holds, None if it is not there."""
        self.check_file(name)
        try:
            descriptor = os.open(name, _READ, dir_fd=self._descriptor)
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            self._check(name, status)
            if status.st_size > _LARGEST:
                raise foreign(self._spec, f"{self._path / name} is larger than a MiB")
            return Content(file.read().decode("utf-8", "surrogateescape"), stat.S_IMODE(status.st_mode))

    def write(self, name: str, content: Content) -> None:
        """Put a content into a file, which holds its former content or the new one at any moment."""
        self.check_file(name)
        self._unlink(self._temporary)  # one of a process that was killed
        try:
            self._write_temporary(content)
            os.replace(self._temporary, name, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
        except BaseException:  # an interruption too: the secret is in it
            with suppress(OSError):
                self._unlink(self._temporary)
            raise
        os.fsync(self._descriptor)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self._unlink(self._temporary)
        self._unlink(name)
        os.fsync(self._descriptor)

    def _write_temporary(self, content: Content) -> None:
        descriptor = os.open(self._temporary, _NEW, PRIVATE, dir_fd=self._descriptor)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, content.mode)
            file.write(content.text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(descriptor)

    def _unlink(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._descriptor)

    def _check(self, name: str, status: os.stat_result) -> None:
        wrong = _what_is_wrong(self._path / name, status)
        if wrong:
            raise not_done(self._spec, "used", *wrong)


def _what_is_wrong(path: Path, status: os.stat_result) -> tuple[str, str] | None:
    """Return why a file is not to be trusted with a secret, and what to do about it."""
    if stat.S_ISLNK(status.st_mode):
        return f"{path} is a symbolic link", "Name the file that it leads to."
    if not stat.S_ISREG(status.st_mode):
        return f"{path} is {'a folder' if stat.S_ISDIR(status.st_mode) else 'no file'}", "Name another file."
    if status.st_uid != os.geteuid():
        return f"{path} belongs to another user", "Name another file, or run as that user."
    if status.st_mode & _OTHERS:
        return f"others can read or write {path}", f"Run chmod go= {path}; if it held a secret, others may know it."
    return None
