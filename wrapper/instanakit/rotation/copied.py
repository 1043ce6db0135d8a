"""Which fields a new token has from the old one, and whether the two may still do the same. Pure."""

import json
from hashlib import sha256

from instanakit._operations import Document
from instanakit.permissions import is_limited_scope, is_permission

# What the server sets by itself, and what a rotation does.
_SERVERS_OWN = frozenset({"id", "createdOn", "createdBy", "lastUsedOn"})
_GIVEN = frozenset({"internalId", "name", "accessGrantingToken", "expiresOn"})


def copied(document: Document) -> Document:
    """Return the fields of the old token that the new one is to have, the unknown ones too."""
    return {field: value for field, value in document.items() if field not in _SERVERS_OWN | _GIVEN}


def digest(document: Document) -> str:
    """Return what tells the permissions and limited scopes of a token from others."""
    return sha256(json.dumps(_flags(document)).encode()).hexdigest()


def differing(one: Document, other: Document) -> list[str]:
    """Return the permissions and limited scopes that one of two tokens has and the other has not."""
    return sorted(set(_flags(one)) ^ set(_flags(other)))


def _flags(document: Document) -> list[str]:
    flags = (field for field, value in document.items() if value is True)
    return sorted(field for field in flags if is_permission(field) or is_limited_scope(field))
