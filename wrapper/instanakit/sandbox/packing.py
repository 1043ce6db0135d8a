"""How a token's document is written into a state file: without the known flags that are off. Pure."""

import json

from instanakit.sandbox.rules import KNOWN_FLAGS, OFF, Document

_encode = json.JSONEncoder(separators=(",", ":")).encode


def packed(document: Document) -> str:
    """Return a document as JSON."""
    if not document.keys() >= KNOWN_FLAGS:  # a test may have taken some away
        return _encode([False, document])
    return _encode([True, {name: value for name, value in document.items() if value is not False or name not in OFF}])


def unpacked(text: str) -> Document:
    """Return the document that was packed; ValueError for any other text."""
    match json.loads(text):
        case [bool(is_short), {"internalId": str(), "accessGrantingToken": str()} as found]:
            document: Document = found
            return OFF | document if is_short else document
        case _:
            message = "no token's document"
            raise ValueError(message)


def packed_entry(entry: Document) -> str:
    """Return an entry of a log as JSON."""
    return _encode(entry)


def unpacked_entry(text: str) -> Document:
    """Return the entry that was packed; ValueError for any other text."""
    match json.loads(text):
        case dict() as entry:
            return entry
        case _:
            message = "no entry of a log"
            raise ValueError(message)
