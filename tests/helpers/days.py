"""Bad days: sequences of calls and faults, with the sandbox's state as the judge.

Nothing is doubled, nothing is lost, and every failure is typed and within the deadline plus half a second.
"""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from helpers.colours import Colour
from helpers.hybrid import HybridClock
from instanakit import (
    APIError,
    ConflictError,
    NotFoundError,
    OutcomeUnknownError,
    RetryPolicy,
)
from instanakit.sandbox import Sandbox
from instanakit.sandbox.options import Options

DEADLINE = 6.0
WAIT = 3.0  # seconds that create waits before it takes a token for absent
SHORT = 0.08  # real seconds that a silent server is waited for
FAULTS = [
    ("close_before", {}),
    ("close_after", {}),
    ("status", {"status": 500}),
    ("status", {"status": 503, "headers": {"retry-after": "1"}}),
    ("status", {"status": 408}),
    ("status_after", {"status": 502, "body": "<html>bad gateway"}),
    ("status_after", {"status": 500, "body": {"message": "internal"}}),
    ("truncate", {}),
    ("wrong_length", {}),
    ("page", {}),
    ("redirect", {}),
    ("rate_limit", {}),
    ("rate_limit", {"headers": {"retry-after": "2"}}),
    ("latency", {"delay": 0.01}),
    ("hang", {}),
    ("hang_after", {}),
    ("drip", {"delay": 0.2}),
]
OPTIONS = st.builds(
    Options,
    ids=st.sampled_from(["honoured", "honoured", "ignored"]),
    secrets=st.sampled_from(["honoured", "honoured", "own"]),
    same_id=st.sampled_from(["conflict", "overwrite", "second"]),
    masked_put=st.sampled_from(["kept", "stored"]),
    put_revives=st.sampled_from(["yes", "no"]),
    page_cap=st.sampled_from([None, 1, 3]),
    list_lag=st.sampled_from([0.0, 0.0, 1.0, 600.0]),
)
# A number, and not the token itself: how many there are depends on the machine's speed, what is drawn must not.
PICK = st.integers(0, 1000)
FLAGS = ("canViewLogs", "canViewAuditLog", "canTeleport")


