"""What stops a rotation and may pass leaves it to be resumed; every error names the rotation."""

import pytest

from instanakit import APIError, ConfigurationError, InstanaError, RateLimitError
from instanakit.rotation import RotationError, RotationInProgressError, State
from instanakit.rotation.lock import Lock
from instanakit.sinks import parse_sink
from rotation.scene import OLD, Killed, full_disk

PASSING = {
    "a rate limit": ("rate_limit", {}),
    "a credential that is not known": ("status", {"status": 401}),
    "a proxy": ("status", {"status": 407}),
    "a login page": ("page", {}),
    "a redirect": ("redirect", {}),
}


@pytest.mark.parametrize("how", PASSING)
def test_a_post_that_was_refused_for_now_is_sent_again_when_the_rotation_is_resumed(scene, how):
    kind, options = PASSING[how]
    scene.unit.faults.add(kind, method="POST", times=9, **options)
    with pytest.raises(APIError) as caught:
        scene.rotate()
    (rid,) = scene.rids
    assert caught.value.rid == rid
    assert scene.get(rid).state is State.CREATING
    scene.unit.faults.clear()
    scene.wait(7200)
    assert scene.resume(rid).state is State.GRACE
    assert len(scene.tokens) == 2


@pytest.mark.parametrize("status", [400, 403, 413, 422])
def test_a_post_that_was_refused_for_good_is_rolled_back(scene, status):
    scene.unit.faults.add("status", method="POST", status=status)
    with pytest.raises(APIError, match="was rolled back") as caught:
        scene.rotate()
    assert [caught.value.rid] == scene.rids
    scene.assert_as_before()
    assert list((scene.folder / "state").glob("*.lock")) == []


def test_what_cannot_be_undone_now_does_not_hide_what_went_wrong(scene):
    scene.unit.faults.add("status", method="POST", status=403)
    scene.unit.faults.add("rate_limit", method="DELETE", times=9)
    with pytest.raises(APIError) as caught:
        scene.rotate()
    (rid,) = scene.rids
    assert not isinstance(caught.value, RateLimitError)
    assert caught.value.message.startswith("POST /api/settings/api-tokens was answered with 403")
    assert "It could not be undone: DELETE /api/settings/api-tokens/" in caught.value.hint
    assert caught.value.hint.endswith("Resume the rotation.")
    assert (scene.get(rid).state, caught.value.rid) == (State.ROLLING_BACK, rid)
    scene.unit.faults.clear()
    assert scene.resume(rid).state is State.ROLLED_BACK


@pytest.mark.parametrize("path", ["/api/instana/version", "/api/settings/api-tokens"])
def test_whatever_stops_it_names_the_rotation(scene, path):
    scene.unit.faults.add("status", path=path, at=2, times=9, status=500)
    with pytest.raises(InstanaError) as caught:
        scene.rotate()
    assert [caught.value.rid] == scene.rids


@pytest.mark.parametrize("options", [{"retry": None}, {"deadline": 0.2}])
@pytest.mark.parametrize("method", ["resume", "rollback"])
def test_what_goes_on_or_back_has_the_deadline_and_the_retries_of_the_call(scene, method, options):
    rid = scene.reach(State.CREATED)
    scene.unit.faults.add("status", method="GET", times=None, status=503)
    scene.colour.clock.slept.clear()
    with pytest.raises(APIError):
        scene.colour.run(getattr(scene.client.rotations, method)(rid, **options))
    assert scene.colour.clock.slept == []


def test_what_ends_a_rotation_while_it_finds_out_what_became_of_a_post_is_what_is_raised(scene, monkeypatch):
    sleep = scene.colour.clock.sleep

    def renamed_meanwhile(seconds):
        scene.tokens[OLD]["name"] = "renamed"
        sleep(seconds)

    monkeypatch.setattr(scene.colour.clock, "sleep", renamed_meanwhile)
    scene.unit.faults.add("close_before", method="POST", times=None)
    with pytest.raises(APIError, match="The token old was renamed meanwhile") as caught:
        scene.rotate(scene.operator(scene.unit.api_token), deadline=600)
    assert caught.value.hint.endswith(f"The rotation {scene.rids[0]} was rolled back.")


def test_a_rotation_that_somebody_works_on_is_neither_gone_on_with_nor_back(scene):
    rid = scene.reach(State.CREATED)
    for call in (scene.resume, scene.rollback):
        with Lock(scene.folder / "state", rid), pytest.raises(RotationInProgressError):
            call(rid)


def test_a_full_disk_names_the_rotation(scene):
    rid = scene.reach(State.VERIFIED)
    with full_disk(), pytest.raises(InstanaError) as caught:
        scene.resume(rid)
    assert caught.value.rid == rid


def test_a_rotation_is_named_by_its_rid(scene):
    rotation = scene.rotate()
    for call in (scene.get, scene.resume, scene.rollback):
        with pytest.raises(ConfigurationError) as caught:
            call(rotation)
        assert str(caught.value) == "rid must be the text that names a rotation; it is Rotation. Pass rotation.rid."


def test_a_sink_that_a_rotation_of_another_unit_uses_names_that_unit(scene, colour):
    rotation = scene.rotate()
    scene.give("another")
    elsewhere = colour.client(
        base_url=scene.unit.base_url.replace("127.0.0.1", "localhost"), api_token=scene.unit.api_token
    )
    with pytest.raises(RotationError) as caught:
        colour.run(elsewhere.tokens.rotate("another", sink=scene.sink))
    assert f"(rotation {rotation.rid} of {scene.unit.base_url}, GRACE)" in caught.value.message


def test_a_token_that_may_not_list_tokens_is_not_the_one_in_use(scene):
    scene.tokens[OLD]["canConfigureApiTokens"] = False
    with pytest.raises(ConfigurationError) as caught:
        scene.rotate(own=True)
    assert str(caught.value) == (
        "The token old is not the one this client authenticates with: it may not list tokens. "
        "Leave out own, or name the token in use."
    )
    sink = parse_sink(f"file:{scene.folder}/admin")
    sink.put(type(scene.sink.current())(scene.unit.api_token))
    rotation = scene.rotate(sink=sink)
    assert not scene.recorded(rotation.rid).is_own


def test_a_journal_that_cannot_be_read_when_something_stops_it_hides_nothing(scene, monkeypatch):
    scene.unit.faults.add("status", method="POST", status=500, times=9)

    def stop(*_arguments):
        (scene.folder / "state" / "rotations.sqlite").write_bytes(b"damaged" * 1000)
        raise Killed

    monkeypatch.setattr("instanakit.rotation.making.create_from", lambda *_a, **_k: stopped(scene))
    with pytest.raises(APIError, match="stopped"):
        scene.rotate()


def stopped(scene):
    (scene.folder / "state" / "rotations.sqlite").write_bytes(b"damaged" * 1000)
    message = "stopped"
    raise RateLimitError(message)
    yield
