"""Lives of a rotation: it begins, is killed, goes on, until it is over; and what a server may be like meanwhile."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import combinations, product
from pathlib import Path
from urllib.parse import urlsplit

import attrs

from helpers.judge import Judge
from helpers.killed import Clock
from helpers.witness import Witness
from instanakit.sandbox import Sandbox
from instanakit.sandbox.options import Options

_TESTS = str(Path(__file__).parents[1])
OLD, HOUR = "old-token", 3600
_MOST_RESUMES = 4
_KILLED = -9
_FAULTS = {
    "none": {},
    "close_after": {"action": "close_after"},
    "status_after": {"action": "status_after", "status": 500},
}

SERVER_AXES = {
    "ids": ("honoured", "ignored"),
    "secrets": ("honoured", "own"),
    "same_id": ("conflict", "overwrite", "second"),
    "masked_put": ("kept", "stored"),
    "put_revives": ("yes", "no"),
    "list_lag": (0.0, 0.3),
    "fault": tuple(_FAULTS),
}
AXES = SERVER_AXES | {
    "then": ("resume", "rollback"),
    "grace": (0, HOUR),
    "sink": ("held", "empty"),
    "actor": ("owner", "itself"),
}


@attrs.frozen(kw_only=True)
class Life:
    """What a server is like, and when a rotation is killed: before its act `kill`, or of its `late`-th write.

    `then` goes on with it, itself killed before its act `again`, or of its `again_late`-th write. Numbers count from 1; 0
    is never.
    """

    ids: str = "honoured"
    secrets: str = "honoured"
    same_id: str = "conflict"
    masked_put: str = "kept"
    put_revives: str = "yes"
    list_lag: float = 0.0
    fault: str = "none"
    then: str = "resume"
    grace: int = 0
    sink: str = "held"
    actor: str = "owner"
    kill: int = 0
    late: int = 0
    again: int = 0
    again_late: int = 0
    sabotage: str = ""

    def __str__(self):
        """Say what is not as usual, as the arguments that live it again."""
        usual = Life()
        chosen = attrs.asdict(self)
        return " ".join(f"{name}={value}" for name, value in chosen.items() if value != getattr(usual, name))

    @property
    def options(self):
        return Options(**{name: getattr(self, name) for name in SERVER_AXES if name != "fault"})

    @property
    def is_possible(self):
        """Whether a client can authenticate with what is in the sink."""
        return self.actor == "owner" or self.sink == "held"


def every(axes):
    """All lives over these axes."""
    lives = (Life(**dict(zip(axes, values, strict=True))) for values in product(*axes.values()))
    return [life for life in lives if life.is_possible]


def each_pair(axes):
    """A few lives in which any two values of two axes come together, if they can."""
    lives = every(axes)
    pairs = {life: {*combinations([(name, getattr(life, name)) for name in axes], 2)} for life in lives}
    left, chosen = set().union(*pairs.values()), []
    while left:
        chosen.append(max(lives, key=lambda life: len(pairs[life] & left)))
        left -= pairs[chosen[-1]]
    return chosen


@attrs.frozen
class Told:
    """How a process ended: killed, or with what it said."""

    status: int
    acts: int = 0
    states: tuple[str, ...] = ()
    error: str | None = None

    @property
    def was_killed(self):
        return self.status == _KILLED


class Stage:
    """Where lives are lived: one sandbox, and one program that makes their processes."""

    def __init__(self, folder):
        self._folder = folder
        self.kills = 0
        clock = folder / "clock"
        clock.write_bytes(bytes(8))
        self._clock_file, self.clock = clock, Clock(clock)
        self.sandbox = Sandbox(clock=self.clock.now, rate_limit=10**9)
        self.witness = self.sandbox._api = Witness(self.sandbox._api, self.clock)

    def __enter__(self):
        self.sandbox.start()
        # They end without ado, so there is nothing for coverage to measure; and they need the helpers.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in (_TESTS, environment.get("PYTHONPATH")) if path)
        self._program = subprocess.Popen(
            [sys.executable, "-m", "helpers.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        return self

    def __exit__(self, *_):
        self._program.stdin.close()
        self._program.wait()
        self._program.stdout.close()
        self.sandbox.stop()

    def process(self, **order):
        """Have an order carried out by a process of its own, and wait for its end."""
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()
        status = int(self._program.stdout.readline())
        self.kills += status == _KILLED
        if status:
            return Told(status)
        *_, last = (Path(order["folder"]) / "out").read_text().splitlines()
        return Told(status, **json.loads(last))

    def knock(self):
        """Have the sandbox carry out what is late, as any request does."""
        address = urlsplit(self.sandbox.base_url)
        with closing(HTTPConnection(address.hostname, address.port, timeout=10)) as connection:
            connection.request("GET", "/api/instana/version")
            connection.getresponse().read()

    @contextmanager
    def living(self, life):
        """Have a unit as it was before a life, and a folder for it."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            yield Living(self, life, folder)
        finally:
            self.witness.forget()
            shutil.rmtree(folder)

    def live(self, life):
        """Live a life to its end, and return how its first two processes ended, and the violations there were."""
        with self.living(life) as living:
            first = living.to_its_end()
            return first, living.second, living.judge.violations


