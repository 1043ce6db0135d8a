"""Which tokens a rotation takes for those that it has made."""

from datetime import timedelta

import attrs
import pytest

from instanakit import APIError, RetryPolicy, Secret
from instanakit._flows import Terms
from instanakit._wire import Options
from instanakit.rotation import RotationError, State
from instanakit.rotation.copied import digest
from instanakit.rotation.making import tokens_of, wait_out
from instanakit.rotation.recorded import fingerprint
from instanakit.rotation.sending import Sending
from instanakit.rotation.work import Work
from rotation.scene import BEGIN, OLD, at, rows


def made(scene, rotation, client):
    """The ids of the tokens that this rotation has made."""

    def flow(terms):
        return tokens_of(Work(terms, scene.journal, scene.sink, rotation))

    return [token.internal_id for token in scene.colour.run(client._wire.run(flow, Options()))]


def test_the_token_that_has_its_id_is_the_one_and_shows_that_the_server_takes_ids(scene):
    rotation = scene.recorded(scene.reach(State.CREATED))
    client = scene.operator(scene.unit.api_token)
    assert made(scene, rotation, client) == [rotation.new_internal_id]
    assert client._wire.memory.takes_ids is True


def test_of_several_that_have_its_marker_the_first_created_comes_first_and_one_without_a_date_before_all(scene):
    rotation = attrs.evolve(scene.recorded(scene.reach(State.CREATED)), new_internal_id="not-there")
    (new,) = set(scene.tokens) - {OLD}
    name = rotation.name + rotation.marker
    for internal_id, moved in (("later", 1000), ("earlier", -1000), ("undated", None)):
        scene.give(internal_id, name=name)
        scene.tokens[internal_id]["createdOn"] = moved and scene.tokens[new]["createdOn"] + moved
    client = scene.operator(scene.unit.api_token)
    assert made(scene, rotation, client) == ["undated", "earlier", new, "later"]
    assert client._wire.memory.takes_ids is False


GONE = {"status": 404, "body": {"message": "No ApiToken found with internalId x"}}


def test_what_was_made_without_use_may_be_gone_when_it_is_to_be_deleted(scene):
    rid = scene.reach(State.CREATING)
    scene.give(scene.recorded(rid).new_internal_id)
    scene.unit.faults.add("status", method="DELETE", **GONE)
    assert scene.resume(rid).state is State.GRACE


def test_a_second_one_that_was_made_may_be_gone_when_it_is_to_be_deleted(scene):
    rid = scene.reach(State.CREATING)
    rotation = scene.recorded(rid)
    for internal_id in ("first", "second"):
        scene.give(internal_id, name=rotation.name + rotation.marker, accessGrantingToken=scene.sink.pending().reveal())
    scene.unit.faults.add("status", method="DELETE", **GONE)
    resumed = scene.resume(rid)
    assert (resumed.state, resumed.new_internal_id) == (State.GRACE, "first")


def recorded_in(state):
    """The facts that were recorded with each change to a state."""
    return [facts for _, recorded, _, facts in rows() if recorded == state]


def test_a_server_that_gives_ids_of_its_own_is_no_obstacle_and_its_id_is_recorded(scene):
    scene.unit.options = attrs.evolve(scene.unit.options, ids="ignored")
    rotation = scene.rotate()
    assert (rotation.state, rotation.new_internal_id) == (State.GRACE, scene.new["internalId"])


def test_what_is_rolled_back_is_recorded_by_the_id_that_the_server_gave_it(scene):
    scene.unit.options = attrs.evolve(scene.unit.options, ids="ignored")
    scene.correct(canViewLogs=False)
    with pytest.raises(APIError, match="The server made the new token other than the old one: canViewLogs"):
        scene.rotate()
    planned, rolled_back = recorded_in("PLANNED")[0], recorded_in("ROLLING_BACK")[0]
    assert rolled_back["new_internal_id"] not in {OLD, planned["new_internal_id"]}
    scene.assert_as_before()


def test_a_secret_of_the_servers_own_is_known_as_ours_before_it_is_staged(scene):
    scene.unit.options = attrs.evolve(scene.unit.options, secrets="own")
    rid = scene.rotate().rid
    _, named = recorded_in("CREATING")
    assert named == {"new_internal_id": scene.new["internalId"], "fingerprint": fingerprint(rid, scene.sink.current())}


def test_what_is_waited_out_counts_as_the_time_in_which_the_token_may_have_been_made(scene):
    events = []
    rotation = scene.recorded(scene.reach(State.CREATING))
    client = scene.operator(scene.unit.api_token, on_event=events.append)

    def flow(terms):
        return wait_out(Work(terms, scene.journal, scene.sink, rotation))

    work = scene.colour.run(client._wire.run(flow, Options()))
    assert work.terms.began_before == work.terms.patience == 30
    assert [(one.path, one.attempt, one.delay) for one in events if one.kind == "wait"] == [
        ("/api/instana/version", 1, 30.0)
    ]


def test_what_is_posted_is_recorded_with_what_tells_the_copied_fields_from_others(scene):
    scene.tokens[OLD]["expiresOn"] = scene.tokens[OLD]["createdOn"] + 7 * 86_400_000
    scene.wait(60)
    scene.rotate()
    (facts,) = recorded_in("CREATING")
    assert facts["expires_on"] == scene.new["expiresOn"] == int(BEGIN + 60 + 7 * 86_400) * 1000
    assert facts["copied"] == digest(scene.tokens[OLD])


def test_a_post_is_dated_by_the_servers_time_and_what_has_passed_since_it_told():
    terms = Terms(RetryPolicy(), lambda: 5.0, lambda: 0.5)
    sending = Sending({}, "", None, at(0), 2.0)
    assert sending.posted(terms) == (BEGIN + 3) * 1000
    assert attrs.evolve(sending, read_at=None).posted(terms) is None


def test_where_the_server_does_not_tell_the_time_this_machines_counts(scene, monkeypatch):
    monkeypatch.setattr("instanakit.rotation.work.server_time", lambda _headers: None)
    scene.local_ahead = 3600.0
    scene.tokens[OLD]["expiresOn"] = scene.tokens[OLD]["createdOn"] + 7 * 86_400_000
    scene.rotate()
    assert scene.new["expiresOn"] == int(BEGIN + 3600 + 7 * 86_400) * 1000
    assert recorded_in("PLANNED")[0]["expires_on"] == scene.new["expiresOn"]


def test_the_marker_is_taken_out_without_putting_a_mask_in_the_place_of_the_secret(scene):
    scene.unit.options = attrs.evolve(scene.unit.options, masked_put="stored")
    assert scene.rotate(grace=timedelta()).state is State.DONE
    scene.assert_done()


def test_a_secret_that_somebody_put_in_the_place_of_ours_is_not_posted(scene):
    rid = scene.reach(State.STAGED)
    scene.sink.stage(Secret("staged-by-somebody"))
    with pytest.raises(RotationError, match="that this rotation did not put there"):
        scene.resume(rid)
    assert list(scene.tokens) == [OLD]
    assert scene.slots()[1] == "staged-by-somebody"


@pytest.mark.parametrize("method", ["resume", "rollback"])
def test_what_passes_is_tried_again_by_the_clients_policy_and_dated_by_this_machine(scene, method):
    scene.local_ahead = 7.0
    rid = scene.reach(State.CREATED)
    scene.unit.faults.add("status", method="GET", status=503)
    scene.wait(60)
    rotation = getattr(scene, method)(rid)
    assert (rotation.started_at, rotation.changed_at) == (at(7), at(67.25))
