"""From PLANNED to PROMOTED, and what can come between."""

import attrs
import pytest

from helpers.tenant import body
from instanakit import APIError, OutcomeUnknownError, PermissionDeniedError, Secret
from instanakit.rotation import RotationError, RotationInProgressError, State, making, sending
from instanakit.sinks import SinkError
from rotation.scene import OLD, OLD_SECRET, Killed, full_disk, killed_at, rows

NEW = "*/api-tokens/[0-9a-f][0-9a-f][0-9a-f]*"  # the path of a new token


def rolled_back(scene, rid=None):
    return f"The rotation {rid or scene.rids[-1]} was rolled back."


def test_a_sink_that_is_full_is_found_before_anything_is_created(scene):
    with full_disk(), pytest.raises(SinkError) as caught:
        scene.rotate()
    assert str(caught.value) == (
        f"The sink file:{scene.folder}/token could not be written: No space left on device. "
        f"Make room there, or name another sink. {rolled_back(scene)}"
    )
    assert scene.states == ["PLANNED", "ROLLING_BACK", "ROLLED_BACK"]
    assert "POST" not in str(scene.unit.state.audit_log)
    scene.assert_as_before()
    assert scene.get(scene.rids[-1]).problem == caught.value.message


def test_a_post_that_is_refused_is_rolled_back(scene):
    scene.unit.faults.add("status", method="POST", status=403)
    with pytest.raises(PermissionDeniedError) as caught:
        scene.rotate()
    assert caught.value.hint.endswith(rolled_back(scene))
    assert scene.states[-2:] == ["ROLLING_BACK", "ROLLED_BACK"]
    scene.assert_as_before()


@pytest.mark.parametrize("fault", [("close_after", {}), ("status_after", {"status": 500}), ("close_before", {})])
@pytest.mark.parametrize("server", [{}, {"secrets": "own"}, {"ids": "ignored"}, {"same_id": "overwrite"}])
def test_a_lost_answer_is_settled_and_one_token_made(scene, fault, server):
    scene.unit.options = attrs.evolve(scene.unit.options, **server)
    scene.unit.faults.add(fault[0], method="POST", **fault[1])
    try:
        scene.rotate()
    except APIError:  # what was made was of no use, and is deleted
        scene.assert_as_before()
    else:
        assert len(scene.tokens) == 2
        assert scene.slots() == (scene.new["accessGrantingToken"], None, OLD_SECRET)


def test_an_outcome_that_is_unknown_is_kept_and_resumed(scene):
    scene.unit.faults.add("close_after", method="POST")
    scene.unit.faults.add("status", path=NEW, status=500, times=None)
    with pytest.raises(OutcomeUnknownError) as caught:
        scene.rotate()
    (rid,) = scene.rids
    assert caught.value.hint.endswith(f" Resume the rotation {rid}, which asks again.")
    assert scene.get(rid).state is State.CREATING
    with pytest.raises(RotationInProgressError):
        scene.rotate()
    with pytest.raises(APIError):
        scene.resume(rid)
    assert scene.get(rid).state is State.CREATING
    scene.unit.faults.clear()
    assert scene.resume(rid).state is State.GRACE
    assert len(scene.tokens) == 2


def test_an_outcome_that_the_deadline_leaves_no_time_to_find_out_is_kept_and_resumed(scene):
    scene.unit.faults.add("close_after", method="POST")
    scene.unit.faults.add("status", path=NEW, status=500, times=None)
    with pytest.raises(OutcomeUnknownError) as caught:
        scene.rotate(deadline=20)  # less than the request that is in doubt may take
    (rid,) = scene.rids
    assert caught.value.hint.endswith(f" Resume the rotation {rid}, which asks again.")
    assert scene.get(rid).state is State.CREATING
    scene.unit.faults.clear()
    assert scene.resume(rid).state is State.GRACE


def test_a_secret_of_the_servers_own_that_no_sink_takes_is_rolled_back(scene):
    scene.correct(accessGrantingToken="with-a-\x07-in-it")
    with pytest.raises(SinkError) as caught:
        scene.rotate()
    assert str(caught.value) == (
        f"The sink file:{scene.folder}/token could not be written: the secret has a control character in it. "
        f"A secret is one line of text; use a token whose secret is. {rolled_back(scene)}"
    )
    scene.assert_as_before()