class Day(RuleBasedStateMachine):
    """One tenant unit, one client, and whatever comes."""

    colour_name = "sync"
    steps = 0

    def __init__(self):
        super().__init__()
        self.clock = HybridClock()
        self.colour = Colour(self.colour_name)
        self.unit = Sandbox(clock=self.clock.time, rate_limit=10**9).start()
        self.client = self.clock.drive(
            self.colour.client(
                base_url=self.unit.base_url,
                api_token=self.unit.api_token,
                timeout=SHORT,
                deadline=DEADLINE,
                retry=RetryPolicy(max_retries=2, initial_delay=0.1, max_delay=0.5),
            )
        )
        self.names = 0
        self.held = {}  # internal id: the token's document as it should be

    @property
    def tokens(self):
        return self.unit.state.tokens

    @initialize(options=OPTIONS)
    def decide(self, options):
        self.unit.options = options

    @rule(
        fault=st.sampled_from(FAULTS),
        at=st.integers(1, 3),
        times=st.integers(1, 4),
        method=st.sampled_from([None, "GET", "POST", "PUT", "DELETE"]),
    )
    def go_bad(self, fault, at, times, method):
        action, more = fault
        self.unit.faults.add(action, method=method, at=at, times=times, **more)

    @rule()
    def go_well(self):
        self.unit.faults.clear()

    def one(self, pick):
        """One of the tokens that are held."""
        return list(self.held)[pick % len(self.held)]

    def attempt(self, call, calls=1):
        """The value of a call, or its error, which must be typed and in time."""
        type(self).steps += 1
        began = self.clock.monotonic()
        try:
            return self.colour.run(call())
        except APIError as error:
            return error
        finally:
            elapsed = self.clock.monotonic() - began
            assert elapsed < DEADLINE * calls + 0.5, f"{elapsed} s"

    @rule(flags=st.sets(st.sampled_from(FLAGS)))
    def create(self, flags):
        self.names += 1
        name = f"token {self.names}"
        created = self.attempt(lambda: self.client.tokens.create(name, permissions=flags, allow_unknown=True))
        made = [token for token in self.tokens.values() if token["name"] == name]
        if isinstance(created, APIError):
            assert len(made) <= self.most_left_by(created), f"{created!r} made {len(made)}"
            return
        assert len(made) == 1, f"made {len(made)}"
        assert created.internal_id == made[0]["internalId"]
        assert created.secret.reveal() == made[0]["accessGrantingToken"]
        assert created.permissions == flags
        self.held[created.internal_id] = dict(made[0])

    def most_left_by(self, error):
        """How many tokens a create that failed may leave behind."""
        options = self.unit.options
        # Such a server shows no token whose answer was lost, neither by its id nor by its secret nor, in time, by name.
        if options.ids == "ignored" and options.secrets == "own" and options.list_lag > WAIT:
            return 2  # a client that has not seen the server take an id stops then
        return int(isinstance(error, OutcomeUnknownError))

    @rule(pick=PICK, grant=st.sets(st.sampled_from(FLAGS)), name=st.sampled_from([None, "renamed"]))
    def update(self, pick, grant, name):
        if not self.held:
            return
        internal_id = self.one(pick)
        before = self.held[internal_id]
        change = {"grant": grant, "allow_unknown": True} | ({"name": f"{name} {self.names}"} if name else {})
        wanted = before | dict.fromkeys(grant, True) | ({"name": change["name"]} if name else {})
        updated = self.attempt(lambda: self.client.tokens.update(internal_id, **change))
        now = self.tokens[internal_id]
        if isinstance(updated, OutcomeUnknownError):
            assert same(now, wanted) or same(now, before)
        elif isinstance(updated, APIError):
            assert not isinstance(updated, ConflictError)
            assert same(now, before), f"{updated!r} although it was done"
        else:
            assert same(now, wanted)
            assert updated.permissions == {
                flag for flag, value in wanted.items() if value is True and flag.startswith("can")
            }
        self.held[internal_id] = dict(now)

    @rule(pick=PICK, missing_ok=st.booleans())
    def delete(self, pick, missing_ok):
        if not self.held:
            return
        internal_id = self.one(pick)
        outcome = self.attempt(lambda: self.client.tokens.delete(internal_id, missing_ok=missing_ok))
        gone = internal_id not in self.tokens
        if outcome is None:
            assert gone
        elif not isinstance(outcome, OutcomeUnknownError):
            assert not gone or isinstance(outcome, NotFoundError)
        if gone:
            del self.held[internal_id]

    @rule()
    def list(self):
        listed = self.attempt(self.client.tokens.list)
        if not isinstance(listed, APIError) and not self.unit.options.list_lag:
            assert {token.internal_id for token in listed} == set(self.tokens)

    @rule(pick=PICK)
    def get(self, pick):
        if not self.held:
            return
        internal_id = self.one(pick)
        found = self.attempt(lambda: self.client.tokens.get(internal_id))
        if not isinstance(found, APIError):
            assert found.name == self.tokens[internal_id]["name"]

    @rule(page_size=st.integers(2, 50))
    def read_the_log(self, page_size):
        there = {entry["id"] for entry in self.unit.state.audit_log}
        read = self.attempt(lambda: self.everything(page_size), calls=1 + len(there))
        if not isinstance(read, APIError):
            ids = [entry.id for entry in read]
            assert len(ids) == len(set(ids))
            assert there <= set(ids)

    def everything(self, page_size):
        pager = self.client.audit_log.list(page_size=page_size)
        if self.colour.name == "sync":
            return list(pager)

        async def collect():
            return [entry async for entry in pager]

        return collect()

    def teardown(self):
        self.unit.faults.clear()
        self.colour.close()
        self.unit.stop()


class AsyncDay(Day):
    """The same with asyncio."""

    colour_name = "async"


def same(one, other):
    """Whether two documents are equal in what an update may not lose."""
    ignored = {"lastUsedOn", "accessGrantingToken"}
    return {k: v for k, v in one.items() if k not in ignored} == {k: v for k, v in other.items() if k not in ignored}
