"""The journal: a row for each change, without a secret, and who may begin."""

import os
import stat
from datetime import timedelta

import pytest

from instanakit import Secret
from instanakit.rotation import JournalError, RotationInProgressError, State, journal
from instanakit.rotation.journal import Journal
from instanakit.rotation.recorded import fingerprint
from instanakit.rotation.unusable import Unusable
from rotation.facts import FACTS
from rotation.scene import OLD_SECRET, Killed, killed_at, rows
from rotation.test_whole import FORWARD


@pytest.fixture
def kept(tmp_path):
    return Journal(tmp_path / "state")


def test_each_change_of_a_state_is_one_row(scene):
    rotation = scene.rotate(grace=timedelta())
    assert [(rid, state) for rid, state, _, _ in rows()] == [(rotation.rid, state) for state in FORWARD]


def test_no_file_of_the_state_folder_holds_a_secret_and_nobody_else_reads_any(scene):
    former = os.umask(0)
    try:
        looked_at = 0
        for state in FORWARD[:-1]:
            with killed_at(State(state)), pytest.raises(Killed):
                scene.rotate() if not scene.rids else scene.resume(scene.rids[0])
            scene.wait(86400 if state == "GRACE" else 0)
            secrets = [OLD_SECRET, *(token["accessGrantingToken"] for token in scene.tokens.values())]
            secrets += [value for value in scene.slots() if value]
            for path in (scene.folder / "state").iterdir():
                looked_at += 1
                assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
                content = path.read_bytes()
                assert [secret for secret in secrets if secret.encode() in content] == [], path
        assert stat.S_IMODE((scene.folder / "state").stat().st_mode) == 0o700
        assert looked_at >= 2 * len(FORWARD[:-1])
    finally:
        os.umask(former)


def test_a_rotation_is_what_its_rows_say(kept):
    kept.begin("r1", 1000, FACTS)
    kept.record("r1", State.STAGED, 2000, {"fingerprint": "ab"})
    rotation = kept.record("r1", State.GRACE, 3000, {"grace_ends": 63000})
    assert (rotation.state, rotation.name, rotation.grace) == (State.GRACE, "one", timedelta(seconds=60))
    assert [time.timestamp() for time in (rotation.started_at, rotation.changed_at, rotation.grace_ends_at)] == [
        1,
        3,
        63,
    ]
    assert kept.get("r1") == rotation
    assert kept.get("r2") is None
    assert kept.list() == [rotation]


def test_what_is_over_is_in_nobodys_way(kept):
    kept.begin("r1", 1000, FACTS)
    kept.record("r1", State.DONE, 1000, {})
    kept.begin("r2", 1000, FACTS)
    assert [rotation.rid for rotation in kept.list()] == ["r1", "r2"]


def test_the_same_id_in_another_tenant_unit_is_another_token_but_the_same_sink_is_the_same(kept):
    kept.begin("r1", 1000, FACTS)
    other = FACTS | {"base_url": "https://other.instana.io"}
    with pytest.raises(RotationInProgressError, match="The sink file:/somewhere is used by a rotation of the token t1"):
        kept.begin("r2", 1000, other)
    kept.begin("r2", 1000, other | {"sink": "file:/elsewhere"})


@pytest.mark.parametrize("internal_id", ["t1", "n1"])
def test_neither_the_old_token_nor_the_new_one_is_rotated_meanwhile(kept, internal_id):
    kept.begin("r1", 1000, FACTS)
    with pytest.raises(RotationInProgressError, match=f"The token {internal_id} is being rotated already"):
        kept.begin("r2", 1000, FACTS | {"internal_id": internal_id, "sink": "file:/elsewhere"})
    assert [rotation.rid for rotation in kept.list()] == ["r1"]


def test_nobody_begins_between_the_look_for_others_and_the_row(kept, monkeypatch):
    monkeypatch.setattr(journal, "_BUSY", 0.0)
    looked = journal._all
    said = []

    def look(connection):
        found = looked(connection)
        if not said:
            said.append("")
            with pytest.raises(JournalError) as caught:
                Journal(kept.folder).begin("r2", 1000, FACTS)
            said.append(caught.value.message)
        return found

    monkeypatch.setattr(journal, "_all", look)
    kept.begin("r1", 1000, FACTS)
    assert said[1] == f"The journal of rotations {kept.path} cannot be used: database is locked"
    assert [rotation.rid for rotation in kept.list()] == ["r1"]


def test_a_rotation_is_found_whatever_the_rows_of_others_are_and_those_are_not_looked_at(kept):
    kept.begin("r1", 1000, FACTS)
    kept.record("r1", State.DONE, 1000, {})
    kept.begin("r2", 1000, FACTS)
    with kept._file.opened() as connection:
        connection.execute("UPDATE changes SET facts = 'X' WHERE rid = 'r1'")
        plan = connection.execute(f"EXPLAIN QUERY PLAN {journal._SELECT_ONE}", ("r2",)).fetchall()
    assert kept.get("r2").rid == "r2"
    assert [row[-1] for row in plan] == ["SEARCH changes USING INDEX changes_of_a_rotation (rid=?)"]
    with pytest.raises(JournalError, match="is damaged"):
        kept.get("r1")


def test_a_fingerprint_is_64_bits_that_the_rotation_and_the_secret_make():
    secret = Secret("made-up-secret")
    assert fingerprint("ab12", secret) == "e98603cae89c6da4"
    assert fingerprint("ab13", secret) != fingerprint("ab12", secret) != fingerprint("ab12", Secret("another-secret"))


def test_why_a_file_is_not_used_is_said_by_the_error_too():
    assert str(Unusable("is gone", "Restore it.")) == "is gone"
