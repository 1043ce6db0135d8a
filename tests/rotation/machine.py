"""Two operators, their consumers, and whatever comes: faults, kills, full disks, clocks that jump, deletions by hand.

The operators may share a sink, may run with the token that they rotate, and what they sent when they were killed may
reach the server late.

The invariants of a rotation are checked from outside, on the unit's state and the sinks, before each single step.
"""

import json
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from helpers.colours import Colour
from instanakit import AuthenticationError, InstanaError, RetryPolicy, Secret
from instanakit._flows import Call, Do
from instanakit.rotation import RotationError, RotationInProgressError, State, journal
from instanakit.sandbox.options import Options
from instanakit.sinks import parse_sink
from rotation.scene import OLD, Killed, Scene, full_disk, rows

FAULTS = [
    ("close_before", {}),
    ("close_after", {}),
    ("status", {"status": 500}),
    ("status", {"status": 403}),
    ("status_after", {"status": 502, "body": "<html>bad gateway"}),
    ("truncate", {}),
    ("page", {}),
    ("rate_limit", {}),
]
OPTIONS = st.builds(
    Options,
    ids=st.sampled_from(["honoured", "honoured", "ignored"]),
    secrets=st.sampled_from(["honoured", "honoured", "own"]),
    same_id=st.sampled_from(["conflict", "overwrite", "second"]),
    put_revives=st.sampled_from(["yes", "no"]),
    list_lag=st.sampled_from([0.0, 0.0, 0.0, 20.0]),
)
WHO = st.sampled_from(["ours", "ours", "theirs"])
KILL = st.one_of(st.none(), st.integers(0, 45), st.just("POST"))
RARELY = st.sampled_from([False, False, True])
FULL = st.sampled_from([False, False, False, True])
WAYS = {State.STORED, State.VERIFIED, State.PROMOTED, State.GRACE, State.RETIRING}


class Operator:
    """Somebody who rotates, with a journal and a sink of their own."""

    def __init__(self, scene, name):
        self.folder = scene.folder / name
        self.folder.mkdir()
        self.sink = parse_sink(f"file:{self.folder}/token")
        self.client = self.client_of(scene, scene.unit.api_token)

    @staticmethod
    def client_of(scene, api_token):
        return scene.operator(api_token, retry=RetryPolicy(max_retries=1, initial_delay=0.1, max_delay=0.2))


