"""A journal that is damaged, emptied or taken away is an error that names it."""

import sqlite3

import pytest

from instanakit.rotation import JournalError, State
from instanakit.rotation.journal import Journal
from rotation.facts import FACTS

RESTORE = "Restore it, or move it away and look after what it names."
REMOVE = "Restore it; remove it if no rotation was in progress."
DAMAGES = {
    "no database": (lambda path: path.write_bytes(b"no database at all" * 100), "is damaged: file is not a database"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:5000]), "is damaged: "),
    "pages": (lambda path: overwrite(path, 36, b"\0\0\0\7"), "is damaged: "),  # the header's count of free pages
    "columns": (lambda path: run(path, "ALTER TABLE changes DROP COLUMN facts"), "is damaged: no such column: facts"),
    "state": (lambda path: run(path, "UPDATE changes SET state = 'X'"), "is damaged: 'X' is not a valid State"),
    "facts": (lambda path: run(path, "UPDATE changes SET facts = 'X'"), "is damaged: Expecting value"),
    "no facts": (lambda path: run(path, "UPDATE changes SET facts = '{}'"), "is damaged: 'grace'"),
    "a list": (lambda path: run(path, "UPDATE changes SET facts = '5'"), "is damaged: "),
    "time": (lambda path: run(path, "UPDATE changes SET at = 'X'"), "is damaged: "),
    "far time": (lambda path: run(path, "UPDATE changes SET at = 1000000000000000000"), "is damaged: "),
    "empty": (lambda path: path.write_bytes(b""), "is damaged: it is empty"),
}


def overwrite(path, where, what):
    content = bytearray(path.read_bytes())
    content[where : where + len(what)] = what
    path.write_bytes(content)


def run(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_journal_that_cannot_be_read_is_an_error_that_names_it_and_nothing_is_changed(scene, damage):
    rotation = scene.rotate()
    path = scene.folder / "state" / "rotations.sqlite"
    act, problem = DAMAGES[damage]
    act(path)
    before, tokens = path.read_bytes(), dict(scene.tokens)
    calls = [
        lambda: scene.resume(rotation.rid),
        lambda: scene.rollback(rotation.rid),
        lambda: scene.get(rotation.rid),
        lambda: scene.colour.run(scene.client.rotations.list()),
    ]
    for call in calls:
        with pytest.raises(JournalError) as caught:
            call()
        hint = REMOVE if damage == "empty" else RESTORE
        assert caught.value.message.startswith(f"The journal of rotations {path} {problem}")
        assert caught.value.hint == f"Nothing was changed. {hint}"
    assert path.read_bytes() == before
    assert scene.tokens == tokens


@pytest.mark.parametrize("damage", ["no database", "columns", "facts", "empty"])
def test_nothing_is_begun_with_a_journal_that_is_damaged(scene, damage):
    Journal(scene.folder / "state").begin("r1", 1000, FACTS)
    DAMAGES[damage][0](scene.folder / "state" / "rotations.sqlite")
    with pytest.raises(JournalError, match="is damaged"):
        scene.rotate()
    scene.assert_as_before()
    assert list((scene.folder / "state").glob("*.lock")) == []


@pytest.fixture
def kept(tmp_path):
    journal = Journal(tmp_path / "state")
    journal.begin("r1", 1000, FACTS)
    return journal


def test_a_journal_of_which_only_the_log_is_left_is_not_mixed_with_a_new_one(kept):
    connection = sqlite3.connect(kept.path)  # keeps the log
    connection.execute("SELECT count(*) FROM changes").fetchone()
    kept.record("r1", State.STAGED, 2000, {})
    kept.path.unlink()
    calls = [lambda: kept.begin("r2", 1000, FACTS), lambda: kept.get("r1"), kept.list]
    for call in calls:
        with pytest.raises(JournalError) as caught:
            call()
        assert str(caught.value) == (
            f"The journal of rotations {kept.path} is gone, and rotations.sqlite-wal, which belongs to it, is not. "
            "Nothing was changed. Restore it, or move that away too."
        )
    connection.close()
    assert not kept.path.exists()


GO_ON = "Resume the rotation r1 when it can be used."
LOOK = "Restore it; if nobody can, look for a token with r1 in its name."


def replace(path):
    path.unlink()
    Journal(path.parent).begin("r2", 1000, FACTS)


@pytest.mark.parametrize(
    ("act", "problem", "hint"),
    [
        (lambda path: path.unlink(), "is gone", LOOK),
        (lambda path: (path.unlink(), path.parent.rmdir()), "is gone", LOOK),
        (replace, "is another one than before: it has nothing of this rotation", LOOK),
        (lambda path: path.write_bytes(b""), "is damaged: it is empty", REMOVE),
        (lambda path: path.write_bytes(b"no database at all" * 100), "is damaged: file is not a database", RESTORE),
        (lambda path: run(path, "UPDATE changes SET facts = '5'"), "is damaged: 'int' object is not iterable", RESTORE),
        (lambda path: path.chmod(0o640), "cannot be used: others can read or write it", "Run chmod go= {path}."),
        (
            lambda path: path.parent.chmod(0o777),
            "cannot be used: others can write in its folder",
            "Run chmod go-w {folder}, or name another folder.",
        ),
    ],
)
def test_whatever_becomes_of_the_journal_meanwhile_the_error_names_the_rotation_and_no_new_one_is_made(
    kept, act, problem, hint
):
    act(kept.path)
    before = kept.path.read_bytes() if kept.path.exists() else None
    with pytest.raises(JournalError) as caught:
        kept.record("r1", State.STAGED, 2000, {})
    assert str(caught.value) == (
        f"The journal of rotations {kept.path} {problem}. {GO_ON} {hint.format(path=kept.path, folder=kept.folder)}"
    )
    assert caught.value.rid == "r1"
    assert (kept.path.read_bytes() if kept.path.exists() else None) == before


def test_a_journal_that_is_not_there_has_no_rotations_and_is_not_made_for_that(tmp_path):
    journal = Journal(tmp_path / "state")
    assert (journal.list(), journal.get("r1")) == ([], None)
    assert list(tmp_path.iterdir()) == []
