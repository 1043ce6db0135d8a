"""How often a new token is posted, and what becomes of one whose secret was lost."""

import attrs
import pytest

from instanakit import APIError, OutcomeUnknownError
from instanakit.rotation import State
from rotation.scene import OLD_SECRET, rows


def announced(internal_id):
    """The numbers under which POSTs of this internal id were announced."""
    found, current = [], None
    for _, state, _, facts in rows():
        current = facts.get("new_internal_id", current)
        if state == "CREATING" and "posts" in facts and current == internal_id:
            found.append(facts["posts"])
    return found


def test_a_token_whose_secret_was_lost_is_deleted_and_made_anew_under_another_id(scene):
    scene.unit.options = attrs.evolve(scene.unit.options, secrets="own")
    scene.unit.faults.add("close_after", method="POST")
    assert scene.rotate().state is State.GRACE
    ids = [facts["new_internal_id"] for *_, facts in rows() if "new_internal_id" in facts]
    first, second = dict.fromkeys(ids)
    assert len(first) == len(second) == 32  # hexadecimal digits: 128 random bits
    assert announced(second) == [1]
    made = ["PLANNED", "STAGED", "CREATING"]
    assert [state for _, state, *_ in rows()][:6] == made * 2
    assert len(scene.tokens) == 2
    assert scene.slots() == (scene.new["accessGrantingToken"], None, OLD_SECRET)


def test_a_secret_that_is_lost_each_time_is_made_four_times(scene):
    scene.unit.options = attrs.evolve(scene.unit.options, secrets="own")
    scene.unit.faults.add("close_after", method="POST", times=None)
    with pytest.raises(APIError) as caught:
        scene.rotate(deadline=600)
    assert str(caught.value) == (
        "The secret of the new token was lost 4 times. Find out what interrupts the connection, then try again. "
        f"The rotation {scene.rids[0]} was rolled back."
    )
    scene.assert_as_before()


def test_one_token_is_posted_four_times_at_most_however_often_the_rotation_is_resumed(scene):
    scene.unit.faults.add("close_before", method="POST", times=None)
    with pytest.raises(OutcomeUnknownError):
        scene.rotate(deadline=600)
    (rid,) = scene.rids
    internal_id = scene.get(rid).new_internal_id
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError) as unknown:
            scene.resume(rid)
        assert unknown.value.message.startswith(
            "POST /api/settings/api-tokens was interrupted; whether it was done is unknown: it is not there"
        )
        assert (unknown.value.request, unknown.value.attempts) == (("POST", "/api/settings/api-tokens"), 1)
        assert unknown.value.internal_id == internal_id
    with pytest.raises(APIError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        "The new token was posted 4 times, and nothing is there. Find out what interrupts the connection. "
        f"The rotation {rid} was rolled back."
    )
    assert announced(internal_id) == [1, 2, 3, 4]
    scene.assert_as_before()


def test_a_server_that_is_known_to_take_ids_is_sent_it_again_at_once_and_each_is_announced(scene):
    scene.colour.run(scene.client.tokens.delete(scene.colour.run(scene.client.tokens.create("p")).internal_id))
    scene.unit.faults.add("close_before", method="POST", times=2)
    rotation = scene.rotate()
    assert rotation.state is State.GRACE
    assert announced(rotation.new_internal_id) == [1, 2, 3]


@pytest.mark.parametrize("times", [2, None])
def test_what_was_announced_before_a_rotation_is_resumed_counts(scene, times):
    scene.colour.run(scene.client.tokens.delete(scene.colour.run(scene.client.tokens.create("p")).internal_id))
    rid = scene.reach(State.CREATING)
    internal_id = scene.get(rid).new_internal_id
    scene.unit.faults.add("close_before", method="POST", times=times)
    if times is None:
        with pytest.raises(APIError):
            scene.resume(rid)
    else:
        assert scene.resume(rid).state is State.GRACE
    assert announced(internal_id) == [1, 2, 3, 4]
