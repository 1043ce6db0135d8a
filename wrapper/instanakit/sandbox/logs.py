"""The entries of the logs, and the pages that are read of them. Pure."""

from collections import deque
from collections.abc import Collection
from itertools import islice
from typing import Any

from instanakit.sandbox.rules import Document

KEPT_ENTRIES = 100_000  # of each log, so that a sandbox can run for days


def login(action: str, email: str, full_name: str, at: int, address: str) -> Document:
    """Make an entry of the access log."""
    return {
        "action": action,
        "email": email,
        "fullName": full_name,
        "tenantId": "sandbox",
        "tenantUnitId": "sandbox-unit",
        "message": _MESSAGES[action].format(full_name),
        "timestamp": at,
        "meta": {"origin_ip": address},
    }


_MESSAGES = {
    "FIRST_LOGIN": "{} logged in for the first time",
    "LOGIN": "{} logged in",
    "FAILED_LOGIN": "{} failed to log in",
}


def page(log: deque[Document], offset: int, page_size: int, query: str) -> dict[str, Any]:
    """Return a page of a log, newest entries first, of those that contain the query in any of their texts."""
    found: Collection[Document] = log
    newest_first = reversed(log)
    if query:
        found = [entry for entry in newest_first if query.lower() in " ".join(_texts(entry)).lower()]
        newest_first = iter(found)
    return {"total": len(found), "entries": list(islice(newest_first, offset, offset + page_size))}


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [value] if isinstance(value, str) else []
