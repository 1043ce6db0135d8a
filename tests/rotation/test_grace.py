"""From PROMOTED to DONE: the grace period, and what keeps the old token from being deleted."""

from datetime import timedelta

import pytest

from helpers.tenant import works
from instanakit import APIError, Secret
from instanakit._answers import Answer
from instanakit._flows import Terms
from instanakit.retry import RetryPolicy
from instanakit.rotation import RotationError, State
from instanakit.rotation.work import time_of
from rotation.scene import DAY, OLD, OLD_SECRET, at

HOLDS_ANOTHER = (
    "The sink {spec} does not hold the secret of the new token, so the old one was not deleted. "
    "Put it back, then resume. If it is lost, delete the token {new}, then resume or roll back."
)


@pytest.mark.parametrize("ahead", [-1e8, -86400, 3600, 86400, 1e8])
def test_grace_runs_by_the_servers_clock_however_this_machines_jumps(scene, ahead):
    rotation = scene.rotate()
    scene.local_ahead = ahead
    assert scene.resume(rotation.rid).state is State.GRACE
    scene.wait(86399)
    assert scene.resume(rotation.rid).state is State.GRACE
    assert OLD in scene.tokens
    scene.wait(1)
    assert scene.resume(rotation.rid).state is State.DONE
    scene.assert_done()


def test_grace_begins_when_the_secret_was_promoted_and_that_was_recorded(scene):
    rid = scene.reach(State.PROMOTED)
    scene.wait(1000)
    assert scene.resume(rid).state is State.GRACE
    scene.wait(86399)
    assert scene.resume(rid).state is State.GRACE


def test_a_server_that_does_not_tell_the_time_leaves_it_to_this_machine():
    terms = Terms(RetryPolicy(), lambda: 0.0, lambda: 0.0, now=lambda: 77.0)
    assert time_of(terms, Answer(200, {}, b"")).timestamp() == 77


@pytest.mark.parametrize("state", [State.GRACE, State.RETIRING])
def test_a_sink_that_holds_the_old_secret_again_keeps_the_old_token(scene, state):
    rid = scene.reach(state, grace=timedelta())
    new_secret = scene.slots()[0]
    scene.sink.put(Secret(OLD_SECRET))
    with pytest.raises(RotationError) as caught:
        scene.resume(rid)
    assert str(caught.value) == HOLDS_ANOTHER.format(spec=scene.sink.spec, new=scene.new["internalId"])
    assert caught.value.rid == rid
    assert OLD in scene.tokens
    assert scene.new["accessGrantingToken"] == new_secret
    scene.sink.put(Secret(new_secret))
    assert scene.resume(rid).state is State.DONE
    scene.assert_done()


def test_a_sink_that_is_empty_or_holds_some_other_secret_that_works_keeps_the_old_token(scene):
    rotation = scene.rotate()
    scene.wait(86400)
    scene.give("third")
    scene.sink.put(Secret("secret-of-third"))
    with pytest.raises(RotationError, match="does not hold the secret of the new token"):
        scene.resume(rotation.rid)
    (scene.folder / "token").unlink()
    with pytest.raises(RotationError, match="does not hold the secret of the new token"):
        scene.resume(rotation.rid)
    assert OLD in scene.tokens
    assert scene.rollback(rotation.rid).state is State.ROLLED_BACK
    assert scene.slots() == (OLD_SECRET, None, None)


def test_a_new_token_that_does_not_authenticate_keeps_the_old_one(scene):
    rotation = scene.rotate()
    scene.wait(86400)
    scene.new["expiresOn"] = 1
    with pytest.raises(RotationError) as caught:
        scene.resume(rotation.rid)
    assert str(caught.value) == (
        f"The new token {rotation.new_internal_id} has expired, so the old one was not deleted. "
        "Find out why, then resume or roll back."
    )
    assert scene.get(rotation.rid).state is State.GRACE
    scene.new["expiresOn"] = None
    assert scene.resume(rotation.rid).state is State.DONE


