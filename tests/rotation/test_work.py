"""What each step of a rotation goes on from."""

import pytest

from instanakit._wire import Options
from instanakit.rotation import RotationInProgressError, State
from instanakit.rotation.work import Work


def record(scene, rid, times):
    """Record a state from what was known in the beginning; so many times."""
    known = scene.recorded(rid)

    def flow(terms):
        work = Work(terms, scene.journal, scene.sink, known)
        for _ in range(times):
            after = yield from work.record(State.VERIFIED)
        return after

    return scene.colour.run(scene.client._wire.run(flow, Options()))


def test_what_this_call_has_recorded_itself_was_not_recorded_by_an_earlier_one(scene):
    rid = scene.reach(State.STORED)
    after = record(scene, rid, 1)
    assert after.is_resumed is False
    assert after.rotation == scene.recorded(rid)


def test_nothing_is_recorded_from_what_another_call_has_gone_on_with(scene):
    rid = scene.reach(State.STORED)
    with pytest.raises(RotationInProgressError, match="was gone on with by another call meanwhile"):
        record(scene, rid, 2)
    assert scene.states.count(State.VERIFIED) == 1
