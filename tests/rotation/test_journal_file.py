"""The journal's file: made whole, by one of several processes, and of a format that has a number."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from instanakit.rotation import JournalError, RotationInProgressError, State, journal
from instanakit.rotation.journal import Journal, _check
from instanakit.rotation.journal_file import FORMAT, JournalFile
from instanakit.rotation.recorded import Recorded
from instanakit.rotation.rotation import Rotation
from rotation.facts import FACTS


@pytest.fixture
def kept(tmp_path):
    return Journal(tmp_path / "state")


def test_the_files_beside_the_journal_are_as_private(kept):
    former = os.umask(0)
    try:
        kept.begin("r1", 1000, FACTS)
        with kept._file.opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            journal._insert(connection, "r1", State.STAGED, 1000, {})
            connection.execute("COMMIT")
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in kept.folder.iterdir()}
    finally:
        os.umask(former)
    assert modes == dict.fromkeys(["rotations.sqlite", "rotations.sqlite-shm", "rotations.sqlite-wal"], 0o600)


def test_a_change_is_on_the_disk_before_it_is_gone_on_from(kept, monkeypatch):
    monkeypatch.undo()
    kept.begin("r1", 1000, FACTS)
    with kept._file.opened() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


BEGINNER = """
import json, sys
from pathlib import Path
from instanakit.rotation import RotationInProgressError
from instanakit.rotation.journal import Journal, _check
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


def test_a_file_has_its_name_when_it_is_whole_so_that_nobody_meets_one_that_is_being_made(kept, monkeypatch):
    fill = JournalFile._fill
    seen = []

    def watched(file, new):
        seen.append(file.is_there())
        fill(file, new)
        with file._connected(new) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        seen.extend((file.is_there(), stat.S_IMODE(new.stat().st_mode), stat.S_IMODE(new.parent.stat().st_mode)))

    monkeypatch.setattr(JournalFile, "_fill", watched)
    kept.begin("r1", 1000, FACTS)
    assert seen == [False, False, 0o600, 0o700]
    assert [path.name for path in kept.folder.iterdir()] == ["rotations.sqlite"]


def test_a_new_file_and_its_name_are_on_the_disk_before_it_is_used(kept, monkeypatch):
    synced = []

    def sync(descriptor):
        synced.append((os.fstat(descriptor).st_ino, kept.path.exists()))

    monkeypatch.setattr(os, "fsync", sync)
    kept.begin("r1", 1000, FACTS)
    assert synced == [(kept.folder.stat().st_ino, True)]


def test_a_file_that_another_process_made_meanwhile_is_not_written_over(kept, monkeypatch):
    fill = JournalFile._fill

    def late(file, new):
        fill(file, new)
        monkeypatch.undo()
        elsewhere = Journal(file.path.parent / "elsewhere")
        elsewhere.begin("r1", 1000, FACTS)
        elsewhere.path.rename(file.path)
        elsewhere.folder.rmdir()

    monkeypatch.setattr(JournalFile, "_fill", late)
    with pytest.raises(RotationInProgressError) as caught:
        kept.begin("r2", 1000, FACTS)
    assert caught.value.rid == "r1"
    assert [path.name for path in kept.folder.iterdir()] == ["rotations.sqlite"]


def test_a_file_that_cannot_be_made_leaves_nothing(kept, monkeypatch):
    monkeypatch.setattr(journal, "_DURABLE", "PRAGMA synchronous = OFF; no SQL")
    with pytest.raises(JournalError):
        kept.begin("r1", 1000, FACTS)
    assert list(kept.folder.iterdir()) == []


def test_a_new_file_says_of_which_format_it_is(kept):
    kept.begin("r1", 1000, FACTS)
    with kept._file.opened() as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_file_of_a_newer_format_is_not_damaged_but_not_for_this_version(kept):
    kept.begin("r1", 1000, FACTS)
    with kept._file.opened() as connection:
        connection.execute("UPDATE changes SET state = 'X'")
        connection.execute("PRAGMA user_version = 2")
    before = kept.path.read_bytes()
    newer = f"The journal of rotations {kept.path} was written by a newer version of instanakit (format 2; this one knows 1)"
    for call in (lambda: kept.begin("r2", 1000, FACTS), lambda: kept.get("r1"), kept.list):
        with pytest.raises(JournalError) as caught:
            call()
        assert str(caught.value) == f"{newer}. Nothing was changed. Use that version here."
    with pytest.raises(JournalError) as caught:
        kept.record("r1", State.STAGED, 2000, {})
    assert str(caught.value) == f"{newer}. Resume the rotation r1 when it can be used. Use that version here."
    assert kept.path.read_bytes() == before


def test_a_file_from_before_formats_had_a_number_gets_the_first_one_and_keeps_its_rows(kept):
    kept.begin("r1", 1000, FACTS)
    connection = sqlite3.connect(kept.path)
    connection.executescript("DROP INDEX changes_of_a_rotation; PRAGMA user_version = 0")
    connection.close()
    assert [rotation.rid for rotation in kept.list()] == ["r1"]
    connection = sqlite3.connect(kept.path)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall() == [
        ("changes_of_a_rotation",)
    ]
    connection.close()


def test_a_database_of_something_else_is_no_journal(kept):
    kept.folder.mkdir()
    kept.path.touch(mode=0o600)
    connection = sqlite3.connect(kept.path)
    connection.execute("CREATE TABLE other (number)")
    connection.close()
    with pytest.raises(JournalError, match="is damaged: no such table: main.changes"):
        kept.begin("r1", 1000, FACTS)


# With a new name here the format gets the next number: an earlier version has to know that it does not know it.
STATES = "PLANNED STAGED CREATING CREATED STORED VERIFIED PROMOTED GRACE RETIRING DONE ROLLING_BACK ROLLED_BACK"
FIELDS = (
    "rid state base_url internal_id new_internal_id name sink grace started_at changed_at grace_ends_at problem "
    "created_on expires_on left restarts posts posted patience copied fingerprint fingerprints old_expires_on lifetime changes is_own"
)


def test_a_new_state_or_fact_is_a_new_format():
    names = [field.name for field in (*attrs.fields(Rotation), *attrs.fields(Recorded))]
    assert (FORMAT, " ".join(State), " ".join(dict.fromkeys(names))) == (1, STATES, FIELDS)


def test_the_file_is_made_in_a_private_folder_beside_where_it_goes(tmp_path, monkeypatch):
    folder, places, fill = tmp_path / "not" / "there", [], JournalFile._fill
    monkeypatch.setattr(JournalFile, "_fill", lambda file, new: (places.append(new.parent), fill(file, new)))
    Journal(folder).begin("ab12", 1, FACTS)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (place,) = places
    assert place.parent == folder
    assert place.name.startswith(".new-")
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {"rotations.sqlite"}


def test_where_files_are_not_renamed_over_others_the_first_process_wins(tmp_path, monkeypatch):
    def exists(_path, _target):
        raise FileExistsError

    monkeypatch.setattr(Path, "rename", exists)
    JournalFile(tmp_path / "rotations.sqlite", "PRAGMA synchronous = OFF", 1.0).make()


def test_what_is_wrong_with_the_pages_is_said(tmp_path):
    class Damaged:
        def execute(self, _statement):
            return self

        def fetchone(self):
            return ("row 1 missing from index",)

    with pytest.raises(sqlite3.DatabaseError, match="row 1 missing from index"):
        _check(Damaged())
