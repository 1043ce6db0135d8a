"""exec:COMMAND: a program that gets the secret on its standard input."""

import shlex
import shutil
import signal

from instanakit._checks import check_seconds
from instanakit._program import TOO_MUCH, run_program
from instanakit.secret import Secret
from instanakit.sinks.errors import SinkError, failed, not_done
from instanakit.sinks.said import shown
from instanakit.sinks.sink import Sink

TIME_LIMIT = 60.0  # seconds
_UNKNOWN = "Whether it has stored the secret is not known; look there."


class ProgramSink(Sink):
    """An argument list, never a shell. `time_limit` is in seconds, None means none."""

    def __init__(self, command: str, time_limit: float | None = TIME_LIMIT) -> None:
        self.spec = f"exec:{command}"
        check_seconds(time_limit, "time_limit")
        self._arguments = shlex.split(command)
        self._time_limit = time_limit

    def check(self) -> None:
        program = self._arguments[0]
        if shutil.which(program) is None:
            hint = "Install it, or name it with its path."
            raise not_done(self.spec, "used", f"there is no program {program} that this user may run", hint)

    def _put(self, secret: Secret) -> None:
        self.check()
        problem = self._run(secret)
        if problem is not None:
            raise problem

    def _run(self, secret: Secret) -> SinkError | None:
        try:
            # Its standard output is left aside, since a program like tee repeats there what it was given.
            ended = run_program(self._arguments, time_limit=self._time_limit, given=secret, is_heard=False)
        except OSError as error:
            return failed(self.spec, "written", error)
        if ended.is_too_much:
            return not_done(self.spec, "written", f"the program {TOO_MUCH}", _UNKNOWN)
        if ended.status is None:
            reason = f"the program was stopped after {self._time_limit:g} seconds{_said(ended.said, secret)}"
            return not_done(self.spec, "written", reason, "Run it by itself to see what it waits for.")
        if ended.status == 0:
            return None
        reason = f"the program ended with {_status(ended.status)}{_said(ended.said, secret)}"
        return not_done(self.spec, "written", reason, _UNKNOWN)


def _status(returncode: int) -> str:
    if returncode > 0:
        return f"status {returncode}"
    names = {entry.value: entry.name for entry in signal.Signals}
    return f"signal {names.get(-returncode, -returncode)}"


def _said(stderr: bytes, secret: Secret) -> str:
    said = shown(stderr.decode("utf-8", "replace"), secret)
    return f" and said: {said}" if said else " and said nothing"
