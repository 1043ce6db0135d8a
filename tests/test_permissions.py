"""Names of permissions and limited scopes."""

import pytest

from instanakit import ConfigurationError, LimitedScope, Permission
from instanakit.permissions import (
    ALWAYS_FALSE,
    IMPLIED,
    check_limited_scopes,
    check_permissions,
    is_limited_scope,
    is_permission,
)


def test_the_enums_have_the_wire_names():
    assert Permission.CAN_VIEW_LOGS == "canViewLogs"
    assert str(LimitedScope.LIMITED_LOGS_SCOPE) == "limitedLogsScope"
    assert all(map(is_permission, Permission))
    assert all(map(is_limited_scope, LimitedScope))


def test_what_the_server_corrects_are_names_that_it_has():
    assert set(IMPLIED) | set().union(*IMPLIED.values()) <= set(Permission)
    assert set(Permission) | set(LimitedScope) >= ALWAYS_FALSE


def test_names_are_checked_and_returned_as_plain_texts():
    assert check_permissions([Permission.CAN_VIEW_LOGS, "canViewLogs"], "grant", allow_unknown=False) == {"canViewLogs"}
    assert check_limited_scopes(iter(["limitedLogsScope"]), "x", allow_unknown=False) == {"limitedLogsScope"}
    assert {type(name) for name in check_permissions(list(Permission), "grant", allow_unknown=False)} == {str}


def test_an_unknown_name_of_the_right_form_is_allowed_on_request():
    assert check_permissions(["canTeleport"], "grant", allow_unknown=True) == {"canTeleport"}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["canViewlogs"], "grant: this build knows no permission 'canViewlogs'. Did you mean canViewLogs? If the server is newer than this build, pass allow_unknown=True."),
        (["canTeleport"], "grant: this build knows no permission 'canTeleport'. If the server is newer than this build, pass allow_unknown=True."),
        (["limitedLogsScope"], "grant: 'limitedLogsScope' is not the name of a permission. Did you mean limitedLogsScope?"),
        (["CAN_VIEW_LOGS"], "grant: 'CAN_VIEW_LOGS' is not the name of a permission. Did you mean canViewLogs?"),
        (None, "grant must be a list of names; it is None"),
        (5, "grant must be a list of names; it is 5"),
        ([7], "grant: 7 is not the name of a permission"),
        ("canViewLogs", "grant is a list of names, not one text. Write grant=['canViewLogs']."),
        (Permission.CAN_VIEW_LOGS, "grant is a list of names, not one text. Write grant=['canViewLogs']."),
    ],
)  # fmt: skip
def test_a_wrong_name_is_refused_with_a_suggestion(names, said):
    with pytest.raises(ConfigurationError) as caught:
        check_permissions(names, "grant", allow_unknown=False)
    assert str(caught.value) == said


@pytest.mark.parametrize("field", ["name", "internalId", "expiresOn", "accessGrantingToken", "cancel", "can", "canary"])
def test_no_other_field_of_a_token_passes_for_a_flag(field):
    assert not is_permission(field)
    assert not is_limited_scope(field)
    with pytest.raises(ConfigurationError):
        check_permissions([field], "grant", allow_unknown=True)
    with pytest.raises(ConfigurationError):
        check_limited_scopes([field], "limit_scopes", allow_unknown=True)
