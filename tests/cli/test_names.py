"""Permissions and limited scopes as they are typed."""

import pytest

from instanakit import LimitedScope, Permission
from instanakit.cli.names import kebab, limited_scopes, permissions, short


@pytest.mark.parametrize("known", [permissions(), limited_scopes()], ids=lambda known: known.noun)
def test_every_name_is_found_in_each_of_its_forms_and_no_two_share_one(known):
    assert known.wire_names == tuple(map(str, Permission if known.noun == "permission" else LimitedScope))
    for form in (str, kebab, short):
        assert len({form(name) for name in known.wire_names}) == len(known.wire_names)
        for name in known.wire_names:
            assert known.find(form(name)) == name
            assert known.find(form(name).upper().replace("-", "_")) == name


@pytest.mark.parametrize(
    ("wire_name", "dashes", "brief"),
    [
        ("canViewLogs", "can-view-logs", "view-logs"),
        ("canConfigureIPFiltering", "can-configure-ip-filtering", "configure-ip-filtering"),
        ("limitedLogsScope", "limited-logs-scope", "logs"),
    ],
)
def test_a_wire_name_has_a_form_with_dashes_and_a_short_one(wire_name, dashes, brief):
    assert (kebab(wire_name), short(wire_name)) == (dashes, brief)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("canViewLog", "canViewLogs"),
        ("can-view-log", "can-view-logs"),
        ("view-log", "view-logs"),
        ("veiw-logs", "view-logs"),
    ],
)
def test_what_comes_near_is_named_in_the_form_that_was_typed(typed, near):
    assert permissions().find(typed) is None
    assert permissions().near(typed)[0] == near


def test_what_comes_near_to_nothing_is_answered_with_nothing():
    assert permissions().near("teleport") == []


def test_completion_goes_on_in_the_form_that_was_begun():
    assert "view-logs" in permissions().starting_with("view-lo")
    assert "canViewLogs" in permissions().starting_with("canView")
    assert "can-view-logs" in permissions().starting_with("can-view")
    assert len(permissions().starting_with("")) == len(Permission)
