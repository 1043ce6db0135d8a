"""The views: what they read of a document, whatever is in it."""

import copy
import pickle
from datetime import UTC, datetime

import pytest

from helpers.colours import token
from instanakit import (
    AccessLogEntry,
    Actor,
    AuditLogEntry,
    ConfigurationError,
    Correction,
    Health,
    Secret,
    Token,
    Version,
)

DOCUMENT = token(
    canViewLogs=True,
    canViewAuditLog=False,
    canTeleport=True,
    canary=True,
    limitedLogsScope=True,
    limitedMoonScope=True,
    limitedSAPScope=False,
    createdBy="jo@example.com",
    createdOn=1767225600000,
    lastUsedOn=1767225600001,
    expiresOn=1798761600000,
    nested={"deep": [1]},
)


def test_a_token_reads_its_document():
    seen = Token(DOCUMENT)
    assert (seen.internal_id, seen.name, seen.created_by) == ("t1", "one", "jo@example.com")
    assert seen.permissions == {"canViewLogs", "canTeleport"}
    assert seen.limited_scopes == {"limitedLogsScope", "limitedMoonScope"}
    assert seen.created_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert seen.last_used_at == datetime(2026, 1, 1, microsecond=1000, tzinfo=UTC)
    assert seen.expires_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert (seen.secret, seen.corrections) == (None, ())
    assert repr(seen) == "<Token 't1' 'one': 2 permissions, 2 limited scopes>"


def test_raw_is_a_fresh_copy_with_stars_for_secrets():
    seen = Token(DOCUMENT | {"accessGrantingToken": Secret("in-the-clear"), "id": Secret("clear-id")})
    raw = seen.raw
    assert raw == DOCUMENT | {"accessGrantingToken": "**********", "id": "**********"}
    raw["nested"]["deep"].append(2)
    assert seen.raw["nested"] == {"deep": [1]}


def test_a_token_is_immutable():
    with pytest.raises(AttributeError):
        Token(DOCUMENT).name = "other"


def test_id_is_there_only_where_the_server_shows_it():
    assert Token(DOCUMENT | {"id": Secret("clear-id")}).id == Secret("clear-id")
    assert Token(DOCUMENT | {"id": Secret("**********")}).id is None
    assert Token(DOCUMENT | {"id": None}).id is None


@pytest.mark.parametrize("value", [None, 0, True, "1767225600000", 1.5, 10**30, -(10**30), [], {}])
def test_a_time_that_does_not_fit_is_none_and_stays_in_raw(value):
    seen = Token(DOCUMENT | {"expiresOn": value})
    assert seen.expires_at is None
    assert seen.raw["expiresOn"] == value


def test_a_token_that_lacks_what_is_optional_says_none():
    seen = Token({"internalId": "t", "name": "n"})
    assert (seen.created_by, seen.created_at, seen.last_used_at, seen.expires_at, seen.id) == (None,) * 5
    assert seen.permissions == frozenset()


def test_a_token_expires_at_its_expiry():
    seen = Token(DOCUMENT)
    assert not seen.is_expired(datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert seen.is_expired(datetime(2027, 1, 1, tzinfo=UTC))
    assert not Token(token()).is_expired(datetime(9999, 1, 1, tzinfo=UTC))
    with pytest.raises(ConfigurationError, match="at must be a datetime with a time zone"):
        seen.is_expired(datetime(2027, 1, 1))  # noqa: DTZ001


def test_tokens_compare_by_internal_id_and_raw():
    assert Token(DOCUMENT) == Token(copy.deepcopy(DOCUMENT))
    assert hash(Token(DOCUMENT)) == hash(Token(copy.deepcopy(DOCUMENT)))
    assert Token(DOCUMENT) != Token(DOCUMENT | {"canViewLogs": False})
    assert Token(DOCUMENT) != Token(DOCUMENT | {"internalId": "t2"})
    assert Token(DOCUMENT) != DOCUMENT


def test_a_pickled_token_is_the_same_but_for_its_secret():
    seen = Token(
        DOCUMENT | {"id": Secret("clear-id")},
        Secret("in-the-clear"),
        (Correction("canViewLogs", sent=True, stored=None),),
    )
    dumped = pickle.dumps(seen)
    assert b"in-the-clear" not in dumped
    assert b"clear-id" not in dumped
    again = pickle.loads(dumped)  # noqa: S301
    assert (again, again.corrections) == (seen, seen.corrections)
    assert copy.deepcopy(seen).secret is seen.secret
    with pytest.raises(ConfigurationError):
        again.secret.reveal()


AUDIT = {
    "id": "e1",
    "action": "GET /api/settings",
    "message": "read",
    "actor": {"type": "ROBOT", "id": "r", "name": "R2"},
    "timestamp": 1767225600000,
    "meta": {"origin_ip": "192.0.2.1"},
}


def test_an_audit_log_entry_reads_its_document():
    entry = AuditLogEntry(AUDIT)
    assert (entry.id, entry.action, entry.message) == ("e1", "GET /api/settings", "read")
    assert entry.actor == Actor("ROBOT", "r", "R2", None)
    assert entry.at == datetime(2026, 1, 1, tzinfo=UTC)
    assert entry.meta == {"origin_ip": "192.0.2.1"}
    assert entry.raw == AUDIT
    assert entry == AuditLogEntry(dict(AUDIT))
    assert hash(entry) == hash(AuditLogEntry(dict(AUDIT)))
    assert entry != AccessLogEntry(AUDIT)
    assert repr(entry) == "<AuditLogEntry 2026-01-01 00:00:00+00:00 'GET /api/settings'>"


@pytest.mark.parametrize("empty", [{}, {"actor": None, "meta": 7, "timestamp": "x", "id": 1, "action": []}])
def test_an_entry_that_lacks_everything_is_still_an_entry(empty):
    entry = AuditLogEntry(empty)
    assert (entry.id, entry.action, entry.message, entry.at, entry.meta) == ("", "", "", None, {})
    assert entry.actor == Actor("", "", "", None)


def test_an_access_log_entry_reads_its_document():
    entry = AccessLogEntry({"action": "TELEPORT", "email": "jo@example.com", "fullName": "Jo", "tenantId": "t"})
    assert (entry.action, entry.email, entry.full_name, entry.tenant_id) == ("TELEPORT", "jo@example.com", "Jo", "t")
    assert entry.tenant_unit_id is None


def test_health_and_version_read_their_documents():
    health = Health({"health": "PURPLE", "messages": ["a", 7], "more": 1})
    assert (health.status, health.messages, health.raw["more"]) == ("PURPLE", ("a",), 1)
    assert Health({"health": "RED", "messages": None}).messages == ()
    version = Version({"branch": "b", "imageTag": "1.328.0", "commit": None})
    assert (version.branch, version.commit, version.image_tag) == ("b", None, "1.328.0")
    assert (repr(health), repr(version)) == ("<Health PURPLE>", "<Version b 1.328.0>")
