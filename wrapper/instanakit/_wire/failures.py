"""What a failure of the HTTP library means: its kind for the rules of trying again, and its words for the reader."""

import re

import httpx

from instanakit.retry import Failure

_FAILURES: tuple[tuple[type[Exception], Failure, str], ...] = (
    (httpx.ConnectTimeout, Failure.CONNECT_TIMEOUT, "no connection in time"),
    (httpx.PoolTimeout, Failure.CONNECT_TIMEOUT, "no free connection in time"),
    (httpx.ProxyError, Failure.CONNECT, "the proxy failed"),
    (httpx.ConnectError, Failure.CONNECT, "no connection"),
    (httpx.UnsupportedProtocol, Failure.REFUSED, "no connection"),
    (httpx.TimeoutException, Failure.TIMEOUT, "no answer in time"),
    (httpx.DecodingError, Failure.UNREADABLE, "its body cannot be decompressed"),
    (httpx.RequestError, Failure.LOST, "the connection broke"),
    (OSError, Failure.LOST, "the connection broke"),  # httpx lets what TLS says later than at first through
)
# The server's certificate does not verify; or the server tells that ours does not, or is missing. TLS 1.3 tells that
# only after the request has left, and yet nothing was done, since no server reads it before the handshake is complete.
_CERTIFICATE = re.compile(
    r"CERTIFICATE_VERIFY_FAILED|ALERT_(\w*CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)"
)
# An HTTP proxy's 407, and what httpcore says of a SOCKS proxy that wants another user and password.
_PROXY = re.compile(r"407|Invalid username/password|Requested [A-Z /]+ from proxy server")


def meaning(error: httpx.RequestError | OSError) -> tuple[Failure, str, str]:
    """Return the kind of a failure, what it is in words, and what the error itself says."""
    kind, said = next((kind, said) for known, kind, said in _FAILURES if isinstance(error, known))
    text = _text(error)
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
    return text
