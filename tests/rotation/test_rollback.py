"""Back to how it was."""

from datetime import timedelta

import attrs
import pytest

from helpers.tenant import body, works
from instanakit import APIError, Secret
from instanakit.rotation import RotationError, State
from instanakit.sinks import parse_sink
from rotation.scene import OLD, OLD_SECRET, Killed, full_disk, killed_at

BEFORE_RETIRING = [
    State.PLANNED,
    State.STAGED,
    State.CREATING,
    State.CREATED,
    State.STORED,
    State.VERIFIED,
    State.PROMOTED,
    State.GRACE,
]


@pytest.mark.parametrize("state", BEFORE_RETIRING)
def test_a_rotation_is_rolled_back_from_every_state_before_retiring(scene, state):
    rid = scene.reach(state)
    rotation = scene.rollback(rid)
    assert rotation.state is State.ROLLED_BACK
    assert rotation.problem == "it was asked for"
    scene.assert_as_before()
    assert scene.rollback(rid) == rotation == scene.resume(rid)
    assert scene.rotate(grace=timedelta()).state is State.DONE


@pytest.mark.parametrize(("state", "hint"), [(State.RETIRING, "Resume it."), (State.DONE, "Rotate its successor.")])
def test_from_retiring_on_there_is_no_way_back(scene, state, hint):
    rid = scene.reach(state, grace=timedelta())
    with pytest.raises(RotationError) as caught:
        scene.rollback(rid)
    assert str(caught.value) == f"The rotation {rid} is {state}: its old token cannot be kept. {hint}"
    assert scene.get(rid).state is state
    assert scene.resume(rid).state is State.DONE


def test_a_promotion_that_was_interrupted_at_its_first_step_is_taken_back(scene):
    rid = scene.reach(State.VERIFIED)
    # It keeps the former value first.
    (scene.folder / "token.previous").touch(mode=0o600)
    (scene.folder / "token.previous").write_text(f"{OLD_SECRET}\n")
    scene.rollback(rid)
    scene.assert_as_before()


def test_a_promotion_and_its_rollback_that_were_both_interrupted_leave_no_pending_secret(scene):
    rid = scene.reach(State.VERIFIED)
    current, pending, previous = (scene.folder / name for name in ("token", "token.pending", "token.previous"))
    current.rename(previous)
    current.touch(mode=0o600)
    current.write_text(pending.read_text())  # all of the promotion but for its last step
    with killed_at(State.ROLLING_BACK), pytest.raises(Killed):
        scene.rollback(rid)
    previous.rename(current)  # all of the restoration but for its last step
    scene.rollback(rid)
    scene.assert_as_before()


@pytest.mark.parametrize("state", BEFORE_RETIRING)
def test_a_rollback_that_was_interrupted_is_resumed(scene, state):
    rid = scene.reach(state)
    with killed_at(State.ROLLING_BACK), pytest.raises(Killed):
        scene.rollback(rid)
    assert scene.resume(rid).state is State.ROLLED_BACK
    scene.assert_as_before()


@pytest.mark.parametrize("state", BEFORE_RETIRING)
def test_a_rollback_that_was_killed_before_any_step_is_called_again(scene, state):
    for count in range(2, 30, 2):
        rid = scene.reach(state)
        try:
            with scene.killed_after(count):
                scene.rollback(rid)
        except Killed:
            assert scene.rollback(rid).state is State.ROLLED_BACK
            scene.assert_as_before()
        else:
            return
    pytest.fail("it never ended")


def test_what_a_process_left_that_was_killed_while_it_staged_a_secret_is_removed(scene):
    rid = scene.reach(State.PLANNED)
    (scene.folder / "token.temporary").touch(mode=0o600)
    scene.rollback(rid)
    scene.assert_as_before()


def test_what_was_promoted_and_not_recorded_is_taken_back(scene):
    rid = scene.reach(State.VERIFIED)
    scene.sink.promote()
    assert scene.slots()[2] == OLD_SECRET
    scene.rollback(rid)
    scene.assert_as_before()


@pytest.mark.parametrize("state", [State.PLANNED, State.STAGED, State.CREATED, State.STORED, State.VERIFIED])
def test_what_was_promoted_before_the_rotation_is_not_taken_back(scene, state):
    scene.sink.stage(Secret("an-older-secret"))
    scene.sink.promote()
    scene.sink.stage(Secret(OLD_SECRET))
    scene.sink.promote()
    rid = scene.reach(state)
    scene.sink.discard()
    scene.rollback(rid)
    assert scene.slots() == (OLD_SECRET, None, "an-older-secret")


