"""`make vendor` says that the vendor's client loses a permission and the façade does not, if that is what was seen."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "outside"))

import vendor

LOSES = ["canTeleport dropped", "expiresOn null added", "name changed"]
KEEPS = ["name changed"]
WORKED = {"version": "1.1.4", "done": ["an operation"] * vendor.OPERATIONS}


def words(*, done=WORKED, by_vendor=LOSES, by_us=KEEPS, is_replayed=True):
    return [each.word for each in vendor.judged(done, by_vendor, by_us, is_replayed=is_replayed)]


def test_what_was_seen_is_told_of_both():
    found = vendor.judged(WORKED, LOSES, KEEPS, is_replayed=True)
    assert {each.word for each in found} == {"met"}
    assert found[1].found == (
        "instana-client: canTeleport dropped, expiresOn null added, name changed; the façade: name changed"
    )


@pytest.mark.parametrize(
    ("by_vendor", "by_us"),
    [
        (["name changed"], KEEPS),  # it drops it no longer
        (["canTeleport changed", "name changed"], KEEPS),
        ([], KEEPS),  # it did nothing
        (LOSES, ["canTeleport dropped", "name changed"]),
        (LOSES, ["canTeleport changed", "name changed"]),
        (LOSES, []),  # the façade did nothing
    ],
)
def test_that_one_drops_a_permission_and_the_other_keeps_it_is_missed_if_either_is_not_so(by_vendor, by_us):
    assert words(by_vendor=by_vendor, by_us=by_us)[1] == "MISSED"


def test_a_habit_that_is_not_the_clients_any_more_is_missed():
    assert words(is_replayed=False) == ["met", "met", "MISSED", "met"]


def test_an_operation_that_did_not_work_and_another_field_that_changed_are_missed():
    assert words(done=WORKED | {"done": []})[0] == "MISSED"
    assert words(by_us=["canViewLogs changed", "name changed"]) == ["met", "met", "met", "MISSED"]
