"""The token that is rotated is the one that the rotation runs with."""

from datetime import timedelta

import pytest

from helpers.tenant import works
from instanakit import Secret
from instanakit.rotation import State
from instanakit.sinks import parse_sink
from rotation.scene import OLD_SECRET, Killed

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


def test_an_old_secret_that_is_put_back_is_not_gone_on_with(scene):
    client = scene.operator(OLD_SECRET)
    rotation = scene.rotate(client)
    scene.sink.put(Secret("of-nobody"))
    assert scene.resume(rotation.rid, client).state is State.GRACE


@pytest.mark.parametrize("state", [State.PROMOTED, State.GRACE, State.RETIRING])
def test_it_is_resumed_by_whoever_holds_only_the_old_secret_though_that_is_gone(scene, state):
    client = scene.operator(OLD_SECRET)
    rid = scene.reach(state, client=client, grace=timedelta())
    scene.unit.state.delete("old")
    assert scene.resume(rid, client).state is State.DONE
    scene.assert_done()
