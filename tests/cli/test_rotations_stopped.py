"""A rotation that is stopped, or refused, is told with its number and the command that goes on, once."""

import pytest

from instanakit.errors import APITimeoutError
from instanakit.rotation import JournalError
from instanakit.rotation.api import Rotations
from instanakit.rotation.errors import RotationError
from instanakit.rotation.journal import Journal

ROTATE = ("tokens", "rotate", "t1", "--sink", "file:ci", "--yes")
WHERE = "Make room in its folder, and let this user write there."
UNCHANGED = f"Nothing was changed. {WHERE}"


def unusable(hint, rid=None):
    failure = JournalError("The journal of rotations /state/j cannot be used: No space left on device", hint=hint)
    failure.rid = rid
    return failure


@pytest.fixture
def full(monkeypatch):
    """Let nothing more be recorded in the journal than that a rotation begins, and tell of which."""
    begun = []

    def refuse(_journal, rid, *_):
        begun.append(rid)
        hint = f"Resume the rotation {rid} when it can be used. {WHERE}"
        raise unusable(hint, rid)

    monkeypatch.setattr(Journal, "record", refuse)
    return begun


def unreadable(monkeypatch, method, after):
    """Let the journal be read no more, after so many times."""
    original, reads = getattr(Journal, method), []

    def refuse(journal, *arguments):
        reads.append(arguments)
        if len(reads) > after:
            raise unusable(UNCHANGED)
        return original(journal, *arguments)

    monkeypatch.setattr(Journal, method, refuse)


def next_of(ended):
    return ended.err.partition("next:  ")[2].partition("see:   ")[0]


@pytest.mark.parametrize("is_read", [True, False], ids=["readable", "unreadable"])
def test_a_journal_that_fails_in_the_middle_of_a_rotation_is_told_with_the_command_that_goes_on(
    keyed, monkeypatch, full, is_read
):
    if not is_read:
        unreadable(monkeypatch, "list", after=1)
    ended = keyed(*ROTATE)
    assert (ended.status, ended.out) == (1, "")
    assert next_of(ended) == f"Run 'instanakit rotations resume {full[0]}' when the journal can be used. {WHERE}\n"


def test_a_journal_that_fails_before_a_rotation_begins_is_told_as_nothing_changed(keyed, monkeypatch):
    def refuse(*_):
        raise unusable(UNCHANGED)

    monkeypatch.setattr(Journal, "begin", refuse)
    assert next_of(keyed(*ROTATE)) == f"{UNCHANGED}\n"


@pytest.fixture
def rid(keyed):
    """A rotation whose grace period runs."""
    return keyed(*ROTATE, "-o", "json").json["rotations"][0]["rid"]


def let(monkeypatch, method, error):
    """Let a method fail after the rotation was found."""

    def fail(*_):
        raise error

    monkeypatch.setattr(Rotations, method, fail)


# A rollback reads the rotation once more, for what it asks.
@pytest.mark.parametrize(("verb", "reads"), [("resume", 1), ("rollback", 2)])
def test_a_journal_that_is_lost_while_a_rotation_goes_on_is_never_told_as_nothing_changed(
    keyed, rid, monkeypatch, verb, reads
):
    let(monkeypatch, verb, unusable(UNCHANGED))
    unreadable(monkeypatch, "get", after=reads)
    ended = keyed("rotations", verb, rid, *(["--yes"] if verb == "rollback" else []))
    assert next_of(ended) == f"{WHERE} Go on with 'instanakit rotations {verb} {rid}'.\n"


@pytest.mark.parametrize("verb", ["resume", "rollback"])
def test_a_failure_names_the_command_that_goes_on_and_says_not_that_nothing_was_changed(keyed, rid, monkeypatch, verb):
    let(monkeypatch, verb, APITimeoutError("no answer", hint="Try again later; nothing was changed."))
    ended = keyed("rotations", verb, rid, *(["--yes"] if verb == "rollback" else []))
    assert next_of(ended) == f"Try again later. Go on with 'instanakit rotations {verb} {rid}'.\n"


def test_a_rollback_that_is_to_be_resumed_is_not_told_to_be_rolled_back(keyed, rid, monkeypatch):
    let(monkeypatch, "rollback", RotationError("dead", hint="The sink was left as it is. Resume the rotation."))
    ended = keyed("rotations", "rollback", rid, "--yes")
    assert next_of(ended) == f"The sink was left as it is. Run 'instanakit rotations resume {rid}'.\n"


def test_a_sink_that_a_rotation_has_is_told_with_the_commands_of_that_one(keyed, rid):
    keyed.add("other", "t2")
    ended = keyed("tokens", "rotate", "t2", "--sink", "file:ci", "--yes")
    assert ended.status == 6
    resume, rollback = (f"'instanakit rotations {verb} {rid}'" for verb in ("resume", "rollback"))
    assert next_of(ended) == f"Go on with {resume}, or go back with {rollback}.\n"


def test_no_option_is_advised_that_the_command_does_not_take(keyed, rid):
    ended = keyed("rotations", "rollback", rid)
    assert ended.err == (
        f"error: cannot roll back the rotation {rid}\n"
        "why:   it destroys something, and there is no terminal to ask at\n"
        "next:  Add --yes if that is what you want.\n"
        "see:   docs/errors.md#failure\n"
    )
    assert next_of(keyed("tokens", "delete", "t1")) == "Add --yes if that is what you want, or --dry-run to see it.\n"
