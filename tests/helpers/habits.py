"""What instana-client 1.1.4 sends back of a token that it has read; `make vendor` compares it with the client itself."""

from instanakit import LimitedScope, Permission

NULLABLE = ("createdBy", "createdOn", "expiresOn", "lastUsedOn")
KNOWN = {"accessGrantingToken", "id", "internalId", "name", *NULLABLE, *map(str, Permission), *map(str, LimitedScope)}


def sent_back(document):
    """The document without the fields that the client does not know, and with null for the times that were not there."""
    return dict.fromkeys(NULLABLE) | {field: value for field, value in document.items() if field in KNOWN}
