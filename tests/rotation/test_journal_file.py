"""The journal's file: whole or not there, private, of a known format."""

import fcntl
import json
import os
import sqlite3
import subprocess
import sys

import pytest

from instanakit.rotation import JournalError, State, journal_file
from instanakit.rotation.journal import Journal
from rotation.facts import FACTS


@pytest.fixture
def kept(tmp_path):
    return Journal(tmp_path / "state")


def said_by(call, *arguments):
    """What the journal says is wrong, behind its name, and what is to be done."""
    with pytest.raises(JournalError) as caught:
        call(*arguments)
    assert caught.value.message.startswith("The journal of rotations ")
    return caught.value.message.partition("rotations.sqlite ")[2], caught.value.hint, caught.value.rid


def test_a_journal_that_was_made_has_one_file_and_a_format(kept):
    kept.begin("r1", 1000, FACTS)
    assert [path.name for path in kept.folder.iterdir()] == ["rotations.sqlite"]
    assert sqlite3.connect(kept.path).execute("PRAGMA user_version").fetchone() == (1,)


def test_a_journal_that_disappears_in_a_rotation_is_not_made_anew(scene):
    rotation = scene.rotate()
    path = scene.folder / "state" / "rotations.sqlite"
    away = path.rename(path.with_name("away"))
    hint = (
        f"Resume the rotation {rotation.rid} when it can be used. "
        f"Restore it; if nobody can, look for a token with {rotation.rid} in its name."
    )
    record = Journal(path.parent).record
    assert said_by(record, rotation.rid, State.RETIRING, 1, {}) == ("is gone", hint, rotation.rid)
    assert not path.exists()
    scene.unit.state.delete(rotation.new_internal_id)
    scene.sink.restore()
    Journal(path.parent).begin("r2", 1000, FACTS)
    problem = "is another one than before: it has nothing of this rotation"
    assert said_by(record, rotation.rid, State.RETIRING, 1, {}) == (problem, hint, rotation.rid)
    away.rename(path)
    assert scene.get(rotation.rid) == rotation


def test_an_empty_journal_is_no_journal_without_rotations(scene):
    rotation = scene.rotate()
    path = scene.folder / "state" / "rotations.sqlite"
    content = path.read_bytes()
    path.write_bytes(b"")
    hint = "Restore it; remove it if no rotation was in progress."
    known = Journal(path.parent)
    said = "is damaged: it is empty", f"Nothing was changed. {hint}", None
    assert said_by(known.list) == said_by(known.get, "r1") == said_by(known.begin, "r1", 1, FACTS) == said
    problem, advice, rid = said_by(known.record, rotation.rid, State.RETIRING, 1, {})
    assert (problem, rid) == ("is damaged: it is empty", rotation.rid)
    assert advice == f"Resume the rotation {rid} when it can be used. {hint}"
    path.write_bytes(content)
    assert known.get(rotation.rid).rid == rotation.rid


def test_changes_whose_journal_was_taken_away_are_not_put_into_another(kept):
    kept.begin("r1", 1000, FACTS)
    kept.path.unlink()
    kept.path.with_name("rotations.sqlite-wal").write_bytes(b"")
    said = (
        "is gone, and rotations.sqlite-wal, which belongs to it, is not",
        "Nothing was changed. Restore it, or move that away too.",
        None,
    )
    assert said_by(kept.list) == said_by(kept.begin, "r1", 1000, FACTS) == said


def chown(monkeypatch, path, uid):
    """Let a file or a folder seem to be of somebody else."""
    for name in ("stat", "lstat"):
        look = getattr(type(path), name)

        def seen(self, *, look=look, **named):
            found = list(look(self, **named))
            if self == path:
                found[4] = uid
            return os.stat_result(found)

        monkeypatch.setattr(type(path), name, seen)


FOLDER = {
    "writable": (lambda path, _: path.chmod(0o770), "others can write in its folder", "Run chmod go-w {}, or name another folder."),
    "sticky": (lambda path, _: path.chmod(0o1777), "others can write in its folder", "Run chmod go-w {}, or name another folder."),
    "foreign": (lambda path, patch: chown(patch, path, 4711), "its folder belongs to another user", "Name a folder of your own, or run as that user."),
}  # fmt: skip
FILE = {
    "readable": (lambda path, _: path.chmod(0o640), "others can read or write it", "Run chmod go= {}."),
    "writable": (lambda path, _: path.chmod(0o602), "others can read or write it", "Run chmod go= {}."),
    "foreign": (lambda path, patch: chown(patch, path, 4711), "it belongs to another user", "Name another folder, or run as that user."),
    "link": (lambda path, _: path.symlink_to(path.rename(path.with_name("elsewhere"))), "it is a symbolic link", "Put the file there that it leads to."),
    "pipe": (lambda path, _: (path.unlink(), os.mkfifo(path)), "it is no file", "Move away what is there."),
}  # fmt: skip