class Living:
    """A life that is being lived."""

    def __init__(self, stage, life, folder):
        self._stage, self._life, self._folder = stage, life, folder
        self._sink = folder / "sink" / "token"
        self._sink.parent.mkdir(mode=0o700)
        self.second = None
        self._begin_anew()
        self.judge = Judge(stage.sandbox, stage.clock, folder, self._sink, OLD)
        stage.witness.before, stage.witness.after = self.judge.before, self.judge.after

    def to_its_end(self):
        life, judge = self._life, self.judge
        first = self._process("rotate", kill=life.kill, late=life.late)
        told = self._go_on() if first.was_killed else first
        tries = 1
        while tries < _MOST_RESUMES and not self._is_over():
            # Time passes: of a grace period, or until the server has told what it knows.
            self._stage.clock.sleep(life.grace if told.states == ["GRACE"] else 60)
            told, tries = self._process("resume"), tries + 1
        self._stage.clock.sleep(60)
        self._stage.knock()
        before = judge.seen()
        self._process("resume")
        judge.expect(judge.seen() == before, 6, "resuming it once more has changed something")
        judge.look_at_end()
        return first

    def _go_on(self):
        """Go on after a kill, be killed once more if that is asked for, and do it again."""
        told = self.second = self._process(self._life.then, kill=self._life.again, late=self._life.again_late)
        if told.was_killed:
            told = self._process(self._life.then)
        self._check_refused(told)
        return told

    def _check_refused(self, told):
        """A rollback is refused when the old token is being deleted, and only then."""
        rows = self.judge.rows()
        if self._life.then != "rollback" or not rows:
            return
        state = rows[-1][0]
        refused = told.error == "RotationError" and state in {"RETIRING", "DONE"}
        self.judge.expect(refused or state == "ROLLED_BACK", 6, f"a rollback ended in {state} ({told.error})")

    def _is_over(self):
        rows = self.judge.rows()
        return not rows or rows[-1][0] in {"DONE", "ROLLED_BACK"}

    def _process(self, what, kill=0, late=0):
        told = self._stage.process(
            do=what,
            kill=kill,
            late=late,
            sabotage=self._life.sabotage,
            folder=str(self._folder),
            clock=str(self._stage._clock_file),
            base_url=self._stage.sandbox.base_url,
            api_token=self._stage.sandbox.api_token,
            own=self._life.actor == "itself",
            sink=str(self._sink),
            old=OLD,
            grace=self._life.grace,
        )
        self.judge.expect(told.status in {0, _KILLED}, 6, f"{what} ended with {told.status}:\n{self._errors(told)}")
        self.judge.look_at_rest(f"after {what}")
        return told

    def _errors(self, told):
        return "" if told.was_killed else (self._folder / "err").read_text()[-3000:]

    def _begin_anew(self):
        sandbox, life, now = self._stage.sandbox, self._life, int(self._stage.clock.now() * 1000)
        sandbox.faults.clear()
        sandbox.options = Options()
        for internal_id in list(sandbox.state.tokens):
            sandbox.state.delete(internal_id)
        # Another one of the same name is nobody's business.
        for internal_id, flags in ((OLD, {"canConfigureApiTokens": True, "canFlyToTheMoon": True}), ("namesake", {})):
            fields = {"name": "checkout", "accessGrantingToken": f"secret-of-{internal_id}", "expiresOn": now + 10**9}
            sandbox.state.put(internal_id, fields | flags, "somebody")["createdOn"] = now - 10**9
        sandbox.options = life.options
        if life.sink == "held":
            self._sink.touch(mode=0o600)
            self._sink.write_text(f"secret-of-{OLD}\n")
        if life.fault != "none":
            sandbox.faults.add(method="POST", **_FAULTS[life.fault])
