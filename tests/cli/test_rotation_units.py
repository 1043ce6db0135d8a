"""Rotations of another tenant unit, or in another process, are told of and left to whom they belong."""

import pytest

from instanakit.profiles import state_path
from instanakit.rotation.api import Rotations
from instanakit.rotation.errors import RotationInProgressError
from instanakit.rotation.lock import Lock
from instanakit.sandbox import Sandbox


@pytest.fixture
def begun(keyed):
    """The number of a rotation whose grace period runs."""
    keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--yes")
    return keyed("rotations", "list", "-o", "json").json["rotations"][0]["rid"]


@pytest.fixture
def other(monkeypatch):
    """Another tenant unit, which the settings name from now on."""
    with Sandbox() as sandbox:
        monkeypatch.setenv("INSTANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("INSTANA_API_TOKEN", sandbox.api_token)
        yield sandbox


@pytest.mark.parametrize("arguments", [["list"], ["resume", "--all"]], ids=" ".join)
def test_those_of_another_unit_are_counted_by_unit(keyed, begun, other, arguments):
    ended = keyed("rotations", *arguments)
    said = f"in progress on another tenant unit: 1; see them with --base-url {keyed.sandbox.base_url}\n"
    assert (ended.status, said in ended.err) == (0, True)


def test_those_of_another_unit_that_are_over_are_nothing_to_tell(keyed, begun, monkeypatch):
    keyed("rotations", "rollback", begun, "--yes")
    with Sandbox() as sandbox:
        monkeypatch.setenv("INSTANA_BASE_URL", sandbox.base_url)
        assert "another tenant unit" not in keyed("rotations", "list", "--all").err


@pytest.mark.parametrize("verb", [["show"], ["resume"], ["rollback", "--yes"]], ids=" ".join)
def test_one_of_another_unit_that_is_named_is_said_to_be_of_that(keyed, begun, other, verb):
    ended = keyed("rotations", verb[0], begun, *verb[1:], "-o", "json")
    assert ended.status == 5
    assert ended.error["why"] == f"There is no rotation {begun} of this tenant unit; it is of {keyed.sandbox.base_url}"
    assert ended.error["next"] == f"Add --base-url {keyed.sandbox.base_url}, or the --profile of it."


def test_one_that_another_process_is_working_on_is_no_failure_of_resume_all(keyed, begun):
    with Lock(state_path(), begun):
        ended = keyed("rotations", "resume", "--all", "-o", "json")
        named = keyed("rotations", "resume", begun)
    (row,) = ended.json["rotations"]
    assert (ended.status, row["rid"], row["state"]) == (8, begun, "in progress")
    assert row["problem"] == f"The rotation {begun} is being worked on by another process"
    assert named.status == 6


def overtaken(monkeypatch, act):
    """Let another process end a rotation while `resume` looks at it."""

    def resume(rotations, rid, **_):
        act(rotations, rid)
        message = f"The rotation {rid} was gone on with by another call meanwhile"
        raise RotationInProgressError(message)

    monkeypatch.setattr(Rotations, "resume", resume)


def test_one_that_another_process_has_ended_meanwhile_is_done(keyed, begun, monkeypatch):
    keyed("tokens", "delete", "t1", "--yes")
    overtaken(monkeypatch, Rotations.resume)
    ended = keyed("rotations", "resume", "--all", "-o", "json")
    assert (ended.status, [row["state"] for row in ended.json["rotations"]]) == (0, ["DONE"])


def test_one_that_has_lost_against_another_process_has_failed(keyed, begun, monkeypatch):
    overtaken(monkeypatch, Rotations.rollback)
    ended = keyed("rotations", "resume", "--all", "-o", "json")
    assert (ended.status, ended.error["kind"]) == (6, "RotationInProgressError")
