"""The base URL, and what the environment says of it and of the API token."""

import os
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from instanakit._checks import is_loopback
from instanakit._settings.credential import conceal, hide
from instanakit.errors import ConfigurationError
from instanakit.secret import Secret


def check_base_url(value: str, *, allow_insecure_http: bool, name: str = "base_url") -> str:
    """Return the base URL without a slash at its end, or say what is wrong with it."""
    parts = _split(value)
    problem = "must be a URL like https://unit-tenant.instana.io"
    if parts is not None and parts.scheme in {"http", "https"} and parts.hostname:
        problem = _problem(parts, value, allow_insecure_http=allow_insecure_http)
    if problem:
        message = f"{name} {problem}"
        raise ConfigurationError(message)
    return value.strip().rstrip("/")


def _split(value: object) -> SplitResult | None:
    if not isinstance(value, str) or re.search(r"[\x00-\x20\x7f\\]", value.strip()):
        return None
    try:
        parts = urlsplit(value.strip())
        _ = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError:
        return None
    return parts


def _problem(parts: SplitResult, text: str, *, allow_insecure_http: bool) -> str:
    if parts.username is not None or parts.password is not None:
        return "must not have a user name or a password in it"
    if "?" in text or "#" in text:  # even with nothing behind it, where urlsplit sees none
        return "must not have a query or a fragment"
    if {".", ".."} & set(unquote(parts.path).split("/")):
        return "must not have a segment '.' or '..' in its path"
    if parts.scheme == "http" and not allow_insecure_http and not is_loopback(parts.hostname or ""):
        return "must begin with https://: http shows the API token to the network; allow_insecure_http=True allows it"
    return ""


def from_environment(
    environ: Mapping[str, str] = os.environ, *, allow_insecure_http: bool = False
) -> tuple[str, Secret]:
    """Read base URL and API token from INSTANA_BASE_URL, or INSTANA_ENDPOINT (a host), and INSTANA_API_TOKEN."""
    url, endpoint = environ.get("INSTANA_BASE_URL", "").strip(), environ.get("INSTANA_ENDPOINT", "").strip()
    api_token = hide(environ.get("INSTANA_API_TOKEN", "").strip())
    del environ
    if endpoint and ("://" in endpoint or "@" in endpoint):
        message = "INSTANA_ENDPOINT must be a host without a scheme, like unit-tenant.instana.io"
        raise ConfigurationError(message, hint="A whole URL goes into INSTANA_BASE_URL.")
    from_host = f"https://{endpoint}"
    if url and endpoint and url.rstrip("/").lower() != from_host.rstrip("/").lower():
        message = "INSTANA_BASE_URL and INSTANA_ENDPOINT are both set and name different servers"
        raise ConfigurationError(message, hint="Unset one of them.")
    if not url and not endpoint:
        message = "INSTANA_BASE_URL is not set"
        raise ConfigurationError(message, hint="Set it to https://unit-tenant.instana.io, or pass base_url.")
    if not api_token:
        message = "INSTANA_API_TOKEN is not set"
        raise ConfigurationError(message, hint="Set it to the secret of an API token, or pass api_token.")
    name = "INSTANA_BASE_URL" if url else "INSTANA_ENDPOINT"
    base_url = check_base_url(url or from_host, allow_insecure_http=allow_insecure_http, name=name)
    return base_url, conceal(api_token, "INSTANA_API_TOKEN")