def test_a_server_that_grants_something_else_is_rolled_back(scene):
    scene.correct(canViewLogs=False, canViewAuditLog=True)
    with pytest.raises(APIError) as caught:
        scene.rotate()
    assert str(caught.value) == (
        "The server made the new token other than the old one: canViewAuditLog, canViewLogs. "
        f"Compare the two tokens' permissions with what you may grant. {rolled_back(scene)}"
    )
    scene.assert_as_before()


@pytest.mark.parametrize("state", [State.CREATED, State.STORED, State.VERIFIED])
@pytest.mark.parametrize("staged", [None, "of-another-rotation"])
def test_a_pending_secret_that_somebody_took_away_or_replaced_is_rolled_back_and_theirs_is_kept(scene, state, staged):
    rid = scene.reach(state)
    scene.sink.discard() if staged is None else scene.sink.stage(Secret(staged))
    with pytest.raises(RotationError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The sink file:{scene.folder}/token has lost the new secret. Find out who else writes there. "
        f"{rolled_back(scene, rid)}"
    )
    assert scene.slots() == (OLD_SECRET, staged, None)
    scene.sink.discard()
    scene.assert_as_before()


def test_a_new_secret_that_does_not_authenticate_is_rolled_back(scene):
    rid = scene.reach(State.STORED)
    scene.unit.state.delete(scene.new["internalId"])
    with pytest.raises(APIError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The new secret in file:{scene.folder}/token does not authenticate. Find out who deletes tokens, "
        "or why the server takes so long to know a new one. "
        f"{rolled_back(scene, rid)}"
    )
    scene.assert_as_before()


def test_a_secret_that_was_verified_long_ago_is_verified_again_before_it_is_promoted(scene):
    rid = scene.reach(State.VERIFIED)
    scene.unit.state.delete(scene.new["internalId"])
    with pytest.raises(APIError, match="The new secret in .* does not authenticate"):
        scene.resume(rid)
    scene.assert_as_before()


@pytest.mark.parametrize("state", [State.STAGED, State.CREATING])
def test_a_token_that_was_deleted_meanwhile_cannot_be_rotated(scene, state):
    rid = scene.reach(state)
    scene.unit.state.delete(OLD)
    with pytest.raises(APIError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The token old was deleted meanwhile, so it cannot be rotated. Create a new one. {rolled_back(scene, rid)}"
    )
    assert scene.slots() == (OLD_SECRET, None, None)
    assert list(scene.tokens) == []


def test_one_that_was_created_anew_under_the_same_id_is_another_token(scene):
    rid = scene.reach(State.STAGED)
    scene.unit.state.delete(OLD)
    scene.wait(1)
    scene.give()
    with pytest.raises(APIError, match="was deleted meanwhile"):
        scene.resume(rid)
    scene.assert_as_before()


def test_a_pending_secret_that_is_lost_before_the_post_is_made_anew(scene):
    rid = scene.reach(State.STAGED)
    former = scene.get(rid).new_internal_id
    scene.sink.discard()
    assert scene.resume(rid).state is State.GRACE
    assert scene.new["internalId"] == scene.get(rid).new_internal_id != former


def post(scene, **fields):
    """What a POST whose sender was killed made."""
    rotation = scene.get(scene.rids[-1])
    sent = body(rotation.new_internal_id, name=rotation.name + rotation.marker) | {"canConfigureApiTokens": True}
    sent["accessGrantingToken"] = scene.sink.pending().reveal()
    return scene.unit.state.create(sent | fields, "somebody")


def test_a_post_that_was_interrupted_before_it_was_sent_is_sent(scene):
    rid = scene.reach(State.CREATING)
    began = scene.colour.clock.now
    assert scene.resume(rid).state is State.GRACE
    assert scene.colour.clock.now - began == 30  # the request that was interrupted might have been on its way
    assert len(scene.tokens) == 2


