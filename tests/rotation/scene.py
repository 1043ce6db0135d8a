"""A tenant unit with a token that is to be rotated, its sink, clocks that stand still, and kills between two states."""

import errno
import json
import os
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from helpers.tenant import body, works
from instanakit import Secret
from instanakit._flows import Call, Do
from instanakit._wire.shared import Wire
from instanakit.profiles import state_path
from instanakit.rotation.journal import Journal
from instanakit.sandbox import Sandbox
from instanakit.sinks import parse_sink

BEGIN = 1795564800.0  # seconds since 1970
OLD = "old"
OLD_SECRET = "secret-of-old"
DAY = timedelta(days=1)


class Killed(BaseException):
    """Stands for the end of the process."""


def at(seconds):
    """A time so many seconds after the beginning."""
    return datetime.fromtimestamp(BEGIN + seconds, UTC)


class Scene:
    def __init__(self, colour, folder):
        self.colour, self.folder = colour, folder
        self.local_ahead = 0.0  # of this machine's clock
        self.unit = Sandbox(clock=self.server_time, rate_limit=10**9).start()
        self.client = self.operator(self.unit.api_token)
        self.sink = parse_sink(f"file:{folder}/token")
        self.sink.put(Secret(OLD_SECRET))
        self.old = self.give(canViewLogs=True, madeUp={"by": "a newer server"})

    def server_time(self):
        return BEGIN + self.colour.clock.now - 1000

    def local_time(self):
        return self.server_time() + self.local_ahead

    def operator(self, api_token, **options):
        """A client of somebody who rotates."""
        client = self.colour.client(base_url=self.unit.base_url, api_token=api_token, **options)
        client._wire.now = self.local_time
        return client

    def give(self, internal_id=OLD, **fields):
        """A token that is there already."""
        fields = {"name": "checkout", "canConfigureApiTokens": True} | fields
        return self.unit.state.put(internal_id, body(internal_id, **fields), "somebody")

    def wait(self, seconds):
        self.colour.clock.now += seconds

    def rotate(self, client=None, *, sink=None, grace=DAY, **options):
        client = client or self.client
        return self.colour.run(client.tokens.rotate(OLD, sink=sink or self.sink, grace=grace, **options))

    def resume(self, rid, client=None):
        return self.colour.run((client or self.client).rotations.resume(rid))

    def rollback(self, rid, client=None):
        return self.colour.run((client or self.client).rotations.rollback(rid))

    def get(self, rid):
        return self.colour.run(self.client.rotations.get(rid))

    def recorded(self, rid):
        """A rotation with all that the journal has of it."""
        return self.journal.get(rid)

    @property
    def journal(self):
        return Journal(state_path())

    def reach(self, state, **options):
        """Rotate until a state is recorded, and be killed there; the rotation's id."""
        with killed_at(state), pytest.raises(Killed):
            self.rotate(**options)
        return self.rids[-1]

    @contextmanager
    def elsewhere(self):
        """On another machine, whose journal is another."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("INSTANAKIT_STATE_DIR", str(self.folder / "elsewhere"))
            yield

    @contextmanager
    def killed_after(self, count, client=None):
        """Kill the client when it is about to do more than so many steps; it may end before."""
        wire, done = (client or self.client)._wire, 0
        advance = wire.advance

        def counted(flow, result):
            nonlocal done
            step = advance(flow, result)
            if isinstance(step, (Call, Do)):
                done += 1
                if done > count:
                    flow.close()
                    raise Killed
            return step

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(wire, "advance", counted)
            yield

    def correct(self, **fields):
        """Let the server make each new token with other fields than those it was sent."""
        create = self.unit.state.create
        self.unit.state.create = lambda body, creator: create(body | fields, creator)

    def close(self):
        self.unit.stop()

    @property
    def rids(self):
        return list(dict.fromkeys(row[0] for row in rows()))

    @property
    def states(self):
        """The states that were recorded, in short."""
        return [row[1] for row in rows()]

    @property
    def tokens(self):
        return self.unit.state.tokens

    @property
    def new(self):
        """The only token beside the old one."""
        (new,) = [token for internal_id, token in self.tokens.items() if internal_id != OLD]
        return new

    def slots(self):
        """What the sink's slots hold, in clear."""
        return tuple(
            value and value.reveal() for value in (self.sink.current(), self.sink.pending(), self.sink.previous())
        )

    def assert_as_before(self):
        """All is as it was before the rotation."""
        assert list(self.tokens) == [OLD]
        assert self.slots() == (OLD_SECRET, None, None)
        assert {path.name for path in self.folder.iterdir()} - {"state", "elsewhere"} == {"token"}

    def assert_done(self):
        """The new token is the only one, has no marker, works, and its secret is in the sink."""
        assert OLD not in self.tokens
        assert self.new["name"] == "checkout"
        assert self.slots() == (self.new["accessGrantingToken"], None, None)
        assert works(self.unit, self.slots()[0])


def rows():
    """The journal's rows: rotation, state, time, facts."""
    path = state_path() / "rotations.sqlite"
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT rid, state, at, facts FROM changes ORDER BY number").fetchall()
    connection.close()
    return [(*row[:3], json.loads(row[3])) for row in found]


@contextmanager
def full_disk():
    """No file can be written, until the end."""

    def replace(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace)
        yield


@contextmanager
def killed_at(*states):
    """Kill whoever records one of these states, right after."""
    recorded = []

    def noting(original):
        def record(*arguments):
            rotation = original(*arguments)
            recorded.append(rotation.state)
            return rotation

        return record

    advance = Wire.advance

    def advanced(wire, flow, result):
        if recorded and recorded[-1] in states:
            flow.close()
            raise Killed
        return advance(wire, flow, result)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("begin", "record"):
            patch.setattr(Journal, name, noting(getattr(Journal, name)))
        patch.setattr(Wire, "advance", advanced)
        yield
