"""Ask the tenant unit what the doctor wants to know, one question after the other."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from instanakit import AuthenticationError, Instana, InstanaError, PermissionDeniedError
from instanakit.cli.doctor import judge
from instanakit.cli.doctor.finding import Finding, Result

_VERSION = "/api/instana/version"
_OTHER = {"apiToken": "Bearer", "Bearer": "apiToken"}
_CERTIFICATE = re.compile(r"CERTIFICATE|ALERT_|TLS|SSL")
# Opens a client with the settings as they are, but for the options that are given.
Open = Callable[[Mapping[str, Any]], AbstractContextManager[Instana]]


def examine(
    options: Mapping[str, Any], internal_id: str | None, now: Callable[[], datetime], opened: Open
) -> Iterator[Finding | InstanaError]:
    """Give what each check found, and before the first one that ends the examination its error."""
    with opened({}) as instana:
        try:
            answer = instana.request("GET", _VERSION)
        except AuthenticationError as error:
            refused = error
        except InstanaError as error:
            yield error
            check = "TLS" if _CERTIFICATE.search(error.message) else "address"
            yield Finding(check, Result.FAILED, error.message, error.hint)
            return
        else:
            yield from _admitted(instana, options, internal_id, answer.headers, now)
            return
    yield from _refused(options, opened, refused)


def _admitted(
    instana: Instana,
    options: Mapping[str, Any],
    internal_id: str | None,
    headers: Mapping[str, str],
    now: Callable[[], datetime],
) -> Iterator[Finding]:
    base_url = options["base_url"]
    yield Finding("address", Result.FINE, f"{base_url} answers")
    yield judge.connection(base_url, verified=options.get("verify", True) is not False)
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
    yield Finding("address", Result.FINE, f"{options['base_url']} answers")
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
        yield Finding("health", Result.FAILED, error.message, error.hint)


def _rights(instana: Instana, internal_id: str | None, now: datetime) -> Iterator[Finding]:
    """Find out what the token may do, by doing what does no harm."""
    try:
        tokens = instana.tokens.list()
    except PermissionDeniedError:
        step = "Grant it canConfigureApiTokens if it is to manage tokens."
        yield Finding("tokens", Result.WARNING, "the token may not read tokens", step)
    except InstanaError as error:
        yield Finding("tokens", Result.FAILED, error.message, error.hint)
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
        yield Finding("logs", Result.FAILED, error.message, error.hint)
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
