"""A journal that is damaged is an error that names it, and nothing is changed."""

import sqlite3

import pytest

from instanakit.rotation import JournalError
from instanakit.rotation.journal import Journal
from rotation.facts import FACTS

RESTORE = "Restore it, or move it away and look after what it names."

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
    "folder": (lambda path: (path.unlink(), path.mkdir()), "cannot be used: it is no file"),
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
    before, tokens = (path.read_bytes() if path.is_file() else None), dict(scene.tokens)
    calls = [
        lambda: scene.resume(rotation.rid),
        lambda: scene.rollback(rotation.rid),
        lambda: scene.get(rotation.rid),
        lambda: scene.colour.run(scene.client.rotations.list()),
    ]
    for call in calls:
        with pytest.raises(JournalError) as caught:
            call()
        hint = "Move away what is there." if damage == "folder" else RESTORE
        assert caught.value.message.startswith(f"The journal of rotations {path} {problem}")
        assert caught.value.hint == f"Nothing was changed. {hint}"
    assert (path.read_bytes() if path.is_file() else None) == before
    assert scene.tokens == tokens


@pytest.mark.parametrize("damage", ["no database", "columns", "facts"])
def test_nothing_is_begun_with_a_journal_that_is_damaged(scene, damage):
    Journal(scene.folder / "state").begin("r1", 1000, FACTS)
    DAMAGES[damage][0](scene.folder / "state" / "rotations.sqlite")
    with pytest.raises(JournalError, match="is damaged"):
        scene.rotate()
    scene.assert_as_before()
    assert list((scene.folder / "state").glob("*.lock")) == []