def resume_or(rotation):
    return (
        "The new secret is in the sink: resume the rotation; or, to go back all the same, delete the token "
        f"{rotation.new_internal_id} before."
    )


def test_there_is_no_way_back_to_a_token_that_is_gone(scene):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    with pytest.raises(RotationError) as caught:
        scene.rollback(rotation.rid)
    assert str(caught.value) == f"The token old is gone, so there is nothing to go back to. {resume_or(rotation)}"
    assert scene.get(rotation.rid).state is State.GRACE
    assert scene.get(rotation.rid).problem is None
    assert works(scene.unit, scene.slots()[0])
    scene.wait(86400)
    assert scene.resume(rotation.rid).state is State.DONE
    scene.assert_done()


def test_a_token_that_goes_while_it_is_rolled_back_to_is_found_when_that_is_resumed(scene):
    rotation = scene.rotate()
    with killed_at(State.ROLLING_BACK), pytest.raises(Killed):
        scene.rollback(rotation.rid)
    scene.unit.state.delete(OLD)
    with pytest.raises(RotationError, match="nothing to go back to"):
        scene.resume(rotation.rid)
    scene.wait(86400)
    assert scene.resume(rotation.rid).state is State.DONE


def test_there_is_no_way_back_to_a_token_that_has_expired(scene):
    rotation = scene.rotate()
    scene.tokens[OLD]["expiresOn"] = 1
    with pytest.raises(RotationError) as caught:
        scene.rollback(rotation.rid)
    assert str(caught.value) == f"The token old has expired, so there is nothing to go back to. {resume_or(rotation)}"
    assert scene.get(rotation.rid) == rotation
    assert works(scene.unit, scene.slots()[0])


def test_there_is_no_way_back_to_a_secret_that_is_dead_unless_the_new_one_is_too(scene):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    scene.give(accessGrantingToken="another-one")
    with pytest.raises(RotationError) as caught:
        scene.rollback(rotation.rid)
    assert str(caught.value) == (
        f"The former secret in {scene.sink.spec} does not authenticate, so there is nothing to go back to. "
        f"{resume_or(rotation)}"
    )
    assert scene.get(rotation.rid).state is State.GRACE
    scene.unit.state.delete(rotation.new_internal_id)
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert scene.slots() == (OLD_SECRET, None, None)


def test_a_sink_that_has_lost_its_former_secret_keeps_the_new_one_and_its_token(scene):
    rotation = scene.rotate()
    scene.sink.drop_previous()
    with pytest.raises(RotationError) as caught:
        scene.rollback(rotation.rid)
    assert str(caught.value) == (
        f"The sink {scene.sink.spec} has lost its former secret, so it cannot be restored. "
        "The new one was left there. Resume the rotation; or put the former one there before."
    )
    assert scene.get(rotation.rid) == attrs.evolve(rotation, changed_at=scene.get(rotation.rid).changed_at)
    assert scene.recorded(rotation.rid).left is None
    assert works(scene.unit, scene.slots()[0])
    scene.sink.put(Secret(OLD_SECRET))
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    scene.assert_as_before()


def test_a_sink_that_has_lost_its_former_secret_is_rolled_back_if_the_new_token_is_gone_too(scene):
    rotation = scene.rotate()
    scene.sink.drop_previous()
    scene.unit.state.delete(rotation.new_internal_id)
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert list(scene.tokens) == [OLD]


def test_a_sink_that_has_lost_its_former_secret_keeps_a_new_token_that_has_expired_since_it_may_be_prolonged(scene):
    rotation = scene.rotate()
    scene.sink.drop_previous()
    scene.new["expiresOn"] = 1
    with pytest.raises(RotationError, match="has lost its former secret, so it cannot be restored"):
        scene.rollback(rotation.rid)
    assert set(scene.tokens) == {OLD, rotation.new_internal_id}


def test_there_is_no_way_back_to_a_former_secret_in_the_sink_that_still_works_though_its_token_is_gone(scene):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    scene.give("late", accessGrantingToken=OLD_SECRET)  # as on a server that is late to know of it
    current = scene.folder / "token"
    current.write_text(f"{OLD_SECRET}\n")
    with pytest.raises(RotationError, match="The token old is gone, so there is nothing to go back to"):
        scene.rollback(rotation.rid)
    assert rotation.new_internal_id in scene.tokens


def test_a_sink_that_held_nothing_before_holds_nothing_again(scene):
    sink = parse_sink(f"file:{scene.folder}/fresh")
    rotation = scene.rotate(sink=sink)
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert (sink.current(), sink.pending(), sink.previous()) == (None, None, None)


