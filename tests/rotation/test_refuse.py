"""What keeps a rotation from being begun."""

from datetime import timedelta

import pytest

from instanakit import ConfigurationError, Secret, Token
from instanakit.rotation import RotationError, RotationInProgressError, State
from instanakit.rotation.recorded import fingerprint, from_rows
from instanakit.rotation.refuse import refuse_marked, refuse_second, refuse_taken
from instanakit.sinks.to_file import FileSink
from rotation.facts import FACTS
from rotation.scene import OLD, OLD_SECRET


def test_a_sink_that_holds_what_a_rotation_of_another_token_put_there_is_refused(scene):
    new = scene.rotate(grace=timedelta()).new_internal_id
    scene.give("another")
    rotate = scene.client.tokens.rotate
    with pytest.raises(RotationError) as caught:
        scene.colour.run(rotate("another", sink=scene.sink))
    assert str(caught.value) == (
        f"The sink {scene.sink.spec} holds the secret of another token, {new} ('checkout'). "
        "Name a sink of its own, or remove that secret if it may go."
    )
    assert len(scene.rids) == 1
    assert scene.colour.run(rotate(new, sink=scene.sink)).state is State.GRACE


HELD = Secret("what-the-sink-holds")


def recorded(rid, sink, state):
    """A rotation that has put what the sink holds there."""
    facts = FACTS | {"sink": sink, "fingerprint": fingerprint(rid, HELD)}
    return from_rows(rid, [("PLANNED", 1, facts), (state, 2, {})])


def test_what_a_rotation_put_into_a_sink_is_found_whichever_was_begun_first():
    known = [recorded("a1", "file:/elsewhere", "DONE"), recorded("b2", "file:/here", "DONE")]
    for rotations in (known, known[::-1]):
        with pytest.raises(RotationError, match="The sink file:/here holds the secret of another token, n1"):
            refuse_taken(rotations, "t9", "file:/here", HELD)


def test_a_second_rotation_is_refused_whatever_else_is_in_progress_and_of_which_unit():
    unit = FACTS["base_url"]
    known = [
        recorded("a1", "file:/elsewhere", "DONE"),
        from_rows(
            "b2", [("PLANNED", 1, FACTS | {"internal_id": "t2", "new_internal_id": "n2", "sink": "file:/other"})]
        ),
        from_rows("c3", [("PLANNED", 1, FACTS)]),
    ]
    with pytest.raises(RotationInProgressError) as caught:
        refuse_second(known, unit, "t1", "file:/new")
    assert str(caught.value) == (
        "The token t1 is being rotated already (rotation c3, PLANNED). Resume that one, or roll it back."
    )
    with pytest.raises(RotationInProgressError) as caught:
        refuse_second(known, "https://another.example", "t1", "file:/somewhere")
    assert caught.value.message == (
        f"The sink file:/somewhere is used by a rotation of the token t1 (rotation c3 of {unit}, PLANNED)"
    )
    refuse_second(known, unit, "t3", "file:/new")


@pytest.mark.parametrize(
    ("sink", "state", "held"),
    [("file:/elsewhere", "DONE", HELD), ("file:/here", "ROLLED_BACK", HELD), ("file:/here", "DONE", None)],
)
def test_a_sink_that_no_rotation_which_is_done_has_filled_is_taken(sink, state, held):
    refuse_taken([recorded("a1", sink, state)], "t9", "file:/here", held)


def test_each_new_token_of_a_token_that_is_being_rotated_is_named():
    tokens = [
        Token({"internalId": new, "name": f"one [rotation {rid} of t1]"}) for new, rid in (("n1", "a1"), ("n2", "b2"))
    ]
    with pytest.raises(RotationInProgressError) as caught:
        refuse_marked(Token({"internalId": "t1", "name": "one"}), tokens)
    assert caught.value.message == "The token t1 is being rotated already: its new token is n1, n2"


class Half(FileSink):
    """A sink that keeps what is pending, and does not tell it."""

    can_read_back = False


def test_a_sink_that_does_not_tell_what_is_pending_is_refused(scene):
    with pytest.raises(ConfigurationError, match="it has no pending slot to read back"):
        scene.rotate(sink=Half(scene.folder / "half"))


def test_a_sink_whose_secret_was_replaced_since_is_taken(scene):
    scene.rotate(grace=timedelta())
    scene.give("another")
    scene.sink.put(Secret("secret-of-another"))
    rotation = scene.colour.run(scene.client.tokens.rotate("another", sink=scene.sink))
    assert rotation.state is State.GRACE


