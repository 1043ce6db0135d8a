"""A rotation that is gone on with long after it was planned."""

from datetime import timedelta

import pytest

from instanakit import APIError, ConfigurationError
from instanakit.rotation import State
from rotation.scene import BEGIN, OLD, at


def ms(seconds):
    return int((BEGIN + seconds) * 1000)


@pytest.mark.parametrize("state", [State.PLANNED, State.STAGED])
def test_the_lifetime_of_the_new_token_counts_from_its_creation(scene, state):
    scene.tokens[OLD]["expiresOn"] = ms(30 * 86400)
    rid = scene.reach(state)
    scene.wait(10 * 86400)
    assert scene.resume(rid).state is State.GRACE
    assert scene.new["expiresOn"] == ms(40 * 86400)


@pytest.mark.parametrize("state", [State.PLANNED, State.STAGED])
def test_a_token_that_would_expire_in_its_grace_period_is_not_created(scene, state):
    rid = scene.reach(state, expires_at=at(2 * 86400))
    scene.wait(1.5 * 86400)
    with pytest.raises(ConfigurationError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The new token would expire at {at(2 * 86400).isoformat()}, before the grace period ends. "
        f"Give a later expires_at, or a shorter grace. The rotation {rid} was rolled back."
    )
    assert caught.value.rid == rid
    scene.assert_as_before()


def test_a_token_that_expired_before_it_came_into_use_is_named_as_such(scene):
    rid = scene.reach(State.CREATED, expires_at=at(2 * 86400))
    scene.wait(3 * 86400)
    with pytest.raises(APIError) as caught:
        scene.resume(rid)
    assert caught.value.message.endswith("expired before it came into use")
    assert caught.value.hint == f"Rotate the old one anew, with a later expiry. The rotation {rid} was rolled back."
    scene.assert_as_before()


@pytest.mark.parametrize("state", [State.PLANNED, State.STAGED])
def test_a_token_that_was_renamed_before_it_was_copied_is_not_rotated(scene, state):
    rid = scene.reach(state)
    scene.tokens[OLD]["name"] = "renamed"
    with pytest.raises(APIError) as caught:
        scene.resume(rid)
    assert str(caught.value) == (
        f"The token old was renamed meanwhile, so it cannot be rotated. Rotate it anew. The rotation {rid} was rolled back."
    )
    assert caught.value.request == ("GET", "/api/settings/api-tokens/old")
    assert list(scene.tokens) == [OLD]
    assert scene.rotate(grace=timedelta()).state is State.DONE
