"""What a new token has from the old one, and whether the two may still do the same."""

from instanakit.rotation.copied import copied, differing, digest

FLAGS = {"canViewLogs": True, "limitedLogsScope": True, "canViewAuditLog": False}
OTHER = {"canViewLogs": True, "limitedTracesScope": True, "canViewAuditLog": True}


def test_all_is_copied_but_what_the_server_owns_and_what_the_rotation_gives():
    kept = {"canViewLogs": True, "madeUp": {"by": "a newer server"}}
    servers = {"id": "**********", "createdOn": 1, "createdBy": "somebody", "lastUsedOn": 2}
    given = {"internalId": "t1", "name": "one", "accessGrantingToken": "**********", "expiresOn": 3}
    assert copied(kept | servers | given) == kept


def test_the_permissions_and_limited_scopes_that_one_of_two_has_are_named():
    assert differing(FLAGS, OTHER) == ["canViewAuditLog", "limitedLogsScope", "limitedTracesScope"]
    assert differing(OTHER, FLAGS) == differing(FLAGS, OTHER)


def test_what_grants_and_limits_nothing_makes_no_difference():
    alike = {"limitedLogsScope": True, "canViewLogs": True, "canTeleport": None, "name": "two", "madeUp": True}
    assert differing(FLAGS, alike) == []
    assert digest(alike) == digest(FLAGS) != digest(OTHER)