def test_a_sink_that_holds_what_is_no_secret_of_a_live_token_is_refused(scene):
    scene.sink.put(Secret("the-password-of-a-database"))
    with pytest.raises(RotationError) as caught:
        scene.rotate()
    assert str(caught.value) == (
        f"The sink {scene.sink.spec} holds something that does not authenticate, so it is not the old token's secret. "
        "Name another sink, or remove what is there if it may go."
    )
    assert scene.rids == []
    assert scene.colour.clock.slept == []
    assert scene.slots() == ("the-password-of-a-database", None, None)


def test_what_an_expired_token_has_left_in_the_sink_may_go(scene):
    scene.tokens[OLD]["expiresOn"] = 1
    assert scene.rotate(expires_at=None).state is State.DONE


def test_a_secret_of_another_token_that_was_in_the_sink_is_kept_beside_the_new_one(scene):
    scene.give("another")
    scene.sink.put(Secret("secret-of-another"))
    rotation = scene.rotate(grace=timedelta())
    assert rotation.state is State.DONE
    assert rotation.problem == (
        f"the former secret in {scene.sink.spec} still authenticates, so it is another token's: it is kept there"
    )
    assert scene.slots()[2] == "secret-of-another"
    assert scene.colour.clock.slept == [0.2, 0.4, 0.8, 1.6]


def test_a_secret_that_the_server_refuses_a_little_later_is_the_old_tokens(scene):
    known = '{"branch": "x", "commit": "y", "imageTag": "z"}'
    scene.unit.faults.add("status", path="/api/instana/version", at=6, times=2, status=200, body=known)
    rotation = scene.rotate(grace=timedelta())
    assert (rotation.state, rotation.problem) == (State.DONE, None)
    assert scene.unit.faults.next("GET", "/api/instana/version") is None
    scene.assert_done()


def test_a_sink_with_something_pending_is_refused_and_nothing_is_recorded(scene):
    scene.sink.stage(Secret("of-another-operator"))
    with pytest.raises(RotationError) as caught:
        scene.rotate()
    assert str(caught.value) == (
        f"The sink {scene.sink.spec} has a secret in its pending slot already. "
        "Name another sink; or, if nobody rotates a token into this one, remove what is pending there."
    )
    assert scene.rids == []
    assert scene.slots() == (OLD_SECRET, "of-another-operator", None)


def test_a_secret_that_another_operator_staged_meanwhile_is_left_to_them(scene):
    rid = scene.reach(State.PLANNED)
    scene.sink.stage(Secret("of-another-operator"))
    with pytest.raises(RotationError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The sink {scene.sink.spec} has a secret in its pending slot that this rotation did not put there. "
        "Name another sink; or, if nobody rotates a token into this one, remove what is pending there. "
        f"The rotation {rid} was rolled back."
    )
    assert list(scene.tokens) == [OLD]
    assert scene.slots() == (OLD_SECRET, "of-another-operator", None)


class Another(FileSink):
    """A sink of an application's own."""


class Wordy(FileSink):
    """A sink whose spec no other process can read."""

    def __init__(self, path):
        super().__init__(path)
        self.spec = "vault:of-our-own"


@pytest.mark.parametrize("kind", [Another, Wordy])
def test_a_sink_that_another_process_would_not_find_again_is_refused(scene, kind):
    sink = kind(scene.folder / "own")
    with pytest.raises(ConfigurationError) as caught:
        scene.rotate(sink=sink)
    assert str(caught.value) == (
        f"A rotation into the sink {sink.spec} could not be resumed: its spec does not lead to it. "
        "Use a sink that instanakit.sinks.parse_sink() makes."
    )
    assert scene.rids == []


def test_two_that_share_a_sink_do_not_take_each_others_secret(scene):
    with scene.elsewhere():
        theirs = scene.reach(State.PLANNED)
    ours = scene.reach(State.VERIFIED)
    with scene.elsewhere(), pytest.raises(RotationError, match="did not put there"):
        scene.resume(theirs)
    assert scene.resume(ours).state is State.GRACE
    assert scene.new["accessGrantingToken"] == scene.slots()[0]


@pytest.mark.parametrize("state", [State.CREATING, State.CREATED, State.STORED, State.VERIFIED])
def test_who_was_overtaken_in_a_shared_sink_gives_way(scene, state):
    ours = scene.reach(state)
    with scene.elsewhere():
        scene.sink.discard()
        made = scene.new["internalId"] if len(scene.tokens) > 1 else None
        hidden = made and scene.tokens[made]["name"]
        if made:
            scene.tokens[made]["name"] = "out of their sight"
        theirs = scene.reach(State.VERIFIED)
        if made:
            scene.tokens[made]["name"] = hidden
    with pytest.raises(RotationError):
        scene.resume(ours)
    assert scene.get(ours).state is State.ROLLED_BACK
    with scene.elsewhere():
        assert scene.resume(theirs).state is State.GRACE
    assert scene.new["accessGrantingToken"] == scene.slots()[0]
