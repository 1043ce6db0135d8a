"""What makes the journal safe from other users: whose its folder and its file are, and who may write and read them."""

import os
import stat
from pathlib import Path

_POSIX = os.name == "posix"  # elsewhere neither owner nor mode says who may do what
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def wrong_with_folder(path: Path, found: os.stat_result) -> tuple[str, str] | None:
    """Return why others could exchange files of a folder, and what to do about it; one of root's is as safe as root."""
    if _POSIX and found.st_uid not in {os.geteuid(), 0}:
        return "its folder belongs to another user", "Name a folder of your own, or run as that user."
    if _POSIX and found.st_mode & _OTHERS_WRITE:
        return "others can write in its folder", f"Run chmod go-w {path}, or name another folder."
    return None


def wrong_with_file(path: Path, found: os.stat_result) -> tuple[str, str] | None:
    """Return why a file is not to be trusted, and what to do about it: a link, no file, or one that is not private."""
    if stat.S_ISLNK(found.st_mode):
        return "it is a symbolic link", "Put the file there that it leads to."
    if not stat.S_ISREG(found.st_mode):
        return "it is no file", "Move away what is there."
    if _POSIX and found.st_uid != os.geteuid():
        return "it belongs to another user", "Name another folder, or run as that user."
    if _POSIX and found.st_mode & _OTHERS:
        return "others can read or write it", f"Run chmod go= {path}."
    return None
