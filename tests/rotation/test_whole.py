"""A rotation from its beginning to its end, and killed at each step on the way."""

from datetime import timedelta

import attrs
import pytest

from helpers.tenant import works
from instanakit.rotation import State
from rotation.scene import OLD, OLD_SECRET, Killed, at

FORWARD = ["PLANNED", "STAGED", "CREATING", "CREATED", "STORED", "VERIFIED", "PROMOTED", "GRACE", "RETIRING", "DONE"]
SERVERS = [{}, {"secrets": "own"}, {"ids": "ignored"}, {"ids": "ignored", "secrets": "own"}]
MOST_STEPS = 80


@pytest.mark.parametrize("server", SERVERS)
def test_a_rotation_without_grace_is_done_at_once(scene, server):
    scene.unit.options = attrs.evolve(scene.unit.options, **server)
    rotation = scene.rotate(grace=timedelta())
    assert rotation.state is State.DONE
    assert rotation.is_over
    assert list(dict.fromkeys(scene.states)) == FORWARD
    assert rotation.new_internal_id == scene.new["internalId"]
    scene.assert_done()
    assert sorted(path.name for path in scene.folder.iterdir()) == ["state", "token"]
    assert [path.name for path in (scene.folder / "state").iterdir()] == ["rotations.sqlite"]


def test_a_rotation_ends_in_grace_and_is_resumed_when_it_is_over(scene):
    rotation = scene.rotate()
    assert rotation.state is State.GRACE
    assert rotation.grace_ends_at == at(86400)
    assert works(scene.unit, OLD_SECRET)
    assert works(scene.unit, scene.slots()[0])
    assert scene.slots() == (scene.new["accessGrantingToken"], None, OLD_SECRET)
    assert scene.new["name"] == f"checkout [rotation {rotation.rid} of {OLD}]"
    assert scene.resume(rotation.rid) == rotation
    scene.wait(86400)
    assert scene.resume(rotation.rid).state is State.DONE
    scene.assert_done()


def test_resuming_what_is_over_changes_nothing(scene):
    rotation = scene.rotate(grace=timedelta())
    rows = scene.states
    assert scene.resume(rotation.rid) == rotation
    assert scene.states == rows
    assert [path.suffix for path in (scene.folder / "state").iterdir() if path.suffix == ".lock"] == []


@pytest.mark.parametrize("number", range(len(SERVERS)))
def test_killed_before_any_step_it_is_resumed_to_its_end(scene, number):
    scene.unit.options = attrs.evolve(scene.unit.options, **SERVERS[number])
    for count in range(number, MOST_STEPS, len(SERVERS)):
        restore(scene)
        try:
            with scene.killed_after(count):
                scene.rotate(grace=timedelta())
        except Killed:
            if not scene.rids or scene.get(scene.rids[-1]).is_over:
                scene.assert_as_before() if OLD in scene.tokens else scene.assert_done()
                continue
            assert works(scene.unit, scene.slots()[0])
            assert scene.resume(scene.rids[-1]).state is State.DONE, count
            scene.assert_done()
        else:
            break
    else:
        pytest.fail("it never ended")


@pytest.mark.parametrize("number", range(len(SERVERS)))
def test_killed_before_any_step_it_is_rolled_back_unless_it_is_about_to_delete(scene, number):
    scene.unit.options = attrs.evolve(scene.unit.options, **SERVERS[number])
    for count in range(number, MOST_STEPS, len(SERVERS)):
        restore(scene)
        try:
            with scene.killed_after(count):
                scene.rotate()
        except Killed:
            if scene.rids and not scene.get(scene.rids[-1]).is_over:
                assert scene.rollback(scene.rids[-1]).state is State.ROLLED_BACK, count
            assert list(scene.tokens) == [OLD]
            assert scene.slots() == (OLD_SECRET, None, None)
        else:
            break
    else:
        pytest.fail("it never ended")


def restore(scene):
    """Begin anew with the old token alone."""
    for internal_id in list(scene.tokens):
        scene.unit.state.delete(internal_id)
    scene.give()
    scene.sink.drop_previous()
    scene.sink.put(type(scene.sink.current())(OLD_SECRET))


@pytest.mark.parametrize("state", FORWARD[:-1])
def test_resuming_twice_is_resuming_once(scene, state):
    rid = scene.reach(State(state), grace=timedelta())
    done = scene.resume(rid)
    assert scene.resume(rid) == done
    assert scene.states.count("DONE") == 1
    scene.assert_done()


def test_a_rotation_of_another_tenant_unit_is_none_of_this_one(scene, colour):
    rotation = scene.rotate()
    other = colour.client(base_url="https://other.instana.io")
    assert colour.run(scene.client.rotations.list()) == [rotation]
    assert colour.run(other.rotations.list()) == []
    for method in (other.rotations.get, other.rotations.resume, other.rotations.rollback):
        with pytest.raises(Exception, match="There is no rotation") as caught:
            colour.run(method(rotation.rid))
        assert str(caught.value) == (
            f"There is no rotation {rotation.rid} of this tenant unit; it is of {scene.unit.base_url}. "
            "rotations.list() shows those that there are."
        )


def test_a_rotation_that_nobody_knows_is_refused_without_making_a_journal(scene):
    with pytest.raises(Exception, match="There is no rotation") as caught:
        scene.resume("0123")
    assert str(caught.value) == "There is no rotation 0123. rotations.list() shows those that there are."
    assert not (scene.folder / "state").exists()


def test_a_rotation_shows_no_secret(scene):
    rotation = scene.rotate()
    assert scene.slots()[0] not in str(attrs.asdict(rotation))
    assert scene.slots()[0] not in str(attrs.asdict(scene.recorded(rotation.rid)))
    assert "fingerprint" not in attrs.asdict(rotation)
