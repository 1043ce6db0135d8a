"""The judge of rotations that are killed: what must hold at any moment, and at the end, seen from outside.

It knows the server's tokens, the files, and what the processes said; of the package it uses nothing but the journal's
rows, as a reader of the file would see them.
"""

import json
import sqlite3
import stat
from contextlib import closing
from itertools import pairwise

GRACE_END = "grace_ends"
_PROMOTED = {"PROMOTED", "GRACE", "RETIRING", "DONE"}
_BEFORE_DELETE = ["STORED", "VERIFIED", "PROMOTED", "GRACE", "RETIRING"]
_SLOTS = ("", ".pending", ".previous", ".temporary")
_SERVERS_OWN = {"id", "internalId", "accessGrantingToken", "name", "createdOn", "createdBy", "lastUsedOn", "expiresOn"}


def granted(token):
    """All that a token is, but for what the server owns and what a rotation makes anew."""
    return {field: value for field, value in token.items() if field not in _SERVERS_OWN}


class Judge:
    """Watches one rotation of the token `old`, and notes in `violations` which invariant did not hold, and when."""

    def __init__(self, sandbox, clock, folder, sink, old):
        self._state, self._clock, self._folder, self._sink = sandbox.state, clock, folder, sink
        self._old = dict(self._state.token(old))
        self._bystanders = self._others()
        self._first_slots = self.slots()
        self._secrets = {self._old["accessGrantingToken"], sandbox.api_token}
        self._sent = []
        self.violations = []

    def before(self, sent):
        """Look at a request that is about to be carried out."""
        self._sent.append(sent)
        if sent.method == "POST":
            self._check_is_named(sent)
        if sent.method == "DELETE" and sent.internal_id == self._old["internalId"]:
            self._check_may_go()

    def after(self, sent):
        """Look at the unit after a request was carried out, before its sender knows."""
        self._secrets |= {sent.secret, *(token["accessGrantingToken"] for token in self._state.all())} - {""}
        self.look(f"after {sent.method} {sent.path}")

    def look(self, when):
        """Look at what holds at any moment."""
        tokens = self._state.all()
        working = [token for token in tokens if self._works(token)]
        self.expect(working, 1, f"{when}: no token with the old one's permissions authenticates")
        current = self.slots().get("")
        rows = self.rows()
        state = rows[-1][0] if rows else None
        if current is not None:
            mine = [token["internalId"] for token in working if token["accessGrantingToken"] == current]
            self.expect(mine, 1, f"{when}: what is in the sink does not authenticate")
            is_new = state not in _PROMOTED or self._facts().get("new_internal_id") in mine
            self.expect(is_new, 1, f"{when}: {state}, and the new secret is not in the sink")
        self.expect(current or state not in _PROMOTED, 1, f"{when}: {state}, and nothing is in the sink")
        more = len(tokens) - len(self._bystanders) - 1
        self.expect(more <= 1, 3, f"{when}: there are {more} tokens more than before")
        self.expect(self._others() == self._bystanders, 2, f"{when}: a token that is none of its own was changed")

    def look_at_rest(self, when):
        """Look at the files too, when no process works on them."""
        self.look(when)
        # What is in a slot and was never sent is a secret all the same.
        self._secrets |= {text for slot, text in self.slots().items() if text}
        for path in self._folder.rglob("*"):
            private = 0o700 if path.is_dir() else 0o600
            mode = stat.S_IMODE(path.stat().st_mode)
            self.expect(mode == private, 5, f"{when}: {path.name} has the mode {mode:o}")
            if path.is_file() and path not in self._slot_paths():
                content = path.read_bytes()
                found = any(secret.encode() in content for secret in self._secrets)
                self.expect(not found, 5, f"{when}: a secret is in {path.relative_to(self._folder)}")

    def look_at_end(self):
        """Look at what holds when nothing is left to do."""
        rows = self.rows()
        state = rows[-1][0] if rows else None
        tokens = self._state.all()
        self.expect(state in {None, "DONE", "ROLLED_BACK"}, 6, f"it ends in {state}")
        for first, second in pairwise(self._posts()):
            posted = self._sent[first].internal_id
            asked = any(sent.asks_for(posted) for sent in self._sent[first + 1 : second])
            same = posted == self._sent[second].internal_id
            self.expect(asked or not same, 7, "a POST was sent twice without a GET between")
        self.expect(len(tokens) == len(self._bystanders) + 1, 3, f"{state}, and there are {len(tokens)} tokens")
        there = self._state.token(self._old["internalId"]) is not None
        if state == "DONE":
            self.expect(not there, 6, "DONE, and the old token is there")
            self.expect(set(self.slots()) == {""}, 6, f"DONE, and the sink holds {sorted(self.slots())}")
            names = {token["name"] for token in tokens}
            self.expect(self._old["name"] in names, 6, f"DONE, and the names are {sorted(names)}")
        else:
            self.expect(there, 6, f"{state}, and the old token is gone")
            self.expect(self.slots() == self._first_slots, 6, f"{state}, and the sink is not as before")
        locks = [path.name for path in self._folder.glob("state/*.lock")]
        # One that was killed between planning and beginning leaves an empty file.
        self.expect(not (locks and state), 6, f"{state}, and {locks} is left")

    def seen(self):
        """All that must not change when something that is over is resumed."""
        tokens = {one: {**token, "lastUsedOn": None} for one, token in self._state.tokens.items()}
        writes = [sent for sent in self._sent if sent.method != "GET"]
        return json.dumps(tokens, sort_keys=True), self.rows(), self.slots(), len(writes)

    def slots(self):
        """What the sink's files hold, by what is added to its name."""
        files = zip(_SLOTS, self._slot_paths(), strict=True)
        return {slot: path.read_text().strip() for slot, path in files if path.exists()}

    def rows(self):
        """The journal: states and facts."""
        path = self._folder / "state" / "rotations.sqlite"
        if not path.exists():
            return []
        with closing(sqlite3.connect(path)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchall():
                return []
            rows = connection.execute("SELECT state, facts, rid FROM changes ORDER BY number").fetchall()
        return [(state, json.loads(facts), rid) for state, facts, rid in rows]

    def _facts(self):
        facts = {}
        for _, new, _ in self.rows():
            facts |= new
        return facts

    def _check_is_named(self, sent):
        rows = self.rows()
        known, named = None, False
        for state, facts, rid in rows:
            known = facts.get("new_internal_id", known)
            # A request that is late may come when more was recorded.
            named = named or (state == "CREATING" and known == sent.internal_id and rid in sent.name)
        self.expect(named, 2, f"{sent.internal_id} was posted, and the journal does not name it")

    def _check_may_go(self):
        # The secret is verified once more where a rotation was interrupted before it was promoted.
        last = {state: number for number, (state, _, _) in enumerate(self.rows())}
        reached = sorted((state for state in last if state in _BEFORE_DELETE), key=last.get)
        ended = self._facts().get(GRACE_END, 1e300) <= self._clock.now() * 1000
        self.expect(reached == _BEFORE_DELETE, 4, f"the old token was deleted after {reached} only")
        self.expect(ended, 4, "the old token was deleted before the grace period had ended")

    def _posts(self):
        return [number for number, sent in enumerate(self._sent) if sent.method == "POST"]

    def _works(self, token):
        expires = token.get("expiresOn")
        return granted(token) == granted(self._old) and (not expires or expires > self._clock.now() * 1000)

    def _others(self):
        """The tokens that were there before, but for the old one."""
        known = getattr(self, "_bystanders", None)
        return {
            one: {**token, "lastUsedOn": None}
            for one, token in list(self._state.tokens.items())
            if one != self._old["internalId"] and (known is None or one in known)
        }

    def _slot_paths(self):
        return [self._sink.with_name(self._sink.name + slot) for slot in _SLOTS]

    def expect(self, held, invariant, problem):
        if not held:
            self.violations.append(f"invariant {invariant}: {problem}")
