"""The answers that some faults give in the place of the API's."""

from collections.abc import Callable

from instanakit.sandbox.answers import signature
from instanakit.sandbox.fault import BODILESS, Content, Fault
from instanakit.sandbox.limit import RateWindow
from instanakit.sandbox.reply import Reply

LOGIN = b"""<!doctype html>
<title>Sign in</title>
<form method="post" action="/login"><input name="user"><input name="password" type="password"></form>
"""
_NOTHING = Content(b"", "text/plain; charset=utf-8")
_STATUS = {"page": 200, "redirect": 302, "rate_limit": 429}
_BODY = {
    "page": Content(LOGIN, "text/html; charset=utf-8"),
    "rate_limit": Content(b'{"message":"Rate limit exceeded"}', "application/json"),
}


def instead(fault: Fault, window: RateWindow, clock: Callable[[], float]) -> Reply:
    """Make the answer of a fault that has one of its own."""
    status = fault.status or _STATUS[fault.action]
    body = fault.body or _BODY.get(fault.action, _NOTHING)
    headers = signature(clock)
    if status not in BODILESS:
        headers |= {"content-type": body.kind, "content-length": str(len(body.data))}
    if fault.action == "redirect":
        headers["location"] = "https://login.example.com/"
    if fault.action == "rate_limit" and fault.headers is None:
        headers |= window.spent_headers()
    headers |= fault.headers or {}
    lines = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return Reply(status, lines, b"" if status in BODILESS else body.data)
