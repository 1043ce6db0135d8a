"""What to do across several requests: each flow is a generator that yields steps, written once for both colours.

A flow knows operations, answers and the retry rules; it knows no HTTP library, no clock, no sleep and no event loop.
"""

from instanakit._flows.create import create_token
from instanakit._flows.delete import delete_token
from instanakit._flows.page import Cursor, Log, Reading
from instanakit._flows.read import get_health, get_token, get_version, list_tokens, request
from instanakit._flows.steps import Call, Do, Flow, Memory, Note, Outcome, Pause, Terms
from instanakit._flows.update import update_token

__all__ = [
    "Call",
    "Cursor",
    "Do",
    "Flow",
    "Log",
    "Memory",
    "Note",
    "Outcome",
    "Pause",
    "Reading",
    "Terms",
    "create_token",
    "delete_token",
    "get_health",
    "get_token",
    "get_version",
    "list_tokens",
    "request",
    "update_token",
]
