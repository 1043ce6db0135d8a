"""What a failure of the HTTP library means: its kind for the rules of trying again, and its words for the reader."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import httpx

from instanakit._flows import Outcome, Terms
from instanakit.retry import Failure

_FAILURES: tuple[tuple[type[Exception], Failure, str], ...] = (
    (httpx.ConnectTimeout, Failure.CONNECT_TIMEOUT, "no connection in time"),
    (httpx.PoolTimeout, Failure.CONNECT_TIMEOUT, "no free connection in time"),
    (httpx.ProxyError, Failure.CONNECT, "the proxy failed"),
    (httpx.ConnectError, Failure.CONNECT, "no connection"),
    (httpx.UnsupportedProtocol, Failure.REFUSED, "no connection"),
    (httpx.TimeoutException, Failure.TIMEOUT, "no answer in time"),
    (httpx.LocalProtocolError, Failure.REFUSED, "it cannot be written as HTTP"),
    (httpx.RequestError, Failure.LOST, "the connection broke"),
    (OSError, Failure.LOST, "the connection broke"),  # httpx lets what TLS says later than at first through
)
# The server's certificate does not verify; or the server tells that ours does not, or is missing. TLS 1.3 tells that
# only after the request has left, and yet nothing was done, since no server reads it before the handshake is complete.
_CERTIFICATE = re.compile(
    r"CERTIFICATE_VERIFY_FAILED|ALERT_(\w*CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)"
)
# What a server said that is not HTTP can hold anything, so it is not quoted; these say how it broke off.
_BROKE_OFF = re.compile(r"Server disconnected|peer (unexpectedly )?closed connection")
# If nothing was sent yet, these are about the connection.
_BEFORE = {Failure.LOST: Failure.CONNECT, Failure.TIMEOUT: Failure.CONNECT_TIMEOUT}
# An HTTP proxy's 407, and what httpcore says of a SOCKS proxy that wants another user and password.
_PROXY = re.compile(r"407|Invalid username/password|Requested [A-Z /]+ from proxy server")


class TooLargeError(Exception):
    """The body of an answer exceeds the limit."""


class UndecodableError(Exception):
    """The body of an answer is compressed wrongly, or in a way that was not asked for."""


class OverdueError(Exception):
    """The deadline ended while the body of an answer came in."""


Unanswered: TypeAlias = httpx.RequestError | TooLargeError | UndecodableError | OverdueError | OSError | RuntimeError
UNANSWERED = (httpx.RequestError, TooLargeError, UndecodableError, OverdueError, OSError, RuntimeError)


class Trace:
    """Follows a request through the HTTP library, to tell whether it was sent. For both colours, as its extension.

    `check` is called just before it is sent, and raises if it is not to be.
    """

    def __init__(self, check: Callable[[], None] = lambda: None, *, began: bool = False) -> None:
        self._check = check
        self._began, self._sent = began, False

    def hold(self, *, back: bool) -> None:
        """Take note that the request is held back, so that nothing was sent, or no longer is."""
        self._began = back

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of an event of httpcore's; what a proxy is asked first is not the request."""
        self._began = True
        if event == "http11.send_request_headers.started" and info["request"].method != b"CONNECT":
            self._check()
            self._sent = True

    @property
    def sent(self) -> bool:
        """Whether the request surely left."""
        return self._sent

    async def asynchronous(self, event: str, info: Mapping[str, Any]) -> None:
        """Do the same."""
        self(event, info)

    def judge(self, kind: Failure) -> Failure:
        """Return the kind of a failure, in view of whether anything was sent; other transports do not tell."""
        return _BEFORE.get(kind, kind) if self._began and not self._sent else kind


def outcome(error: Unanswered, trace: Trace, terms: Terms, limit: int, *, closed: bool) -> Outcome:
    """Return what an attempt without an answer brought; `limit` is how many bytes an answer may have.

    If the client was closed meanwhile, that is why a connection ended.
    """
    overdue = f"the deadline of {terms.deadline or 0:g} seconds ended"
    if isinstance(error, TooLargeError):
        return Outcome(None, Failure.UNREADABLE, f"its body exceeds {limit} bytes")
    if isinstance(error, UndecodableError):
        return Outcome(None, Failure.UNREADABLE, "its body cannot be decompressed")
    if isinstance(error, OverdueError) or (isinstance(error, TimeoutError) and terms.deadline is not None):
        return Outcome(None, trace.judge(Failure.TIMEOUT), overdue)
    if isinstance(error, RuntimeError):
        return Outcome(None, Failure.LOST if trace.sent else Failure.CLOSED, "the client was closed")
    kind, said, text = _meaning(error)
    if terms.overdue() and isinstance(error, httpx.TimeoutException):
        said, text = overdue, ""
    kind = trace.judge(kind)
    if closed and kind in {Failure.CONNECT, Failure.CONNECT_TIMEOUT, Failure.LOST}:
        return Outcome(None, Failure.LOST if kind is Failure.LOST else Failure.CLOSED, "the client was closed")
    return Outcome(None, kind, f"{said} ({text})" if text else said)


def _meaning(error: httpx.RequestError | OSError) -> tuple[Failure, str, str]:
    """Return the kind of a failure, what it is in words, and what the error itself says."""
    kind, said = next((kind, said) for known, kind, said in _FAILURES if isinstance(error, known))
    text = _text(error)
    if isinstance(error, httpx.RemoteProtocolError) and not _BROKE_OFF.match(text):
        said, text = "what came is not HTTP, or more than it allows", ""
    if isinstance(error, httpx.LocalProtocolError):
        text = ""
    if isinstance(error, httpx.ProxyError) and _PROXY.match(text):
        return Failure.REFUSED, said, text
    if kind in {Failure.CONNECT, Failure.LOST} and _CERTIFICATE.search(text):
        return Failure.REFUSED, "no connection", text
    return kind, said, text


def _text(error: BaseException | None) -> str:
    """Return what the error says or, where the async network says nothing, the operating system's error behind it."""
    text = str(error)
    while not text and error is not None:
        error = error.__cause__ or error.__context__
        text = str(error) if isinstance(error, OSError) else ""
    return text.rstrip(".")
