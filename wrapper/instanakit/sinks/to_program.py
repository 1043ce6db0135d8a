"""exec:COMMAND: a program that gets the secret on its standard input."""

import shlex
import shutil
import signal
import subprocess

from instanakit._checks import check_seconds
from instanakit.secret import Secret
from instanakit.sinks.errors import SinkError, failed, not_done
from instanakit.sinks.said import shown
from instanakit.sinks.sink import Sink

TIME_LIMIT = 60.0  # seconds


class ProgramSink(Sink):
    """An argument list, never a shell. `time_limit` is in seconds."""

    def __init__(self, command: str, time_limit: float = TIME_LIMIT) -> None:
        check_seconds(time_limit, "time_limit", "")
        self.spec = f"exec:{command}"
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
            ended = subprocess.run(  # noqa: S603 (a list and no shell, as its user has named it)
                self._arguments,
                input=secret.reveal().encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=self._time_limit,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            reason = f"the program was stopped after {self._time_limit:g} seconds{_said(error.stderr, secret)}"
            return not_done(self.spec, "written", reason, "Run it by itself to see what it waits for.")
        except OSError as error:
            return failed(self.spec, "written", error)
        if ended.returncode == 0:
            return None
        reason = f"the program ended with {_status(ended.returncode)}{_said(ended.stderr, secret)}"
        return not_done(self.spec, "written", reason, "Whether it has stored the secret is not known; look there.")


def _status(returncode: int) -> str:
    if returncode > 0:
        return f"status {returncode}"
    names = {entry.value: entry.name for entry in signal.Signals}
    return f"signal {names.get(-returncode, -returncode)}"


def _said(stderr: bytes | None, secret: Secret) -> str:
    said = shown((stderr or b"").decode("utf-8", "replace"), secret)
    return f" and said: {said}" if said else " and said nothing"
