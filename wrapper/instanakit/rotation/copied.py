"""Which fields a new token has from the old one, and whether they are still the same. Pure."""

import json
from hashlib import sha256

from instanakit._operations import Document

# What the server sets by itself, and what a rotation does.
_SERVERS_OWN = frozenset({"id", "createdOn", "createdBy", "lastUsedOn"})
_GIVEN = frozenset({"internalId", "name", "accessGrantingToken", "expiresOn"})


def copied(document: Document) -> Document:
    """Return the fields of the old token that the new one is to have, the unknown ones too."""
    return {field: value for field, value in document.items() if field not in _SERVERS_OWN | _GIVEN}


def digest(document: Document) -> str:
    """Return what tells the fields that are copied from others."""
    return sha256(json.dumps(copied(document), sort_keys=True).encode()).hexdigest()


def differing(one: Document, other: Document) -> list[str]:
    """Return the copied fields in which two tokens differ; a field that is not there is like one that is not set."""
    ones, others = copied(one), copied(other)
    return sorted(
        field for field in ones.keys() | others.keys() if (ones.get(field) or None) != (others.get(field) or None)
    )
