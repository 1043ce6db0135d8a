"""Ask the tenant unit what the doctor wants to know, one question after the other."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from instanakit import Instana
from instanakit.cli.doctor import judge
from instanakit.cli.doctor.finding import Finding, Result
from instanakit.cli.failures import next_unless_named
from instanakit.errors import (
    APIConnectionError,
    APIStatusError,
    AuthenticationError,
    ConfigurationError,
    InstanaError,
    PermissionDeniedError,
    RateLimitError,
)

_VERSION = "/api/instana/version"
_OTHER = {"apiToken": "Bearer", "Bearer": "apiToken"}
# What the TLS library says; the errors of a connection that never was have no other sign of it.
_CERTIFICATE = re.compile(r"CERTIFICATE_VERIFY_FAILED|_ALERT_|\[SSL\b")
# Opens a client with the settings as they are, but for the options that are given.
Open = Callable[[Mapping[str, Any]], AbstractContextManager[Instana]]


def examine(
    options: Mapping[str, Any], internal_id: str | None, now: Callable[[], datetime], opened: Open
) -> Iterator[Finding | InstanaError]:
    """Give what each check found, and before the first one that ends the examination its error."""
    try:
        asked = _asked(options)
    except ConfigurationError as error:
        yield error
        yield failed("credential", error)
        return
    with opened(asked) as instana:
        try:
            answer = instana.request("GET", _VERSION)
        except AuthenticationError as error:
            refused = error
        except InstanaError as error:
            yield error
            if isinstance(error, APIStatusError):
                yield _answers(options)
            yield failed(_check(error), error)
            return
        else:
            yield from _admitted(instana, options, internal_id, answer.headers, now)
            return
    yield from _refused(options, opened, refused)


def _asked(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask for the credential, before anything is sent; the client takes what came, and asks anew if it is refused."""
    source = options.get("api_token")
    if not callable(source):
        return {}
    first = [source()]
    return {"api_token": lambda: first.pop() if first else source()}


# By what the first request came back with; the first kind that fits counts.
_CHECKS: tuple[tuple[type[InstanaError], str], ...] = (
    (ConfigurationError, "credential"),
    (PermissionDeniedError, "credential"),
    (RateLimitError, "rate limit"),
    (APIStatusError, "version"),
)


def _check(error: InstanaError) -> str:
    """Name the check that failed."""
    if isinstance(error, APIConnectionError) and _CERTIFICATE.search(error.message):
        return "TLS"
    return next((check for kind, check in _CHECKS if isinstance(error, kind)), "address")


def failed(check: str, error: InstanaError) -> Finding:
    """Make the line of a check that failed with an error."""
    return Finding(check, Result.FAILED, error.message, error.hint or next_unless_named(error))


def _answers(options: Mapping[str, Any]) -> Finding:
    return Finding("address", Result.FINE, f"{options['base_url']} answers")


def _admitted(
    instana: Instana,
    options: Mapping[str, Any],
    internal_id: str | None,
    headers: Mapping[str, str],
    now: Callable[[], datetime],
) -> Iterator[Finding]:
    yield _answers(options)
    yield judge.connection(options["base_url"], verified=options.get("verify", True) is not False)
    yield judge.clock(_date(headers), now())
    yield Finding("credential", Result.FINE, f"accepted as {options.get('auth_scheme', 'apiToken')}")
    yield from _backend(instana)
    yield from _rights(instana, internal_id, now())
    yield judge.rate_limit(instana.rate_limit)


def _refused(options: Mapping[str, Any], opened: Open, error: AuthenticationError) -> Iterator[Finding | InstanaError]:
    """Try the other way to authenticate, once."""
    scheme = options.get("auth_scheme", "apiToken")
    other = _OTHER[scheme]
    yield error
    yield _answers(options)
    try:
        with opened({"auth_scheme": other}) as instana:
            instana.version(retry=None)
    except InstanaError:
        step = "Check that the token is of this tenant unit, and neither deleted nor expired."
        yield Finding("credential", Result.FAILED, f"refused, as {scheme} and as {other}", step)
        return
    step = f"Set auth_scheme = {other!r} in the profile."
    yield Finding("credential", Result.FAILED, f"refused as {scheme}, but accepted as {other}", step)


def _backend(instana: Instana) -> Iterator[Finding]:
    try:
        yield judge.health(instana.health())
        yield Finding("version", Result.FINE, instana.version().image_tag or "not told")
    except InstanaError as error:
        yield failed("health", error)


def _rights(instana: Instana, internal_id: str | None, now: datetime) -> Iterator[Finding]:
    """Find out what the token may do, by doing what does no harm."""
    try:
        tokens = instana.tokens.list()
    except PermissionDeniedError:
        step = "Grant it canConfigureApiTokens if it is to manage tokens."
        yield Finding("tokens", Result.WARNING, "the token may not read tokens", step)
    except InstanaError as error:
        yield failed("tokens", error)
    else:
        yield Finding("tokens", Result.FINE, f"the token may read all {len(tokens)} tokens")
        own = next((token for token in tokens if token.internal_id == internal_id), None)
        yield _own(own, internal_id, now)
        yield judge.unknown_flags(instana.tokens.unknown_permissions(tokens))
    try:
        list(instana.audit_log.list(limit=1))
    except PermissionDeniedError:
        step = "Grant it canViewAuditLog if it is to read the logs."
        yield Finding("logs", Result.WARNING, "the token may not read the logs", step)
    except InstanaError as error:
        yield failed("logs", error)
    else:
        yield Finding("logs", Result.FINE, "the token may read the logs")


def _own(own: Any, internal_id: str | None, now: datetime) -> Finding:
    if internal_id is None:
        step = "Set internal_id in the profile, so that the token in use is not deleted by accident."
        return Finding("token", Result.SKIPPED, "which token is in use is not known", step)
    if own is None:
        return Finding(
            "token", Result.WARNING, f"there is no token {internal_id}", "Correct internal_id in the profile."
        )
    return judge.own_token(own, now)


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        found = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return None
    return found if found.tzinfo else None