def test_a_secret_that_somebody_put_into_the_sink_meanwhile_and_that_works_stays_there(scene):
    rotation = scene.rotate()
    scene.give("third")
    scene.sink.put(Secret("secret-of-third"))
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert scene.slots() == ("secret-of-third", None, None)
    assert set(scene.tokens) == {OLD, "third"}


def test_a_secret_that_somebody_has_staged_meanwhile_too_stays_there(scene):
    rotation = scene.rotate()
    scene.give("third")
    scene.sink.put(Secret("secret-of-third"))
    scene.sink.stage(Secret("staged-by-somebody"))
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert scene.slots() == ("secret-of-third", "staged-by-somebody", None)


def test_if_both_are_gone_the_rotation_is_over(scene):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    scene.unit.state.delete(rotation.new_internal_id)
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert list(scene.tokens) == []


def test_if_one_is_gone_and_the_other_expired_the_rotation_is_over(scene):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    scene.new["expiresOn"] = 1
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert list(scene.tokens) == []


def test_a_rotation_is_listed_on_its_own_unit_alone_and_the_oldest_first(scene, colour):
    first = scene.rotate(grace=timedelta())
    scene.give("second")
    scene.wait(1)
    second = colour.run(scene.client.tokens.rotate("second", sink=parse_sink(f"file:{scene.folder}/second")))
    assert colour.run(scene.client.rotations.list()) == [scene.get(first.rid), scene.get(second.rid)]
    elsewhere = colour.client(base_url=scene.unit.base_url.replace("127.0.0.1", "localhost"), api_token="any-token")
    assert colour.run(elsewhere.rotations.list()) == []


@pytest.mark.parametrize("held", ["of-another-origin", None])
def test_the_last_token_is_not_deleted_though_the_sink_does_not_hold_its_secret(scene, held):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    scene.sink.put(Secret(held)) if held else (scene.folder / "token").unlink()
    scene.colour.clock.slept.clear()
    with pytest.raises(RotationError) as caught:
        scene.rollback(rotation.rid)
    assert str(caught.value) == (
        "The token old is gone, so there is nothing to go back to. "
        f"Put the new secret into {scene.sink.spec} and resume; or, to go back all the same, delete the token "
        f"{rotation.new_internal_id} before."
    )
    assert scene.colour.clock.slept == []
    assert scene.recorded(rotation.rid).left is None
    assert list(scene.tokens) == [rotation.new_internal_id]
    scene.unit.state.delete(rotation.new_internal_id)
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK


def test_a_server_that_refuses_the_new_secret_once_does_not_make_it_dead(scene):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    scene.unit.faults.add("status", path="/api/instana/version", status=401)
    with pytest.raises(RotationError, match="nothing to go back to"):
        scene.rollback(rotation.rid)
    scene.unit.faults.clear()
    assert works(scene.unit, scene.slots()[0])


def test_a_sink_that_cannot_be_restored_is_restored_later(scene):
    rotation = scene.rotate()
    with full_disk(), pytest.raises(Exception, match="could not be restored"):
        scene.rollback(rotation.rid)
    assert scene.get(rotation.rid).state is State.ROLLING_BACK
    assert works(scene.unit, scene.slots()[0])
    assert scene.resume(rotation.rid).state is State.ROLLED_BACK
    scene.assert_as_before()


def test_what_a_server_made_under_ids_of_its_own_is_deleted(scene):
    scene.unit.options = attrs.evolve(scene.unit.options, ids="ignored")
    rid = scene.reach(State.CREATED)
    rotation = scene.get(rid)
    for name in (rotation.name + rotation.marker, rotation.name):
        scene.unit.state.create(body(name=name, accessGrantingToken=f"of {name}"), "a second attempt")
    scene.rollback(rid)
    assert [token["name"] for token in scene.tokens.values()] == ["checkout", "checkout"]


def test_a_second_one_that_was_made_may_be_gone_when_it_is_to_be_deleted(scene):
    rotation = scene.get(scene.reach(State.CREATED))
    scene.give("second", name=rotation.name + rotation.marker)
    answer = {"message": "No ApiToken found with internalId second"}
    scene.unit.faults.add("status", method="DELETE", status=404, body=answer)
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK


def test_a_rotation_that_fails_while_the_api_does_is_rolled_back_later(scene):
    scene.unit.faults.add("status", method="POST", status=403)
    scene.unit.faults.add("status", method="DELETE", status=403)
    with pytest.raises(APIError):
        scene.rotate()
    (rid,) = scene.rids
    assert scene.get(rid).state is State.ROLLING_BACK
    assert scene.resume(rid).state is State.ROLLED_BACK
    scene.assert_as_before()
