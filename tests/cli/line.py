"""The command line as the tests run it: in this process, as a process of its own, or on a terminal."""

import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import attrs

from instanakit import cli
from instanakit.cli.run import run

CTRL_C = b"\x03"
ERRORS = (Path(__file__).parents[2] / "docs" / "errors.md").read_text("utf-8")
# What an error can refer to: each heading, as the address of its section.
PLACES = {
    f"docs/errors.md#{heading.lower().replace(' ', '-')}" for heading in re.findall(r"^##+ (.+)$", ERRORS, re.MULTILINE)
}
COMMAND = [sys.executable, "-m", "instanakit.cli"]


@attrs.frozen
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        """The error of a JSON form; nothing else may stand beside it."""
        return json.loads(self.err)["error"]


class Line:
    """Runs commands in this process, for a sandbox."""

    def __init__(self, sandbox, capsys):
        self.sandbox, self._capsys = sandbox, capsys

    def __call__(self, *arguments, session=None):
        self._capsys.readouterr()
        status = cli.main(arguments) if session is None else run(arguments, session)
        told = self._capsys.readouterr()
        check_that_a_next_step_and_a_place_are_named(told.err)
        return Ended(status, told.out, told.err)

    @property
    def tokens(self):
        return self.sandbox.state.tokens

    @property
    def did(self):
        """What was asked of the unit: the audit log in short."""
        return [entry["action"].replace("/api/settings/api-tokens", "") for entry in self.sandbox.state.audit_log]

    def add(self, name="one", internal_id="t1", **fields):
        """Put a token into the unit."""
        body = {"internalId": internal_id, "name": name, "accessGrantingToken": f"made-up-secret-of-{internal_id}"}
        return self.sandbox.state.put(internal_id, body | fields, "ann@example.com")


def check_that_a_next_step_and_a_place_are_named(err):
    """No failure is told without what to do next and where more is said, whatever it is that a test lets happen."""
    for told in err.splitlines():
        if told.startswith('{"schema_version"') and "error" in (document := json.loads(told)):
            assert document["error"]["next"], err
            assert document["error"]["help"] in PLACES, err
    if err.startswith("error: ") or "\nerror: " in err:
        found = re.search(r"^next:  \S.*\nsee:   (\S+)$", err, re.MULTILINE)
        assert found, err
        assert found[1] in PLACES, err


def process(*arguments, **variables):
    """Run a command as a process of its own."""
    environ = os.environ | variables
    ended = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, env=environ, timeout=60, check=False)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def on_terminal(*arguments, typed="", columns=80, out=None, **variables):
    """Run a command on a terminal of so many columns, and return its status and what the terminal shows.

    `out` takes standard output in the terminal's place.
    """
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environ = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"TERM": "xterm"} | variables
    started = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=slave,
        stdout=slave if out is None else out,
        stderr=slave,
        env=environ,
        start_new_session=True,
        preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 (so that Ctrl-C arrives)
    )
    os.close(slave)
    shown, keys = b"", typed.encode()
    for _ in range(1000):
        is_asked = keys and b"[y/N]" in shown
        if not select.select([master], [], [], 0.1)[0]:
            # Ctrl-C that comes just before it is waited for is seen with the next one.
            if is_asked and keys == CTRL_C:
                os.write(master, keys)
            continue
        try:
            shown += os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if keys and not is_asked and b"[y/N]" in shown:
            os.write(master, keys)
    os.close(master)
    return started.wait(60), shown.decode().replace("\r\n", "\n")
