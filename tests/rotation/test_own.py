"""The token that is rotated is the one that the rotation runs with."""

from datetime import timedelta

import pytest

from helpers.tenant import works
from instanakit import AuthenticationError, Secret
from instanakit.rotation import RotationError, State
from instanakit.sinks import parse_sink
from rotation.scene import OLD, OLD_SECRET, Killed

READS = {"fixed": lambda scene: OLD_SECRET, "asked": lambda scene: (scene.folder / "token").read_text}


@pytest.mark.parametrize("how", READS)
def test_the_rotation_goes_on_as_the_new_token(scene, how):
    client = scene.operator(READS[how](scene))
    assert scene.rotate(client, grace=timedelta()).state is State.DONE
    scene.assert_done()


@pytest.mark.parametrize("how", READS)
def test_killed_before_any_step_it_is_resumed_with_what_the_sink_holds(scene, how):
    for count in range(list(READS).index(how), 80, 3):
        scene.sink.put(Secret(OLD_SECRET))
        scene.sink.drop_previous()
        for internal_id in list(scene.tokens):
            scene.unit.state.delete(internal_id)
        scene.give()
        client = scene.operator(READS[how](scene))
        try:
            with scene.killed_after(count, client):
                scene.rotate(client, grace=timedelta())
        except Killed:
            if not scene.rids or scene.get(scene.rids[-1]).is_over:
                continue
            again = scene.operator(scene.sink.current().reveal())
            assert scene.resume(scene.rids[-1], again).state is State.DONE, count
            scene.assert_done()
        else:
            return
    pytest.fail("it never ended")


@pytest.mark.parametrize("how", READS)
def test_it_is_rolled_back_by_whoever_holds_either(scene, how):
    client = scene.operator(READS[how](scene))
    rotation = scene.rotate(client)
    holder = scene.operator(scene.sink.current().reveal())  # which deletes itself
    assert scene.rollback(rotation.rid, holder if how == "fixed" else client).state is State.ROLLED_BACK
    scene.assert_as_before()


def test_a_sink_that_does_not_hold_it_yet_has_it_said(scene):
    client = scene.operator(OLD_SECRET)
    sink = parse_sink(f"file:{scene.folder}/fresh")
    rotation = scene.rotate(client, sink=sink, own=True)
    assert scene.recorded(rotation.rid).is_own
    scene.wait(86400)
    assert scene.resume(rotation.rid, client).state is State.DONE
    assert works(scene.unit, sink.current().reveal())
    assert sink.previous() is None


def test_a_secret_that_is_not_the_new_one_is_not_gone_on_with(scene):
    client = scene.operator(OLD_SECRET)
    rotation = scene.rotate(client)
    scene.sink.put(Secret("of-nobody"))
    with pytest.raises(RotationError, match="does not hold the secret of the new token"):
        scene.resume(rotation.rid, client)
    assert scene.get(rotation.rid).state is State.GRACE


def test_a_secret_of_somebody_else_is_not_gone_on_as(scene):
    client = scene.operator(OLD_SECRET)
    rid = scene.reach(State.RETIRING, client=client, grace=timedelta())
    scene.give("third", canConfigureApiTokens=False)
    scene.sink.put(Secret("secret-of-third"))
    with pytest.raises(RotationError, match="does not hold the secret of the new token, so the old one was not"):
        scene.resume(rid, client)


def test_a_token_that_may_not_rotate_itself_is_rotated_by_one_that_may(scene):
    scene.tokens[OLD]["canConfigureApiTokens"] = False
    assert scene.rotate(grace=timedelta()).state is State.DONE
    scene.assert_done()


def test_a_token_that_may_not_rotate_itself_is_gone_back_to_by_one_that_may(scene):
    scene.tokens[OLD]["canConfigureApiTokens"] = False
    assert scene.rollback(scene.rotate().rid).state is State.ROLLED_BACK
    scene.assert_as_before()


def test_the_new_token_is_deleted_as_the_old_one_so_that_a_lost_answer_can_be_asked_for_again(scene):
    rotation = scene.rotate(scene.operator(OLD_SECRET))
    holder = scene.operator(scene.sink.current().reveal())
    scene.unit.faults.add("close_after", method="DELETE")
    assert scene.rollback(rotation.rid, holder).state is State.ROLLED_BACK
    scene.assert_as_before()


def test_a_former_secret_that_is_dead_is_not_gone_on_as(scene):
    client = scene.operator(OLD_SECRET)
    rotation = scene.rotate(client)
    (scene.folder / "token.previous").write_text("of-nobody\n")
    scene.unit.state.delete(rotation.new_internal_id)
    scene.colour.clock.slept.clear()
    assert scene.rollback(rotation.rid, client).state is State.ROLLED_BACK
    assert scene.colour.clock.slept == []
    assert scene.slots() == ("of-nobody", None, None)


def test_where_the_new_token_is_dead_and_the_sink_held_nothing_before_the_client_finds_out_why_with_its_own(scene):
    client = scene.operator(OLD_SECRET)
    sink = parse_sink(f"file:{scene.folder}/fresh")
    rid = scene.reach(State.RETIRING, client=client, sink=sink, own=True, grace=timedelta())
    replace = scene.unit.state.replace
    scene.unit.state.replace = lambda one, body, by: replace(one, body | {"accessGrantingToken": "of-its-own"}, by)
    with pytest.raises(RotationError, match="does not authenticate, so the old one was not deleted"):
        scene.resume(rid, client)
    assert OLD in scene.tokens


@pytest.mark.parametrize("state", [State.PROMOTED, State.GRACE, State.RETIRING])
@pytest.mark.parametrize("how", READS)
def test_a_new_token_that_was_deleted_by_hand_is_rolled_back_as_the_old_one(scene, state, how):
    client = scene.operator(READS[how](scene))
    rid = scene.reach(state, client=client, grace=timedelta())
    scene.unit.state.delete(scene.new["internalId"])
    again = scene.operator(READS[how](scene))  # another process
    with pytest.raises(RotationError):
        scene.resume(rid, again)
    scene.colour.clock.slept.clear()
    assert scene.rollback(rid, again).state is State.ROLLED_BACK
    assert scene.colour.clock.slept == []
    scene.assert_as_before()


def test_a_new_token_that_is_gone_and_a_sink_that_never_held_the_old_one_leave_the_client_as_it_is(scene):
    client = scene.operator("of-nobody")
    sink = parse_sink(f"file:{scene.folder}/fresh")
    rotation = scene.rotate(sink=sink, own=True)
    scene.unit.state.delete(rotation.new_internal_id)
    with pytest.raises(AuthenticationError):
        scene.rollback(rotation.rid, client)


@pytest.mark.parametrize("state", [State.PROMOTED, State.GRACE, State.RETIRING])
def test_it_is_resumed_by_whoever_holds_only_the_old_secret_though_that_is_gone(scene, state):
    client = scene.operator(OLD_SECRET)
    rid = scene.reach(state, client=client, grace=timedelta())
    scene.unit.state.delete("old")
    assert scene.resume(rid, client).state is State.DONE
    scene.assert_done()
