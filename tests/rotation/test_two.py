"""Two operators, with a journal each, or one journal and two processes."""

from datetime import timedelta

import pytest

from helpers.tenant import works
from instanakit.rotation import RotationInProgressError, State
from instanakit.sinks import parse_sink
from rotation.scene import OLD, OLD_SECRET, Killed, killed_at


@pytest.fixture
def theirs(scene):
    """The second operator's sink."""
    return parse_sink(f"file:{scene.folder}/theirs")


def test_a_second_rotation_of_a_token_is_refused_by_the_marker(scene, theirs):
    rotation = scene.rotate()
    with scene.elsewhere():
        with pytest.raises(RotationInProgressError) as caught:
            scene.rotate(sink=theirs)
        assert scene.rids == []
    assert str(caught.value) == (
        f"The token old is being rotated already: its new token is {rotation.new_internal_id}. "
        "Resume it where it was begun. If nobody can: find out which of the two is in use, delete the other, and take "
        "the marker out of the name."
    )


@pytest.mark.parametrize("state", [State.PLANNED, State.STAGED, State.CREATING])
def test_a_second_rotation_of_a_token_is_refused_by_the_journal(scene, theirs, state):
    rid = scene.reach(state)
    with pytest.raises(RotationInProgressError) as caught:
        scene.rotate(sink=theirs)
    assert str(caught.value) == (
        f"The token old is being rotated already (rotation {rid}, {state}). Resume that one, or roll it back."
    )
    assert caught.value.rid == rid
    assert scene.rids == [rid]
    assert sorted(path.name for path in (scene.folder / "state").glob("*.lock")) == [f"{rid}.lock"]


def test_a_sink_takes_one_rotation_at_a_time(scene):
    rotation = scene.rotate()
    scene.give("another")
    with pytest.raises(RotationInProgressError) as caught:
        scene.colour.run(scene.client.tokens.rotate("another", sink=scene.sink))
    assert str(caught.value) == (
        f"The sink {scene.sink.spec} is used by a rotation of the token old (rotation {rotation.rid}, GRACE). "
        "Resume that one, or roll it back."
    )


def reach_elsewhere(scene, sink, state):
    with scene.elsewhere():
        return scene.reach(state, sink=sink)


def test_if_both_posted_the_first_created_wins_and_the_loser_deletes_its_own(scene, theirs):
    their_rid = reach_elsewhere(scene, theirs, State.STAGED)
    our_rid = scene.reach(State.CREATED)
    scene.wait(1)
    ours = scene.new["internalId"]
    with scene.elsewhere():
        with pytest.raises(RotationInProgressError) as caught:
            scene.resume(their_rid)
        assert scene.get(their_rid).state is State.ROLLED_BACK
    assert str(caught.value) == (
        f"Another operator rotates the token old: its new token {ours} was first. "
        f"Ask who it is; the new token of this rotation is deleted. The rotation {their_rid} was rolled back."
    )
    assert caught.value.rid == their_rid
    assert theirs.current() is None
    assert scene.resume(our_rid).state is State.GRACE
    assert set(scene.tokens) == {OLD, ours}


@pytest.mark.parametrize("state", [State.CREATED, State.STORED, State.VERIFIED])
def test_the_winner_goes_on_though_the_loser_is_still_there(scene, theirs, state):
    their_rid = reach_elsewhere(scene, theirs, State.STAGED)
    our_rid = scene.reach(state)
    scene.wait(1)
    with scene.elsewhere(), killed_at(State.CREATED), pytest.raises(Killed):
        scene.resume(their_rid)
    assert len(scene.tokens) == 3
    assert scene.resume(our_rid).state is State.GRACE
    with scene.elsewhere(), pytest.raises(RotationInProgressError):
        scene.resume(their_rid)
    assert len(scene.tokens) == 2
    assert works(scene.unit, scene.slots()[0])


def rival(scene, seconds):
    """What another operator posted, so many seconds after ours."""
    ours = scene.new
    made = scene.give("rival", name=f"checkout [rotation 00ff of {OLD}]")
    made["createdOn"] = ours["createdOn"] + seconds * 1000
    return made


def test_one_that_was_first_and_came_to_be_seen_late_wins_until_the_secret_is_promoted(scene):
    rid = scene.reach(State.VERIFIED)
    rival(scene, -1)
    with pytest.raises(RotationInProgressError):
        scene.resume(rid)
    assert set(scene.tokens) == {OLD, "rival"}
    assert scene.slots() == (OLD_SECRET, None, None)


def test_each_new_token_that_others_have_made_is_named(scene):
    rid = scene.reach(State.CREATED)
    made = rival(scene, -1)
    scene.give("second", name=made["name"])["createdOn"] = made["createdOn"]
    with pytest.raises(RotationInProgressError, match="rotates the token old: its new token rival, second was first"):
        scene.resume(rid)


def test_what_is_promoted_stays_promoted_though_it_was_not_recorded(scene):
    rid = scene.reach(State.VERIFIED)
    scene.sink.promote()
    rival(scene, -1)
    assert scene.resume(rid).state is State.GRACE
    assert works(scene.unit, scene.slots()[0])


def test_our_token_that_is_gone_wins_nothing(scene):
    rid = scene.reach(State.CREATED)
    rival(scene, 5)
    scene.unit.state.delete(next(one for one in scene.tokens if one not in {OLD, "rival"}))
    with pytest.raises(RotationInProgressError):
        scene.resume(rid)
    assert set(scene.tokens) == {OLD, "rival"}


def test_a_marker_of_another_tokens_rotation_is_no_rival(scene):
    scene.give("other", name="other [rotation 00ff of x]")
    assert scene.rotate(grace=timedelta()).state is State.DONE
