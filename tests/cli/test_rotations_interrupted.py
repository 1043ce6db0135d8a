"""Ctrl-C and SIGTERM while rotations go on or back: which command goes on is named, what was done before is shown."""

import json

import pytest

from instanakit.cli.signals import Ended
from instanakit.rotation.api import Rotations

BOTH = pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt(), 130), (Ended("SIGTERM"), 143)])


@pytest.fixture
def rids(keyed):
    """Three rotations whose grace period runs."""
    keyed.add("ci 2", "t2")
    keyed.add("ci 3", "t3")
    begun = keyed("tokens", "rotate", "--name", "ci*", "--sink", "file:{internal_id}", "--yes", "-o", "json")
    return [row["rid"] for row in begun.json["rotations"]]


def interrupt(monkeypatch, method, rid, error):
    """Let a method be interrupted when it comes to a rotation."""
    original = getattr(Rotations, method)

    def interrupted(self, wanted):
        if wanted == rid:
            raise error
        return original(self, wanted)

    monkeypatch.setattr(Rotations, method, interrupted)


@BOTH
@pytest.mark.parametrize(
    ("arguments", "again"),
    [
        (["resume", "{2}"], "resume {2}"),
        (["resume", "{2}", "{0}"], "resume {2} {0}"),
        (["resume", "--all"], "resume --all"),
        (["rollback", "{2}", "--yes"], "rollback {2}"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_an_interruption_names_the_command_that_was_interrupted(
    keyed, rids, monkeypatch, error, status, arguments, again
):
    interrupt(monkeypatch, arguments[0], rids[2], error)
    ended = keyed("rotations", *(argument.format(*rids) for argument in arguments))
    assert ended.status == status
    assert ended.err.endswith(
        f"next:  Run 'instanakit rotations {again.format(*rids)}' to go on.\nsee:   docs/errors.md#interrupted\n"
    )


def test_an_interruption_before_anything_is_done_shows_no_table(keyed, rids, monkeypatch):
    interrupt(monkeypatch, "resume", rids[0], KeyboardInterrupt())
    assert keyed("rotations", "resume", *rids).out == ""


@BOTH
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_an_interruption_in_the_middle_of_several_shows_those_that_were_done(
    keyed, rids, monkeypatch, form, error, status
):
    interrupt(monkeypatch, "resume", rids[2], error)
    ended = keyed("rotations", "resume", rids[0], "nobody", *rids[1:], "-o", form)
    rows = ended.json["rotations"] if form == "json" else [json.loads(row) for row in ended.out.splitlines()]
    assert [(row["rid"], row["state"]) for row in rows] == [
        (rids[0], "GRACE"),
        ("nobody", "failed"),
        (rids[1], "GRACE"),
    ]
    assert (ended.status, ended.error["exit_status"]) == (status, status)


def test_an_interruption_in_the_middle_of_several_shows_a_table_and_then_the_error(keyed, rids, monkeypatch):
    interrupt(monkeypatch, "resume", rids[1], KeyboardInterrupt())
    ended = keyed("rotations", "resume", "--all")
    header, *rows = ended.out.splitlines()
    assert header.startswith("RID")
    assert [row.split()[:2] for row in rows] == [[rids[0], "GRACE"]]
    assert ended.err.endswith(
        "error: interrupted\nwhy:   while trying to resume the rotations\n"
        "next:  Run 'instanakit rotations resume --all' to go on.\n"
        "see:   docs/errors.md#interrupted\n"
    )
