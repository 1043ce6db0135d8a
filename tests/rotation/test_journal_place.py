"""The journal's folder and file: who may have them, and a disk that is full or busy."""

import errno
import os
import sqlite3
import stat
from datetime import timedelta

import pytest

from instanakit.rotation import JournalError, State, journal, unusable
from instanakit.rotation.journal import Journal
from rotation.facts import FACTS
from rotation.scene import OLD, OLD_SECRET
from rotation.test_whole import FORWARD

REPAIR = "Make room in its folder, and let this user write there."
WAIT = "Another process uses it: try again when that has ended."


def test_a_state_folder_that_is_a_file_is_named(scene):
    (scene.folder / "state").write_text("")
    with pytest.raises(JournalError) as caught:
        scene.rotate()
    with pytest.raises(JournalError) as listing:
        scene.colour.run(scene.client.rotations.list())
    assert str(listing.value) == str(caught.value)
    assert str(caught.value) == (
        f"The journal of rotations {scene.folder}/state/rotations.sqlite cannot be used: Not a directory. "
        f"Nothing was changed. {REPAIR}"
    )


def test_a_state_folder_without_write_permission_is_named(scene, monkeypatch):
    def refused(path, *_arguments, **_options):
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "mkdir", refused)
    with pytest.raises(JournalError, match="cannot be used: Permission denied"):
        Journal(scene.folder / "state").begin("r1", 1000, FACTS)


class Full(sqlite3.Connection):
    """A database whose disk has no room for more than it has."""

    def execute(self, sql, *arguments):
        found = super().execute(sql, *arguments)
        if sql == journal._DURABLE:
            super().execute("PRAGMA max_page_count = 1")
        return found


def test_a_full_disk_begins_nothing(scene, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: connect(*args, factory=Full, **named))
    with pytest.raises(JournalError) as caught:
        scene.rotate()
    assert str(caught.value) == (
        f"The journal of rotations {scene.folder}/state/rotations.sqlite cannot be used: database or disk is full. "
        f"Nothing was changed. {REPAIR}"
    )
    assert list(scene.tokens) == [OLD]
    assert scene.slots() == (OLD_SECRET, None, None)


@pytest.mark.parametrize("state", FORWARD[1:])
def test_a_disk_that_becomes_full_at_any_change_lets_the_rotation_be_resumed(scene, state):
    insert, message = journal._insert, "database or disk is full"

    def full(connection, rid, change, *arguments):
        if change == state:
            raise sqlite3.OperationalError(message)
        insert(connection, rid, change, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "_insert", full)
        with pytest.raises(JournalError) as caught:
            scene.rotate(grace=timedelta())
    (rid,) = scene.rids
    assert caught.value.hint.startswith(f"Resume the rotation {rid} when it can be used.")
    assert scene.resume(rid).state is State.DONE
    scene.assert_done()


@pytest.fixture
def kept(tmp_path):
    kept = Journal(tmp_path / "state")
    kept.begin("r1", 1000, FACTS)
    return kept


def calls(kept):
    """All that may be done, but for record."""
    other = FACTS | {"internal_id": "t2", "new_internal_id": "n2", "sink": "file:/elsewhere"}
    return [lambda: kept.begin("r2", 1000, other), lambda: kept.get("r1"), kept.list]


def refusals(kept):
    """What is said about each call, without what they have in common."""
    for call in calls(kept):
        with pytest.raises(JournalError) as caught:
            call()
        before, _, problem = str(caught.value).partition(" cannot be used: ")
        assert before == f"The journal of rotations {kept.path}"
        yield problem


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777, 0o1777])
def test_a_folder_in_which_others_can_write_is_refused(kept, mode):
    kept.folder.chmod(mode)
    assert set(refusals(kept)) == {
        f"others can write in its folder. Nothing was changed. Run chmod go-w {kept.folder}, or name another folder."
    }
    kept.folder.chmod(0o755)
    assert kept.get("r1").rid == "r1"


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o604, 0o602, 0o610])
def test_a_file_that_others_can_read_or_write_is_refused(kept, mode):
    kept.path.chmod(mode)
    assert set(refusals(kept)) == {f"others can read or write it. Nothing was changed. Run chmod go= {kept.path}."}


def test_what_is_no_file_is_refused_and_so_is_a_link_to_one(kept):
    moved = kept.path.rename(kept.folder / "moved")
    kept.path.symlink_to(moved)
    link = "it is a symbolic link. Nothing was changed. Put the file there that it leads to."
    assert set(refusals(kept)) == {link}
    for make in (kept.path.mkdir, lambda: os.mkfifo(kept.path, 0o600)):
        kept.path.rmdir() if kept.path.is_dir() else kept.path.unlink()
        make()
        assert set(refusals(kept)) == {"it is no file. Nothing was changed. Move away what is there."}


def test_a_link_that_leads_nowhere_is_refused_and_nothing_is_made_where_it_leads(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "rotations.sqlite").symlink_to(tmp_path / "made")
    with pytest.raises(JournalError, match="it is a symbolic link"):
        Journal(tmp_path / "state").begin("r1", 1000, FACTS)
    assert not (tmp_path / "made").exists()


def test_what_belongs_to_somebody_else_is_refused(kept, monkeypatch):
    def of(path, uid):
        status = list(os.lstat(path))
        status[stat.ST_UID] = uid
        return os.stat_result(status)

    us = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    monkeypatch.setattr(type(kept.path), "stat", lambda path, **_: of(path, us + 2))
    folder = "its folder belongs to another user. Nothing was changed. Name a folder of your own, or run as that user."
    assert set(refusals(kept)) == {folder}
    monkeypatch.setattr(type(kept.path), "lstat", lambda path: of(path, 0))
    for owner in (us + 1, 0):  # root may write everywhere anyway
        monkeypatch.setattr(type(kept.path), "stat", lambda path, owner=owner, **_: of(path, owner))
        file = "it belongs to another user. Nothing was changed. Name another folder, or run as that user."
        assert set(refusals(kept)) == {file}
    monkeypatch.setattr("instanakit.rotation.private._POSIX", False)
    assert kept.get("r1").rid == "r1"


def test_a_journal_that_another_process_writes_into_is_busy_which_no_room_would_mend(kept, monkeypatch):
    monkeypatch.setattr(journal, "_BUSY", 0.0)
    other = sqlite3.connect(kept.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalError) as caught:
        calls(kept)[0]()
    problem = f"The journal of rotations {kept.path} cannot be used: database is locked"
    assert str(caught.value) == f"{problem}. Nothing was changed. {WAIT}"
    with pytest.raises(JournalError) as caught:
        kept.record("r1", State.STAGED, 2000, {})
    assert str(caught.value) == f"{problem}. Resume the rotation r1 when it can be used. {WAIT}"
    assert kept.get("r1").state is State.PLANNED
    other.close()


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, WAIT),
        (sqlite3.SQLITE_LOCKED, WAIT),
        (sqlite3.SQLITE_PROTOCOL, WAIT),
        (sqlite3.SQLITE_FULL, REPAIR),
        (sqlite3.SQLITE_READONLY, REPAIR),
        (sqlite3.SQLITE_CANTOPEN, REPAIR),
        (sqlite3.SQLITE_IOERR_WRITE, REPAIR),
    ],
)
def test_each_code_of_sqlite_that_is_no_damage_has_its_advice(code, advice):
    error = sqlite3.OperationalError("it said so")
    error.sqlite_errorcode = code
    said = unusable.unusable(error)
    assert (said.problem, said.hint) == ("cannot be used: it said so", advice)
