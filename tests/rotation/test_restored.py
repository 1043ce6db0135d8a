"""A journal of which an earlier copy was restored: the sink and the server are further on than it is."""

import sqlite3
from contextlib import suppress
from datetime import timedelta

import pytest

from helpers.tenant import works
from instanakit import InstanaError
from instanakit.profiles import state_path
from instanakit.rotation import RotationInProgressError, State
from rotation.scene import OLD, OLD_SECRET, rows

BEFORE = ["PLANNED", "STAGED", "CREATING", "CREATED", "STORED", "VERIFIED", "PROMOTED", "GRACE"]


def cut(state):
    """Let the journal know nothing of what came after a state."""
    connection = sqlite3.connect(state_path() / "rotations.sqlite")
    (last,) = connection.execute("SELECT MAX(number) FROM changes WHERE state = ?", (state,)).fetchone()
    connection.execute("DELETE FROM changes WHERE number > ?", (last,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("state", BEFORE)
@pytest.mark.parametrize("grace", [0, 86400])
def test_it_is_gone_on_from_where_the_sink_is(scene, state, grace):
    rotation = scene.rotate(grace=timedelta(seconds=grace))
    cut(state)
    scene.resume(rotation.rid)
    assert works(scene.unit, scene.slots()[0])
    assert rotation.new_internal_id in scene.tokens
    scene.wait(86400)
    assert scene.resume(rotation.rid).state is State.DONE
    scene.assert_done()


@pytest.mark.parametrize("state", BEFORE)
def test_it_is_rolled_back_from_where_the_sink_is(scene, state):
    rotation = scene.rotate()
    cut(state)
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    scene.assert_as_before()


@pytest.mark.parametrize("state", BEFORE)
def test_the_only_token_that_is_left_is_not_deleted(scene, state):
    rotation = scene.rotate(grace=timedelta())
    cut(state)
    with pytest.raises(Exception, match="so there is nothing to go back to"):
        scene.rollback(rotation.rid)
    assert works(scene.unit, scene.slots()[0])


@pytest.mark.parametrize("state", BEFORE)
def test_what_fails_when_it_is_gone_on_with_does_not_undo_the_only_token_that_is_left(scene, state):
    rotation = scene.rotate(grace=timedelta())
    cut(state)
    scene.unit.faults.add("status", path=f"/api/settings/api-tokens/{rotation.new_internal_id}", status=404)
    with suppress(InstanaError):
        scene.resume(rotation.rid)
    scene.unit.faults.clear()
    assert works(scene.unit, scene.slots()[0])


def test_a_token_under_an_id_of_the_servers_own_is_found_by_its_marker(scene):
    scene.unit.options = type(scene.unit.options)(ids="ignored")
    rotation = scene.rotate()
    cut("CREATING")
    scene.wait(86400)
    scene.resume(rotation.rid)
    assert scene.get(rotation.rid).new_internal_id == rotation.new_internal_id
    scene.wait(86400)
    assert scene.resume(rotation.rid).state is State.DONE
    scene.assert_done()


def test_a_pending_secret_that_was_moved_by_hand_is_taken_for_promoted(scene):
    rid = scene.reach(State.STORED)
    (scene.folder / "token.pending").rename(scene.folder / "token")
    assert scene.resume(rid).state is State.GRACE
    assert works(scene.unit, scene.slots()[0])


def test_what_another_call_has_gone_on_with_is_not_gone_on_with_here(scene):
    rid = scene.reach(State.STORED)
    journal = scene.journal
    known = journal.get(rid)
    journal.record(rid, State.VERIFIED, 1, {}, known.changes)
    with pytest.raises(RotationInProgressError) as caught:
        journal.record(rid, State.VERIFIED, 1, {}, known.changes)
    assert str(caught.value) == (
        f"The rotation {rid} was gone on with by another call meanwhile. Look how far it is, then resume."
    )
    assert caught.value.rid == rid
    assert [row[1] for row in rows()].count("VERIFIED") == 1
    assert OLD in scene.tokens
    assert works(scene.unit, OLD_SECRET)