@pytest.mark.parametrize(("act", "problem", "hint"), [*FOLDER.values(), *FILE.values()], ids=[*FOLDER, *FILE])
def test_a_journal_that_others_could_have_made_or_changed_is_refused(kept, monkeypatch, act, problem, hint):
    kept.begin("r1", 1000, FACTS)
    path = kept.folder if (act, problem, hint) in FOLDER.values() else kept.path
    act(path, monkeypatch)
    said = f"cannot be used: {problem}", f"Nothing was changed. {hint.format(path)}", None
    other = FACTS | {"internal_id": "t2", "new_internal_id": "n2", "sink": "file:/elsewhere"}
    assert said_by(kept.list) == said_by(kept.get, "r1") == said_by(kept.begin, "r2", 1000, other) == said


def test_a_folder_of_roots_is_as_safe_as_root(kept, monkeypatch):
    kept.begin("r1", 1000, FACTS)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    chown(monkeypatch, kept.path, 4711)
    chown(monkeypatch, kept.folder, 0)
    assert [rotation.rid for rotation in kept.list()] == ["r1"]


def test_where_there_are_no_owners_and_modes_none_are_looked_at(kept, monkeypatch):
    kept.begin("r1", 1000, FACTS)
    kept.path.chmod(0o666)
    kept.folder.chmod(0o777)
    monkeypatch.setattr("instanakit.rotation.private._POSIX", False)
    assert [rotation.rid for rotation in kept.list()] == ["r1"]


def test_a_journal_of_a_newer_version_is_not_called_damaged_and_not_touched(kept):
    kept.begin("r1", 1000, FACTS)
    change(kept.path, "PRAGMA user_version = 2")
    said = (
        "was written by a newer version of instanakit (format 2; this one knows 1)",
        "Nothing was changed. Use that version here.",
        None,
    )
    assert said_by(kept.list) == said_by(kept.begin, "r2", 1000, FACTS) == said


def test_a_journal_from_before_formats_had_numbers_gets_one(kept):
    kept.begin("r1", 1000, FACTS)
    change(kept.path, "PRAGMA user_version = 0", "DROP INDEX changes_of_a_rotation")
    assert kept.get("r1").rid == "r1"
    connection = sqlite3.connect(kept.path)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall() == [
        ("changes_of_a_rotation",)
    ]


def change(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


BEGINNER = """
import json, sys
from pathlib import Path
from instanakit.rotation import RotationInProgressError
from instanakit.rotation.journal import Journal
sys.stdin.readline()
try:
    Journal(Path(sys.argv[1])).begin(sys.argv[2], 1000, json.loads(sys.argv[3]))
except RotationInProgressError as error:
    print(error.rid)
"""


def test_of_two_processes_one_begins(kept):
    command = [sys.executable, "-c", BEGINNER, str(kept.folder)]
    both = [
        subprocess.Popen([*command, rid, json.dumps(FACTS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for rid in ("r1", "r2")
    ]
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate()[0].strip() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    (rotation,) = kept.list()
    assert sorted(said) == ["", rotation.rid]


def test_of_two_that_make_the_journal_the_second_uses_the_first_ones(kept, monkeypatch):
    fill = journal_file.JournalFile._fill

    def overtaken(file, new):
        monkeypatch.undo()
        fill(file, new)
        elsewhere = kept.folder.with_name("first")
        Journal(elsewhere).begin("r0", 1000, FACTS | {"internal_id": "t0", "new_internal_id": "n0", "sink": "file:/0"})
        (elsewhere / "rotations.sqlite").rename(kept.path)

    monkeypatch.setattr(journal_file.JournalFile, "_fill", overtaken)
    kept.begin("r1", 1000, FACTS)
    assert [rotation.rid for rotation in kept.list()] == ["r0", "r1"]


def test_a_file_system_without_locks_holds_a_journal_too(kept, monkeypatch):
    def refused(*_arguments):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refused)
    kept.begin("r1", 1000, FACTS)
    assert [rotation.rid for rotation in kept.list()] == ["r1"]
