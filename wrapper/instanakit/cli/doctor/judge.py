"""What the doctor makes of what it saw. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from instanakit._checks import is_loopback
from instanakit.cli.doctor.finding import Finding, Result
from instanakit.events import RateLimit
from instanakit.models import Health, Token

_SKEW = timedelta(seconds=60)
_FEW = 0.1
_SOON = timedelta(days=14)
_MANY = 3


def connection(base_url: str, *, verified: bool) -> Finding:
    """Judge how the connection is protected."""
    is_plain = not base_url.startswith("https:")
    if is_plain and is_loopback(urlsplit(base_url).hostname or ""):
        return Finding("TLS", Result.FINE, "not needed, since it is this machine")
    if is_plain:
        step = "Use https, unless this is a sandbox on this machine."
        return Finding("TLS", Result.WARNING, "http: the credential travels in the clear", step)
    if not verified:
        step = "Remove verify = false; give the path of the certificate authority instead."
        return Finding("TLS", Result.WARNING, "the server's certificate is not verified", step)
    return Finding("TLS", Result.FINE, "the server's certificate verifies")


def clock(server: datetime | None, here: datetime) -> Finding:
    """Judge how far this machine's clock is from the server's."""
    if server is None:
        return Finding("clock", Result.SKIPPED, "the server does not say what time it is")
    skew = here - server
    seconds = round(abs(skew).total_seconds())
    direction = "ahead of" if skew > timedelta() else "behind"
    if abs(skew) <= _SKEW:
        return Finding("clock", Result.FINE, f"within {max(1, seconds)} s of the server's")
    step = "Set this machine's clock; times like --expires 90d are reckoned from it."
    return Finding("clock", Result.WARNING, f"{seconds} s {direction} the server's", step)


def health(found: Health) -> Finding:
    """Judge the health that the backend tells."""
    said = ": ".join((found.status, "; ".join(found.messages))) if found.messages else found.status
    if found.status == "GREEN":
        return Finding("health", Result.FINE, said)
    return Finding("health", Result.WARNING, said, "Ask who runs the backend; calls may fail or be slow meanwhile.")


def rate_limit(found: RateLimit | None) -> Finding:
    """Judge how many calls are left."""
    if found is None or found.remaining is None or not found.limit:
        return Finding("rate limit", Result.SKIPPED, "the server does not tell")
    seen = f"{found.remaining} of {found.limit} calls are left"
    if found.resets_at is not None:
        seen += f" until {found.resets_at:%H:%M} UTC"
    if found.remaining >= _FEW * found.limit:
        return Finding("rate limit", Result.FINE, seen)
    return Finding("rate limit", Result.WARNING, seen, "Find out who calls so often, or wait for the reset.")


def own_token(token: Token, now: datetime) -> Finding:
    """Judge the token in use."""
    seen = f"{token.name!r} with {len(token.permissions)} permissions"
    if token.expires_at is None:
        return Finding("token", Result.WARNING, f"{seen}, never expires", "Give it an expiry: tokens update --expires.")
    seen += f", expires {token.expires_at:%Y-%m-%d}"
    if token.expires_at <= now + _SOON:
        return Finding("token", Result.WARNING, seen, "Extend or replace it before it ends.")
    return Finding("token", Result.FINE, seen)


def unknown_flags(names: Iterable[str]) -> Finding:
    """Judge the flags of tokens that this build does not know."""
    found = sorted(names)
    if not found:
        return Finding("flags", Result.FINE, "this build knows all that the server has")
    listed = ", ".join(found[:_MANY]) + (f" and {len(found) - _MANY} more" if len(found) > _MANY else "")
    step = "Upgrade instanakit; until then they are kept as they are, and --allow-unknown takes them."
    return Finding(
        "flags", Result.WARNING, f"the server has {len(found)} that this build does not know: {listed}", step
    )
