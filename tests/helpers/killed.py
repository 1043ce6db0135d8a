"""Processes that rotate a token and are killed: a program that forks one for each line that it reads.

To start Python and import httpx takes longer than a rotation; each line is carried out by a process of its own all the
same. It looks at the package from outside: before an act that another process could notice, it counts.
"""

import json
import logging
import mmap
import os
import signal
import ssl
import struct
import sys
import time
import traceback
from datetime import timedelta
from pathlib import Path

from helpers.sabotage import SABOTAGE
from instanakit import Instana, InstanaError, Secret
from instanakit._wire.transports import SyncNetwork
from instanakit.rotation.journal import Journal
from instanakit.sinks import parse_sink

TIMEOUT = 2  # seconds; how long a request that was interrupted is waited out, by the clock below
LATE = "sweep-late"
_HUNG = 60  # seconds
_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Clock:
    """The time of all processes that share its file, in which nobody waits for a sleep to end."""

    def __init__(self, path):
        with path.open("r+b") as file:
            self._ahead = mmap.mmap(file.fileno(), 8)

    def ahead(self):
        return struct.unpack("d", self._ahead[:8])[0]

    def sleep(self, seconds):
        self._ahead[:8] = struct.pack("d", self.ahead() + seconds)

    def now(self):
        return time.time() + self.ahead()

    def elapsed(self):
        return time.monotonic() + self.ahead()


class Acts:
    """Counts acts, and kills this process before the one of a number.

    After one act and before the next is one moment for everybody else, so there is one point for both.
    """

    def __init__(self, last):
        self.count, self._last = 0, last

    def __call__(self, what):
        self.count += 1
        if self.count == self._last:
            os.write(2, f"killed before {what}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


def count_all(acts, late):
    """Count requests, changes of the journal, and of files; tell the server that this dies of its `late`-th write."""
    writes = 0
    send, unlink = SyncNetwork.handle_request, os.unlink

    def sent(network, request):
        nonlocal writes
        acts(f"{request.method} {request.url.path}")
        writes += request.method != "GET"
        if writes == late and request.method != "GET":
            request.headers[LATE] = str(os.getpid())
        return send(network, request)

    def unlinked(path, *, dir_fd=None):
        try:
            os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
        except FileNotFoundError:
            pass  # nobody notices
        else:
            acts(f"the removal of {Path(path).name}")
        return unlink(path, dir_fd=dir_fd)

    SyncNetwork.handle_request = sent
    Journal.begin = counted(acts, Journal.begin, lambda _journal, _rid, _at, _facts: "PLANNED")
    Journal.record = counted(acts, Journal.record, lambda _journal, _rid, state, *_: state)
    os.replace = counted(acts, os.replace, lambda _source, target, **_: f"the write of {target}")
    os.unlink = unlinked


def counted(acts, act, what):
    def do(*arguments, **named):
        acts(what(*arguments, **named))
        return act(*arguments, **named)

    return do


def carry_out(order, clock):
    """Rotate, or resume or roll back all that the journal knows; return the states."""
    sink = Path(order["sink"])
    api_token = sink.read_text if order["own"] else order["api_token"]
    with Instana(order["base_url"], api_token=api_token, timeout=TIMEOUT, verify=_TLS) as instana:
        wire = instana._wire
        wire.sleep, wire.now, wire.clock = clock.sleep, clock.now, clock.elapsed
        if order["do"] == "rotate":
            grace = timedelta(seconds=order["grace"])
            return [instana.tokens.rotate(order["old"], sink=parse_sink(f"file:{sink}"), grace=grace).state]
        act = getattr(instana.rotations, order["do"])
        return [act(rotation.rid).state for rotation in instana.rotations.list()]


def live(order):
    """Be the process of one line."""
    signal.alarm(_HUNG)
    # The variables of this program's own frames are shown too.
    order["api_token"] = Secret(order["api_token"])
    folder = Path(order["folder"])
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    os.umask(0)  # what is private is so by itself
    os.environ |= {"HOME": str(folder), "TMPDIR": str(folder), "INSTANAKIT_STATE_DIR": str(folder / "state")}
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    acts = Acts(order["kill"])
    if order["sabotage"]:
        SABOTAGE[order["sabotage"]]()
    count_all(acts, order["late"])
    said = {"states": [], "error": None}
    try:
        said["states"] = carry_out(order, Clock(Path(order["clock"])))
    except InstanaError as error:
        said["error"] = type(error).__name__
        # With the variables of each frame: what is a secret is not to be seen there either.
        print(
            "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format()), file=sys.stderr
        )
    print(json.dumps(said | {"acts": acts.count}), flush=True)


def main():
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            status = 1
            try:
                live(json.loads(line))
                status = 0
            except BaseException:  # noqa: BLE001 (whatever it is, the other process must not come back here)
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