def test_a_put_that_breaks_the_new_secret_keeps_the_old_token(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    replace = scene.unit.state.replace
    scene.unit.state.replace = lambda one, body, by: replace(one, body | {"accessGrantingToken": "of-its-own"}, by)
    with pytest.raises(RotationError, match="does not authenticate, so the old one was not deleted"):
        scene.resume(rid)
    assert OLD in scene.tokens


RENAMED = (
    "The token old is not the one that was to be rotated: its name is 'of somebody else now', not 'checkout'. "
    "It was not deleted. Give it that name again, or delete it yourself if it may go; then resume."
)
RECREATED = (
    "The token old is not the one that was to be rotated: its createdOn is 1795564801000, not 1795564800000. "
    "It was not deleted. Look at it, and delete it yourself if it may go; then resume."
)


@pytest.mark.parametrize("state", [State.GRACE, State.RETIRING])
@pytest.mark.parametrize("said", [RENAMED, RECREATED])
def test_an_old_token_that_is_not_the_one_that_was_planned_is_not_deleted(scene, state, said):
    rid = scene.reach(state, grace=timedelta())
    if said == RENAMED:
        scene.tokens[OLD]["name"] = "of somebody else now"
    else:
        scene.unit.state.delete(OLD)
        scene.wait(1)
        scene.give()
    with pytest.raises(RotationError) as caught:
        scene.resume(rid)
    assert str(caught.value) == said
    assert scene.get(rid).state is state
    assert OLD in scene.tokens
    scene.unit.state.delete(OLD)
    assert scene.resume(rid).state is State.DONE
    scene.assert_done()


def test_what_was_changed_in_the_old_token_during_grace_must_be_changed_in_the_new_one(scene):
    rotation = scene.rotate(grace=timedelta(hours=1))
    scene.tokens[OLD] |= {"canViewLogs": False, "canViewAuditLog": True, "notThere": None}
    assert scene.resume(rotation.rid).state is State.GRACE
    scene.wait(3600)
    with pytest.raises(RotationError) as caught:
        scene.resume(rotation.rid)
    assert str(caught.value) == (
        "The token old was changed after it was copied: canViewAuditLog, canViewLogs of the new token "
        f"{rotation.new_internal_id} is another. "
        "The old one was not deleted. Make the two alike, then resume; or roll back."
    )
    assert scene.get(rotation.rid).state is State.GRACE
    scene.new.update({"canViewLogs": False, "canViewAuditLog": True})
    assert scene.resume(rotation.rid).state is State.DONE


def test_what_was_changed_in_the_new_token_alone_is_its_owners_business(scene):
    rotation = scene.rotate(grace=timedelta(hours=1))
    scene.new.update({"canViewLogs": False})
    scene.wait(3600)
    assert scene.resume(rotation.rid).state is State.DONE


def test_a_new_token_that_cannot_be_compared_is_looked_at_again_before_the_old_one_is_deleted(scene):
    rotation = scene.rotate(grace=timedelta(hours=1))
    scene.tokens[OLD] |= {"canViewLogs": False}
    scene.wait(3600)
    scene.unit.faults.add("status", path=f"/api/settings/api-tokens/{rotation.new_internal_id}", status=404)
    scene.unit.faults.add("status", path=f"/api/settings/api-tokens/{rotation.new_internal_id}", status=404)
    with pytest.raises(RotationError, match="is gone, so the old one was not deleted"):
        scene.resume(rotation.rid)
    scene.assert_as_before()


@pytest.mark.parametrize("how", ["gone", "of another secret"])
def test_a_new_token_that_is_of_no_use_in_retiring_can_be_gone_back_from(scene, how):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    new = dict(scene.new)
    scene.unit.state.delete(new["internalId"])
    if how == "of another secret":
        scene.unit.state.put(new["internalId"], new | {"accessGrantingToken": "another-one"}, "somebody")
    assert scene.rollback(rid).state is State.ROLLED_BACK
    scene.assert_as_before()


@pytest.mark.parametrize("held", ["the new secret", OLD_SECRET, "a-dead-one"])
def test_from_retiring_there_is_no_way_back_while_the_new_token_may_work(scene, held):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    if held != "the new secret":
        scene.sink.put(Secret(held))
    with pytest.raises(RotationError, match="its old token cannot be kept"):
        scene.rollback(rid)


@pytest.mark.parametrize("fields", [None, {"expiresOn": 1}, {"createdOn": 1}])
def test_from_retiring_there_is_no_way_back_to_an_old_token_that_is_not_alive_as_it_was(scene, fields):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    scene.unit.state.delete(scene.new["internalId"])
    if fields is None:
        scene.unit.state.delete(OLD)
    else:
        scene.tokens[OLD] |= fields
    with pytest.raises(RotationError, match="its old token cannot be kept"):
        scene.rollback(rid)


def test_a_new_token_that_is_dead_in_retiring_can_be_gone_back_from(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    scene.new["expiresOn"] = 1
    with pytest.raises(RotationError, match="so the old one was not deleted"):
        scene.resume(rid)
    assert scene.rollback(rid).state is State.ROLLED_BACK
    scene.assert_as_before()


def test_an_old_token_that_was_deleted_before_the_call_was_killed_is_not_said_to_be_kept(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    new, secret = scene.new["internalId"], scene.slots()[0]
    scene.unit.state.delete(OLD)
    (scene.folder / "token").unlink()
    with pytest.raises(RotationError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The sink {scene.sink.spec} does not hold the secret of the new token, and the old one, old, is gone already. "
        "Put it back, then resume."
    )
    assert list(scene.tokens) == [new]
    scene.sink.put(Secret(secret))
    assert scene.resume(rid).state is State.DONE
    scene.assert_done()


def test_if_both_are_gone_that_is_what_is_said(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    new = scene.new["internalId"]
    for internal_id in list(scene.tokens):
        scene.unit.state.delete(internal_id)
    with pytest.raises(RotationError, match=f"The new token {new} is gone, and the old one, old, is gone already"):
        scene.resume(rid)


def test_the_grace_period_of_a_late_resume_ends_when_the_old_token_expires(scene):
    scene.tokens[OLD]["expiresOn"] = int(at(7200).timestamp() * 1000)
    scene.wait(60)
    rid = scene.reach(State.PROMOTED, grace=timedelta(hours=1))
    scene.wait(5400)
    assert scene.resume(rid).grace_ends_at == at(7200)


def test_a_grace_period_is_over_when_somebody_deleted_the_old_token(scene):
    rotation = scene.rotate()
    scene.unit.state.delete(OLD)
    assert scene.resume(rotation.rid).state is State.DONE
    scene.assert_done()


@pytest.mark.parametrize("state", [State.PROMOTED, State.GRACE, State.RETIRING])
def test_an_old_token_that_somebody_deleted_meanwhile_is_what_was_wanted(scene, state):
    rid = scene.reach(state, grace=timedelta())
    scene.unit.state.delete(OLD)
    assert scene.resume(rid).state is State.DONE
    scene.assert_done()


def test_a_new_token_that_is_gone_in_the_end_is_rolled_back(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    new = scene.new["internalId"]
    scene.unit.state.delete(new)
    with pytest.raises(RotationError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The new token {new} is gone, so the old one was not deleted. Find out who deletes tokens. "
        f"The rotation {rid} was rolled back."
    )
    assert scene.get(rid).problem == f"The new token {new} is gone, so the old one was not deleted"
    scene.assert_as_before()


def test_an_old_token_may_be_gone_when_it_is_to_be_deleted(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    answer = {"message": f"No ApiToken found with internalId {OLD}"}
    scene.unit.faults.add("status", method="DELETE", status=404, body=answer)
    assert scene.resume(rid).state is State.DONE


def test_a_former_secret_that_is_dead_is_not_asked_about_again(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    scene.colour.clock.slept.clear()
    assert scene.resume(rid).state is State.DONE
    assert scene.colour.clock.slept == []


def test_if_both_are_gone_the_rotation_ends_all_the_same(scene):
    rid = scene.reach(State.RETIRING, grace=timedelta())
    for internal_id in list(scene.tokens):
        scene.unit.state.delete(internal_id)
    with pytest.raises(RotationError, match="was rolled back"):
        scene.resume(rid)
    assert scene.get(rid).state is State.ROLLED_BACK


def test_a_new_token_that_somebody_renamed_keeps_its_name(scene):
    rotation = scene.rotate()
    scene.new["name"] = "checkout, second"
    scene.wait(86400)
    assert scene.resume(rotation.rid).state is State.DONE
    assert scene.new["name"] == "checkout, second"
    assert "PUT" not in str(scene.unit.state.audit_log)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("fault", ["close_before", "close_after"])
def test_a_lost_answer_at_the_end_is_settled(scene, method, fault):
    scene.unit.faults.add(fault, method=method)
    try:
        rotation = scene.rotate(grace=timedelta())
    except APIError:
        rotation = scene.resume(scene.rids[-1])
    assert rotation.state is State.DONE
    scene.assert_done()


def test_a_longer_grace_than_a_day_is_kept(scene):
    rotation = scene.rotate(grace=30 * DAY)
    scene.wait(29 * 86400)
    assert scene.resume(rotation.rid).state is State.GRACE
    assert works(scene.unit, OLD_SECRET)