class Rotating(RuleBasedStateMachine):
    colour_name = "sync"
    steps = 0
    ended: ClassVar = Counter()

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        self.patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        self.patch.setattr(journal, "_DURABLE", "PRAGMA synchronous = OFF")
        self.patch.setattr("os.fsync", lambda _: None)
        self.colour = Colour(self.colour_name)
        self.scene = Scene(self.colour, Path(self.stack.enter_context(tempfile.TemporaryDirectory())))
        self.unit = self.scene.unit
        self.operators = {name: Operator(self.scene, name) for name in ("ours", "theirs")}
        self.acting, self.left = "ours", None  # who, and after how many steps they are killed
        self.late = None  # what is under way to the server, and when it arrives
        self.sound = {}  # whose consumers have a secret that works
        self.sound_before = {}  # whose had one when the rotation began
        self.seen = {OLD: "secret-of-old"}  # all tokens that ever were, with their secrets
        self.given = {OLD}
        self.lost = set()  # what was deleted by another than the rotation that was to delete it
        self.requests = []
        self.watch()

    def watch(self):
        following = self.unit.faults.next

        def noted(method, path):
            self.requests.append(method)
            return following(method, path)

        self.unit.faults.next = noted
        for operator in self.operators.values():
            self.watch_client(operator.client)

    def watch_client(self, client):
        client._wire.advance = self.watched(client._wire.advance)

    def watched(self, advance):
        def advanced(flow, result):
            self.arrive()
            self.check_step()
            step = advance(flow, result)
            if isinstance(step, (Call, Do)):
                type(self).steps += 1
                is_post = isinstance(step, Call) and step.request.method == "POST"
                if self.left == 0 or (self.left == "POST" and is_post):
                    if is_post:
                        self.send_late(step)
                    flow.close()
                    raise Killed
                self.left = self.left - 1 if isinstance(self.left, int) else self.left
            return step

        return advanced

    def send_late(self, step):
        """Leave what the killed one was about to post on its way to the server for 20 seconds."""
        if self.posts_late and self.late is None:
            secret = step.secret or self.operators[self.acting].client._wire.settings.credential.current()
            self.late = self.scene.server_time() + 20, json.loads(step.request.body(lambda _: None)), secret

    def arrive(self):
        if self.late is None or self.scene.server_time() < self.late[0]:
            return
        _, body, secret = self.late
        self.late = None
        if self.unit.state.authenticate(secret.reveal()):
            self.unit.state.create(body, "one who was killed")

    @initialize(options=OPTIONS, shares=RARELY, is_own=RARELY, posts_late=st.booleans())
    def begin(self, options, shares, is_own, posts_late):
        self.unit.options, self.posts_late = options, posts_late
        if shares:
            self.operators["theirs"].sink = self.operators["ours"].sink
        if is_own:
            ours = self.operators["ours"]
            ours.client = ours.client_of(self.scene, lambda: ours.sink.current().reveal())
            self.watch_client(ours.client)
        for operator in self.operators.values():
            operator.sink.put(Secret("secret-of-old"))
        self.check_step()

    # What they do

    @rule(fault=st.sampled_from(FAULTS), at=st.integers(1, 6), method=st.sampled_from([None, "GET", "POST", "DELETE"]))
    def go_bad(self, fault, at, method):
        self.unit.faults.add(fault[0], method=method, at=at, times=1, **fault[1])

    @rule(who=WHO, grace=st.sampled_from([0, 60]), kill=KILL, full=FULL)
    def rotate(self, who, grace, kill, full):
        target = next((one for one in self.unit.state.tokens if one in self.given), OLD)
        sink = self.operators[who].sink
        if self.last(who) is None or self.is_over(who):
            self.sound_before[who] = self.sound[who]
        self.attempt(who, kill, full, lambda c: c.tokens.rotate(target, sink=sink, grace=timedelta(seconds=grace)))

    @rule(who=WHO, kill=KILL, full=FULL)
    def go_on(self, who, kill, full):
        rid = self.last(who)
        if rid:
            self.attempt(who, kill, full, lambda c: c.rotations.resume(rid))

    @rule(who=WHO, kill=KILL, full=FULL)
    def go_back(self, who, kill, full):
        rid = self.last(who)
        if rid:
            self.attempt(who, kill, full, lambda c: c.rotations.rollback(rid))

    @rule(seconds=st.sampled_from([1, 40, 100, 1000]))
    def wait(self, seconds):
        self.scene.wait(seconds)
        self.arrive()

    @rule(ahead=st.sampled_from([-1e6, 0, 1e6]))
    def jump(self, ahead):
        self.scene.local_ahead = ahead

    @rule(pick=st.integers(0, 9), surely=st.integers(0, 3))
    def delete_by_hand(self, pick, surely):
        there = list(self.unit.state.tokens)
        if there and surely == 0:
            self.unit.state.delete(there[pick % len(there)])
            self.lost.add(there[pick % len(there)])
            self.sound = dict.fromkeys(self.operators, False)

    # How it is judged

    def at(self, who):
        self.patch.setenv("INSTANAKIT_STATE_DIR", str(self.operators[who].folder / "state"))
        self.acting = who

    def rows(self, who):
        self.at(who)
        return rows()

    def rows_of(self, who):
        """The rows of the last rotation, whoever is acting."""
        acting = self.acting
        found = self.rows(who)
        self.at(acting)
        return [row for row in found if row[0] == found[-1][0]]

    def last(self, who):
        """The rotation in progress, or the last one."""
        found = self.rows(who)
        return found[-1][0] if found else None

    def attempt(self, who, kill, full, call):
        """What a call returns, or its error; None if it was killed."""
        self.at(who)
        self.left = kill
        self.requests.clear()
        try:
            with full_disk() if full else ExitStack():
                return self.colour.run(call(self.operators[who].client))
        except InstanaError as error:
            return error
        except Killed:
            return None
        finally:
            self.left = None
            self.check_step()
            self.check_requests()

    def check_step(self):
        """What worked for the consumers before still does, and nothing was deleted that may not be yet."""
        tokens = self.unit.state.tokens
        there = {internal_id: token["accessGrantingToken"] for internal_id, token in tokens.items()}
        for internal_id in self.seen.keys() - there.keys() - self.lost:
            self.check_deleted(internal_id)
        self.seen |= there
        for who, operator in self.operators.items():
            secret = operator.sink.current()
            sound = secret is not None and self.grants_as_before(secret.reveal())
            is_as_before = not self.sound_before.get(who) and "ROLLING_BACK" in [row[1] for row in self.rows_of(who)]
            assert sound or not self.sound.get(who) or is_as_before, (
                f"the consumers of {who} were left without a secret in {[row[1] for row in self.rows_of(who)]}; "
                f"lost: {self.lost}"
            )
            self.sound[who] = sound

    def grants_as_before(self, secret):
        """Tell whether a secret authenticates, and as a token with the permissions of the old one."""
        return any(
            token["canViewLogs"] is True and token["canConfigureApiTokens"] is True and "madeUp" in token
            for token in self.unit.state.tokens.values()
            if token["accessGrantingToken"] == secret
        )

    def check_deleted(self, internal_id):
        """Whoever deleted it was allowed to."""
        self.lost.add(internal_id)
        mine = self.rows(self.acting)
        rid, _, _, _ = mine[-1]
        facts = [(state, new) for one, state, _, new in mine if one == rid]
        if next(new for _, new in facts if "internal_id" in new)["internal_id"] != internal_id:
            assert internal_id not in self.given, "somebody else's token was deleted"
            return
        assert {State(state) for state, _ in facts} >= WAYS, "deleted too early"
        ends = next(new["grace_ends"] for _, new in facts if "grace_ends" in new)
        assert ends / 1000 <= self.scene.server_time(), "deleted in its grace period"
        self.given |= {new["new_internal_id"] for _, new in facts if "new_internal_id" in new}
        for who in self.operators.keys() - {self.acting}:
            self.sound[who] = False  # who reads another sink was not asked

    def check_requests(self):
        posted = False
        for method in self.requests:
            assert not (posted and method == "POST"), "POST was sent twice without a GET between"
            posted = method == "POST" or (posted and method != "GET")

    @invariant()
    def nothing_is_made_that_the_journal_does_not_name(self):
        named = {one for who in self.operators for one in self.named(who)}
        for internal_id, token in self.unit.state.tokens.items():
            by_marker = self.unit.options.ids == "ignored" and any(
                f"[rotation {rid} " in token["name"] for rid in named
            )
            assert internal_id in self.given | named or by_marker

    def named(self, who):
        for rid, _, _, facts in self.rows(who):
            yield rid
            if "new_internal_id" in facts:
                yield facts["new_internal_id"]

    @invariant()
    def there_is_at_most_one_token_more_for_each_rotation_in_progress(self):
        if self.unit.options.ids == "ignored" and (self.unit.options.secrets == "own" or self.unit.options.list_lag):
            return  # such a server keeps anybody from finding what it made
        running = [who for who in self.operators if self.rows(who) and not self.is_over(who)]
        assert len(self.unit.state.tokens) <= 1 + len(running) + self.doubled()

    def is_over(self, who):
        return State(self.rows(who)[-1][1]).is_over

    def doubled(self):
        """How many rotations went on to their end though their old token was taken away by others."""
        done = [rid for who in self.operators for rid, state, _, _ in self.rows(who) if state == "PROMOTED"]
        return max(0, len(set(done)) - 1) if self.lost else 0

    @invariant()
    def no_secret_is_elsewhere(self):
        for operator in self.operators.values():
            for path in operator.folder.rglob("*"):
                if path.is_file():
                    assert path.stat().st_mode & 0o077 == 0
                    content = path.read_bytes() if path.parent != operator.folder else b""
                    assert not [secret for secret in self.seen.values() if secret.encode() in content]

    def teardown(self):
        try:
            self.end_all()
            type(self).ended.update(state for who in self.operators for _, state, _, _ in self.rows(who))
        finally:
            self.colour.close()
            self.scene.close()
            self.stack.close()

    def end_all(self):
        """From wherever it was left, each rotation is brought to an end, and then there is one token."""
        self.unit.faults.clear()
        self.scene.local_ahead = 0
        for who in ("ours", "theirs"):
            needs_a_person = self.lost or self.operators["ours"].sink is self.operators["theirs"].sink
            rid = self.last(who)
            for _ in range(8):
                if rid is None or self.is_over(who):
                    break
                self.scene.wait(100)
                self.arrive()
                said = self.attempt(who, None, False, lambda c, rid=rid: c.rotations.resume(rid))
                if isinstance(said, RotationError) and not isinstance(said, RotationInProgressError) and needs_a_person:
                    self.attempt(who, None, False, lambda c, rid=rid: c.rotations.rollback(rid))
                if isinstance(said, AuthenticationError):  # nothing that was in the sink works any more
                    self.operators[who].client = self.operators[who].client_of(self.scene, self.unit.api_token)
            else:
                pytest.fail(f"{self.rows(who)[-1]} did not end: {said!r}")
        if not self.unit.options.list_lag:
            self.there_is_at_most_one_token_more_for_each_rotation_in_progress()


class AsyncRotating(Rotating):
    colour_name = "async"
