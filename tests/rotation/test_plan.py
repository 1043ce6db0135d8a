"""What is planned, and what is refused before anything is created."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from helpers.colours import token
from instanakit import KEEP, ConfigurationError, NotFoundError, Secret, Token
from instanakit._wire import Options
from instanakit.rotation import KEEP_LIFETIME, RotationError, RotationInProgressError, State
from instanakit.rotation.api import place_of
from instanakit.rotation.plan import check_grace, expiry, marked, new_document, rivals, wins
from instanakit.rotation.planning import Wanted, plan
from instanakit.rotation.recorded import Recorded
from instanakit.sinks import SinkError, parse_sink
from rotation.scene import BEGIN, DAY, OLD, at

NOW = datetime(2026, 11, 25, tzinfo=UTC)
PLAN = Recorded(
    rid="ab12",
    state=State.PLANNED,
    base_url="https://unit-tenant.instana.io",
    internal_id="t1",
    new_internal_id="n1",
    name="one",
    sink="file:/somewhere",
    grace=DAY,
    started_at=NOW,
    changed_at=NOW,
)


def planned(scene):
    """The plan of a rotation, as it is shown to somebody who does not begin it."""
    wire = scene.client._wire
    wanted = Wanted(internal_id=OLD, sink=scene.sink, grace=DAY, expires_at=KEEP_LIFETIME, is_own=False)
    return scene.colour.run(wire.run(plan, Options(), place_of(wire), wanted))


def test_a_plan_says_all_that_a_rotation_begins_with(scene):
    scene.tokens[OLD]["expiresOn"] = scene.tokens[OLD]["createdOn"] + 7 * 86_400_000
    scene.wait(60)
    scene.local_ahead = 5.0
    made = planned(scene)
    assert (len(made.rid), len(made.new_internal_id)) == (16, 32)  # hexadecimal digits
    assert made == attrs.evolve(
        PLAN,
        rid=made.rid,
        base_url=scene.unit.base_url,
        internal_id=OLD,
        new_internal_id=made.new_internal_id,
        name="checkout",
        sink=scene.sink.spec,
        started_at=at(65),
        changed_at=at(65),
        created_on=scene.tokens[OLD]["createdOn"],
        expires_on=int(BEGIN + 60 + 7 * 86_400) * 1000,
        old_expires_on=scene.tokens[OLD]["expiresOn"],
        lifetime=7 * 86_400_000,
    )
    assert scene.rids == []


def test_a_plan_of_a_token_that_is_being_rotated_is_refused_by_what_the_journal_has(scene):
    rid = scene.reach(State.PLANNED)
    with pytest.raises(RotationInProgressError) as caught:
        planned(scene)
    assert caught.value.message == f"The token old is being rotated already (rotation {rid}, PLANNED)"


def test_ten_years_of_grace_are_the_most():
    check_grace(timedelta(days=3650))
    with pytest.raises(ConfigurationError):
        check_grace(timedelta(days=3650, microseconds=1))


def test_the_new_document_has_every_field_of_the_old_one_but_what_the_server_owns():
    old = token("t1", canViewLogs=True, canTeleport=None, unknown={"a": [1]}, createdOn=1, createdBy="x", lastUsedOn=2)
    made = new_document(old, PLAN, Secret("the-new-secret"))
    assert made == {
        "internalId": "n1",
        "name": "one [rotation ab12 of t1]",
        "accessGrantingToken": Secret("the-new-secret"),
        "canViewLogs": True,
        "canTeleport": None,
        "unknown": {"a": [1]},
    }


def test_the_old_expiry_is_not_copied():
    old = token(expiresOn=5)
    secret = Secret("the-new-secret")
    assert new_document(old, PLAN, secret)["expiresOn"] is None
    planned = attrs.evolve(PLAN, expires_on=7)
    assert new_document(old, planned, secret)["expiresOn"] == 7
    assert new_document(token(), planned, secret)["expiresOn"] == 7


def ms(time):
    return int(time.timestamp() * 1000)


@pytest.mark.parametrize(
    ("fields", "wanted", "expected"),
    [
        ({"createdOn": ms(NOW - 3 * DAY), "expiresOn": ms(NOW + 7 * DAY)}, KEEP_LIFETIME, ms(NOW + 10 * DAY)),
        ({"createdOn": ms(NOW - 30 * DAY), "expiresOn": ms(NOW - 20 * DAY)}, KEEP_LIFETIME, ms(NOW + 10 * DAY)),
        ({"createdOn": 1}, KEEP_LIFETIME, None),
        ({"createdOn": 1, "expiresOn": 0}, KEEP_LIFETIME, None),
        ({"createdOn": 1, "expiresOn": ms(datetime(9998, 1, 1, tzinfo=UTC))}, KEEP_LIFETIME, None),
        ({"createdOn": 1, "expiresOn": 2}, None, None),
        ({"createdOn": 1, "expiresOn": 2}, NOW + DAY, ms(NOW + DAY)),
        ({}, NOW + DAY, ms(NOW + DAY)),
    ],
)
def test_the_old_lifetime_is_granted_anew_unless_another_expiry_is_asked_for(fields, wanted, expected):
    assert expiry(Token(token(**fields)), wanted, NOW) == expected


def test_a_lifetime_that_is_not_known_is_refused():
    with pytest.raises(RotationError) as caught:
        expiry(Token(token(expiresOn=2)), KEEP_LIFETIME, NOW)
    assert str(caught.value) == (
        "The lifetime of the token t1 is not known: it has an expiry, but no time of creation. "
        "Give the new token's as expires_at, or None for no expiry."
    )


def test_an_expiry_that_is_past_is_refused():
    with pytest.raises(ConfigurationError) as caught:
        expiry(Token(token()), NOW, NOW)
    assert str(caught.value) == (
        "expires_at is past: 2026-11-25T00:00:00+00:00. A token that is expired does not authenticate."
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("one", None),
        ("one [rotation ab of t1]", ("ab", "t1")),
        ("one [rotation ab of a ] b]", ("ab", "a ] b")),
        ("[rotation ab of t1]", None),
        ("one [rotation XY of t1]", None),
        ("one [rotation ab of t1] more", None),
    ],
)
def test_a_marker_stands_at_the_end_of_a_name(name, expected):
    assert marked(name) == expected


def other(internal_id, rid, of="t1", **fields):
    return Token(token(internal_id, name=f"one [rotation {rid} of {of}]", **fields))


def test_rivals_are_what_other_rotations_of_the_same_token_have_made():
    tokens = [Token(token("t1")), other("a", "ab12"), other("b", "cd34"), other("c", "cd34", of="t2")]
    assert [found.internal_id for found in rivals(tokens, "t1", "ab12")] == ["b"]


@pytest.mark.parametrize(
    ("ours", "theirs", "wins_it"),
    [
        (("b", 1000), ("a", 2000), True),
        (("a", 2000), ("b", 1000), False),
        (("a", 1000), ("b", 1000), True),
        (("b", 1000), ("a", 1000), False),
        (("b", None), ("a", 1000), True),
    ],
)
def test_the_first_created_wins_and_the_smaller_id_of_two_that_are_as_old(ours, theirs, wins_it):
    one, another = (Token(token(name, createdOn=created)) for name, created in (ours, theirs))
    assert wins(one, [another]) is wins_it
    assert wins(another, [one]) is not wins_it


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"grace": 5}, "grace must be a timedelta from 0 to 3650 days; it is 5"),
        ({"grace": -DAY}, f"grace must be a timedelta from 0 to 3650 days; it is {-DAY!r}"),
        ({"grace": timedelta.max}, f"grace must be a timedelta from 0 to 3650 days; it is {timedelta.max!r}"),
        ({"sink": "file:/x"}, "sink must be a Sink; it is str. Make one with instanakit.sinks.parse_sink()."),
        (
            {"sink": parse_sink("stdout")},
            "The sink stdout cannot be used for a rotation: it has no pending slot to read back. "
            "Use a sink of the kind file, env or keyring.",
        ),
        (
            {"sink": parse_sink("exec:cat")},
            "The sink exec:cat cannot be used for a rotation: it has no pending slot to read back. "
            "Use a sink of the kind file, env or keyring.",
        ),
        (
            {"expires_at": "90d"},
            "expires_at must be a datetime with a time zone. Write for instance datetime(2030, 1, 31, tzinfo=UTC).",
        ),
        (
            {"expires_at": KEEP},
            "expires_at must be a datetime with a time zone. Write for instance datetime(2030, 1, 31, tzinfo=UTC).",
        ),
        (
            {"expires_at": datetime(2030, 1, 1)},  # noqa: DTZ001 (it is refused)
            "expires_at must be a datetime with a time zone. Write for instance datetime(2030, 1, 31, tzinfo=UTC).",
        ),
    ],
)
def test_what_cannot_be_carried_out_is_refused_before_anything_is_sent(scene, options, problem):
    with pytest.raises(ConfigurationError) as caught:
        scene.rotate(**{"sink": scene.sink} | options)
    assert str(caught.value) == problem
    assert list(scene.unit.state.audit_log) == []
    assert scene.states == []
    scene.sink.check()


def test_a_sink_that_cannot_be_written_is_refused_before_anything_is_sent(scene):
    (scene.folder / "token").chmod(0o644)
    with pytest.raises(SinkError, match="others can read or write"):
        scene.rotate()
    assert list(scene.unit.state.audit_log) == []
    assert scene.states == []


def test_a_token_that_is_not_there_is_refused(scene):
    scene.unit.state.delete(OLD)
    with pytest.raises(NotFoundError) as caught:
        scene.rotate()
    assert str(caught.value) == "There is no token old. Check the internal id; tokens.list() shows those that exist."
    assert scene.states == []


def test_the_lifetime_counts_from_the_servers_clock(scene):
    scene.tokens[OLD]["expiresOn"] = scene.tokens[OLD]["createdOn"] + 1000 * 3600
    scene.wait(60)
    scene.local_ahead = 1e6
    scene.rotate()
    assert scene.new["expiresOn"] == (BEGIN + 60 + 3600) * 1000


def test_a_new_token_that_would_expire_before_the_grace_period_ends_is_refused(scene):
    with pytest.raises(ConfigurationError) as caught:
        scene.rotate(expires_at=at(86400))
    assert str(caught.value) == (
        f"The new token would expire at {at(86400).isoformat()}, before the grace period ends. "
        "Give a later expires_at, or a shorter grace."
    )
    assert scene.rids == []
    assert scene.rotate(expires_at=at(86401)).state is State.GRACE


def test_the_grace_period_ends_when_the_old_token_expires(scene):
    scene.tokens[OLD]["expiresOn"] = ms(at(3600))
    scene.wait(600)
    rotation = scene.rotate()
    assert rotation.grace == timedelta(minutes=50)
    assert rotation.grace_ends_at == at(3600)


def test_another_expiry_or_none_is_taken_over(scene):
    scene.tokens[OLD]["expiresOn"] = ms(at(9))
    with_expiry = scene.rotate(expires_at=at(77))
    assert scene.new["expiresOn"] == (BEGIN + 77) * 1000
    scene.unit.state.delete(with_expiry.new_internal_id)
    scene.rollback(with_expiry.rid)
    scene.rotate(expires_at=None)
    assert scene.new["expiresOn"] is None


def test_the_new_token_has_what_the_old_one_has_and_no_build_need_know_it(scene):
    scene.rotate(grace=timedelta())
    owned = {"internalId", "accessGrantingToken", "id", "createdOn", "createdBy", "lastUsedOn"}
    assert {field: value for field, value in scene.new.items() if field not in owned} == {
        field: value for field, value in scene.old.items() if field not in owned
    }
    assert scene.new["madeUp"] == {"by": "a newer server"}


def test_a_token_that_a_rotation_has_made_is_not_rotated_while_that_is_in_progress(scene):
    rotation = scene.rotate()
    new = scene.new["internalId"]
    rotating = scene.client.tokens.rotate
    with scene.elsewhere(), pytest.raises(RotationInProgressError) as caught:
        scene.colour.run(rotating(new, sink=parse_sink(f"file:{scene.folder}/other")))
    assert str(caught.value) == (
        f"The token {new} is itself what the rotation {rotation.rid} has made, which is in progress. "
        "Resume it where it was begun. If nobody can: find out which of the two is in use, delete the other, and take "
        "the marker out of the name."
    )