def test_a_token_whose_answer_was_never_read_is_found_by_its_id(scene):
    rid = scene.reach(State.CREATING)
    made = post(scene)
    scene.wait(100)
    began = scene.colour.clock.now
    assert scene.resume(rid).new_internal_id == made["internalId"]
    assert scene.colour.clock.now == began
    assert len(scene.tokens) == 2


def test_a_token_with_a_secret_that_nobody_holds_is_deleted_and_made_anew(scene):
    rid = scene.reach(State.CREATING)
    useless = post(scene, accessGrantingToken="of-the-servers-own")["internalId"]
    scene.wait(100)
    assert scene.resume(rid).new_internal_id != useless
    assert len(scene.tokens) == 2
    assert useless not in scene.tokens
    assert useless in str(rows())


def test_a_lost_pending_secret_is_made_anew_with_the_token(scene):
    rid = scene.reach(State.CREATING)
    useless = post(scene)["internalId"]
    scene.sink.discard()
    scene.wait(100)
    assert scene.resume(rid).state is State.GRACE
    assert useless not in scene.tokens


def test_the_secret_is_lost_at_most_three_times(scene):
    rid = scene.reach(State.CREATING)
    for _ in range(3):
        scene.sink.discard()
        with killed_at(State.CREATING), pytest.raises(Killed):
            scene.resume(rid)
    scene.sink.discard()
    with pytest.raises(APIError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        "The secret of the new token was lost 4 times. Find out what interrupts the connection, then try again. "
        f"{rolled_back(scene, rid)}"
    )
    scene.assert_as_before()


def test_an_interrupted_request_is_waited_for_within_the_deadline_or_later(scene):
    rid = scene.reach(State.CREATING)
    scene.wait(10)
    with pytest.raises(RotationError) as caught:
        scene.colour.run(scene.client.rotations.resume(rid, deadline=5))
    assert str(caught.value) == ("The request that was interrupted may last for 21 s more. Try again after that.")
    assert caught.value.rid == rid
    for ahead in (-1e6, 1e6):  # this machine's clock says nothing about it
        scene.local_ahead = ahead
        with pytest.raises(RotationError, match="may last for 21 s more"):
            scene.colour.run(scene.client.rotations.resume(rid, deadline=5))
    scene.wait(21)
    assert scene.colour.run(scene.client.rotations.resume(rid, deadline=5)).state is State.GRACE


def test_an_interrupted_request_is_waited_for_as_long_as_its_sender_would_have(scene):
    patient = scene.operator(scene.unit.api_token, timeout=100)
    rid = scene.reach(State.CREATING, client=patient)
    scene.wait(60)
    with pytest.raises(RotationError, match="may last for 41 s more"):
        scene.colour.run(scene.client.rotations.resume(rid, deadline=5))


def test_a_server_that_does_not_tell_the_time_has_an_interrupted_request_waited_for_in_full(scene, monkeypatch):
    rid = scene.reach(State.CREATING)
    scene.wait(1000)
    monkeypatch.setattr(making, "server_time", lambda _: None)
    with pytest.raises(RotationError) as caught:
        scene.colour.run(scene.client.rotations.resume(rid, deadline=5))
    assert str(caught.value) == (
        "The request that was interrupted may last for 30 s more. "
        "The server does not tell the time, so give a deadline that is longer, or none."
    )
    monkeypatch.setattr(sending, "server_time", lambda _: None)
    assert scene.resume(rid).state is State.GRACE


@pytest.mark.parametrize("lag", [0, 600])
def test_a_token_under_an_id_of_the_servers_own_is_found_when_the_list_shows_it(scene, lag):
    scene.unit.options = attrs.evolve(scene.unit.options, ids="ignored", list_lag=lag)
    rid = scene.reach(State.CREATING)
    made = [post(scene) for _ in range(2)]  # as a second attempt may have done
    scene.wait(100)
    if lag:
        with pytest.raises(RotationError) as caught:
            scene.resume(rid)
        assert str(caught.value) == (
            "The new secret authenticates, but the server does not list its token yet. Resume the rotation later."
        )
        scene.wait(600)
    assert scene.resume(rid).new_internal_id == made[0]["internalId"]
    assert len(scene.tokens) == 2
