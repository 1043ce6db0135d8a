"""SinkError, and what it says of a sink that failed."""

import errno
import os

from instanakit.errors import InstanaError

_HINTS = {
    errno.ENOENT: "Make the folder first.",
    errno.EACCES: "Give this user the right to do it, or name another sink.",
    errno.EPERM: "Give this user the right to do it, or name another sink.",
    errno.ENOSPC: "Make room there, or name another sink.",
    errno.EDQUOT: "Make room there, or name another sink.",
}


class SinkError(InstanaError):
    """A sink could not be read or written: what was tried, why not, what to do next. It never quotes a secret."""


def not_done(spec: str, doing: str, problem: str, hint: str) -> SinkError:
    """Make the error for a sink that could not be `doing`: written, read or the like."""
    return SinkError(f"The sink {spec} could not be {doing}: {problem}", hint=hint)


def failed(spec: str, doing: str, error: OSError) -> SinkError:
    """Make the error for what the operating system refused."""
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    place = f": {os.fsdecode(error.filename)}" if isinstance(error.filename, (str, bytes)) else ""
    return not_done(spec, doing, f"{reason}{place}", _HINTS.get(error.errno or 0, "Name another sink."))
