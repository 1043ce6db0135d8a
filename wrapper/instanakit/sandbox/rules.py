"""What the API does with a token's document: what it refuses, corrects, owns, and masks. Pure.

Sources: docs/api.md. Where the documentation is silent the sandbox takes null for a flag as off, as it must for clients
that send one for every flag they know.
"""

from typing import Any

from instanakit.permissions import ALWAYS_FALSE, IMPLIED, LimitedScope, Permission
from instanakit.secret import MASK

Document = dict[str, Any]
FLAGS = (*map(str, Permission), *map(str, LimitedScope))
OWNED = ("id", "createdBy", "createdOn", "lastUsedOn")
KNOWN_FLAGS = frozenset(FLAGS)
OFF = dict.fromkeys(FLAGS, False)
_INT64 = 2**63


def problems(body: object) -> list[str]:
    """Say what is wrong with the body of a POST or PUT, each problem with the name of its field."""
    if not isinstance(body, dict):
        return ["body: must be a JSON object"]
    found = []
    for field in ("accessGrantingToken", "internalId", "name"):
        value = body.get(field)
        if not isinstance(value, str):
            found.append(f"{field}: must be a text")
        elif not value and field != "name":
            found.append(f"{field}: must not be empty")
    expires_on = body.get("expiresOn")
    if expires_on is not None:
        if isinstance(expires_on, bool) or not isinstance(expires_on, int):
            found.append("expiresOn: must be a whole number of milliseconds or null")
        elif not -_INT64 <= expires_on < _INT64:
            found.append("expiresOn: must be a number of 64 bits")
    found += [
        f"{field}: must be true or false"
        for field, value in body.items()
        if field in KNOWN_FLAGS and value is not None and not isinstance(value, bool)
    ]
    return found


def normalised(body: Document) -> Document:
    """Return the document that is stored for a body: each known flag on or off, unknown fields kept."""
    stored = OFF | {field: value for field, value in body.items() if field not in OWNED}
    for flag in KNOWN_FLAGS & body.keys():
        stored[flag] = body[flag] is True
    for flag, implied in IMPLIED.items():
        if stored.get(flag):
            stored |= dict.fromkeys(implied, True)
    return stored | dict.fromkeys(ALWAYS_FALSE, False)


def masked(document: Document) -> Document:
    """Return the document as GET shows it."""
    return document | {"accessGrantingToken": MASK, "id": MASK}


def is_mask(secret: str) -> bool:
    """Tell whether a client sent back the mask that it was shown."""
    return secret == MASK
