"""Rotations that break a rule, for seeing that their judge sees it."""

import os
from pathlib import Path

from instanakit.rotation import flows, handover, making, retire
from instanakit.rotation.journal import Journal
from instanakit.rotation.state import State
from instanakit.sinks.to_file import FileSink


def forget_an_intent():
    """Post without having recorded it."""
    record = Journal.record

    def recorded(journal, rid, state, at, facts, after):
        return journal.get(rid) if state is State.CREATING else record(journal, rid, state, at, facts, after)

    Journal.record = recorded


def forget_to_promote():
    """Leave the sink with the old secret, though the journal tells otherwise."""
    FileSink.promote = lambda sink: None


def tell_the_secret():
    """Write the secret into the state folder."""
    stage = FileSink.stage

    def staged(sink, secret):
        (Path(os.environ["INSTANAKIT_STATE_DIR"]) / "debug.log").write_text(secret.reveal())
        stage(sink, secret)

    FileSink.stage = staged


def write_for_all():
    """Let everybody read what is written."""
    os.fchmod = lambda descriptor, mode: Path(f"/proc/self/fd/{descriptor}").chmod(0o644)


def leave_what_was_made():
    """Say that it was rolled back, and do nothing for it."""
    flows.go_back = lambda work: work.record(State.ROLLED_BACK)


def delete_at_once(work):
    """Delete the old token, be the new secret in the sink or not."""
    yield from retire.delete_token(work.terms, work.rotation.internal_id, missing_ok=True)
    return (yield from work.record(State.DONE))


def stepping(**steps):
    """Take other steps than the right ones in some states."""

    def replace():
        flows._STEPS = {**flows._STEPS, **{State(state): step for state, step in steps.items()}}

    return replace


SABOTAGE = {
    "forget an intent": forget_an_intent,
    "forget to promote": forget_to_promote,
    "tell the secret": tell_the_secret,
    "write for all": write_for_all,
    "promote unverified": stepping(STORED=handover.promote),
    "delete before promoting": stepping(VERIFIED=delete_at_once),
    "never wait": stepping(GRACE=lambda work: work.record(State.RETIRING)),
    "post blindly": stepping(CREATING=making.create),
    "leave what was made": leave_what_was_made,
}
