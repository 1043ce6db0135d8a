"""The options of a client, checked before anything is sent: base URL, credential, environment, limits.

It knows no HTTP library. No message quotes a credential.
"""

import os
import re
from collections.abc import Callable, Mapping
from inspect import iscoroutinefunction
from threading import RLock
from typing import Any, TypeAlias, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import attrs

from instanakit._checks import check_choice, check_seconds, check_whole_number, is_loopback
from instanakit.errors import ConfigurationError
from instanakit.events import Event
from instanakit.retry import RetryPolicy
from instanakit.secret import Secret

T = TypeVar("T")
ApiToken: TypeAlias = str | Secret | Callable[[], str | Secret]
AUTH_SCHEMES = ("apiToken", "Bearer")
MASKED_SECRET = ("send", "refuse")
_WITH_PASSWORD = 3  # certificate, key, the key's password
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


def hide(value: T) -> T | Secret:
    """Return a text as a Secret, unchecked: a function does this first, so that no traceback shows its argument."""
    return Secret(value) if isinstance(value, str) and value else value


def hide_password(cert: Any) -> Any:
    """Return a client certificate with the password of its key as a Secret, for the same reason."""
    return (*cert[:-1], hide(cert[-1])) if isinstance(cert, tuple) and len(cert) == _WITH_PASSWORD else cert


def conceal(value: object, option: str) -> Secret:
    """Return a credential as a Secret: white space around it is stripped, inside it must be printable ASCII."""
    text = value.reveal() if isinstance(value, Secret) else value
    stripped = text.strip() if isinstance(text, str) else ""
    # No frame of a traceback may hold the text, so it is gone before an error is raised.
    wrong = _what_is_wrong(text, stripped)
    del value, text
    if wrong:
        del stripped
        message = f"{option} {wrong}"
        raise ConfigurationError(message, hint="Give the token's secret alone, without the word before it.")
    return Secret(stripped)


def _what_is_wrong(text: object, stripped: str) -> str:
    if not isinstance(text, str):
        return f"must be a text or a Secret, not {type(text).__name__}"
    if not stripped:
        return "is empty"
    return "" if _PRINTABLE.fullmatch(stripped) else "has a space or a character that is not printable ASCII"


class Credential:
    """The API token to authenticate with: given once, or asked for when it is needed and again when it was refused."""

    def __init__(self, api_token: ApiToken) -> None:
        self.renewable = not isinstance(api_token, (str, Secret)) and callable(api_token)
        given = None if self.renewable else conceal(api_token, "api_token")
        self._ask = api_token if callable(api_token) else lambda: given
        self._secret = given
        self._lock = RLock()
        self._asking = False

    def must_ask(self, refused: Secret | None) -> bool:
        """Tell whether the application has to be asked, which may take its time."""
        return self.renewable and (self._secret is None or self._secret == refused)

    def current(self, *, refused: Secret | None = None) -> Secret:
        """Return the token; ask for it anew if the one at hand is the one that was refused."""
        if self._secret is not None and not self.must_ask(refused):
            return self._secret
        with self._lock:
            if self._asking:
                message = "The callable api_token uses the client that asks it for the credential"
                raise ConfigurationError(message, hint="Give it a client of its own.")
            if self._secret is None or self._secret == refused:
                self._asking = True
                try:
                    self._secret = conceal(_asked(self._ask), "api_token")
                finally:
                    self._asking = False
            return self._secret


def _asked(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except ConfigurationError:  # this package's own, which quote no credential
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, its text may quote the credential)
        problem = type(error).__name__
    message = f"The callable api_token raised {problem}"
    raise ConfigurationError(message, hint="Call it by itself to see why.")


@attrs.frozen(kw_only=True)
class Settings:
    """All options of a client. Each is checked here, and what is kept is ready to use."""

    base_url: str
    credential: Credential
    auth_scheme: str
    timeout: Any
    deadline: float | None
    retry: RetryPolicy | None
    verify: Any
    cert: Any
    proxy: Secret | str | None
    trust_env: bool
    transport: Any
    max_response_bytes: int
    masked_secret: str
    user_agent: str
    on_event: Callable[[Event], object] | None

    def __attrs_post_init__(self) -> None:
        check_choice(self.auth_scheme, "auth_scheme", AUTH_SCHEMES)
        check_choice(self.masked_secret, "masked_secret", MASKED_SECRET)
        check_seconds(self.deadline, "deadline")
        check_retry(self.retry)
        self._check_transport()
        # An httpx.Timeout is known by its method, since this module does not know httpx.
        if not hasattr(self.timeout, "as_dict"):
            check_seconds(self.timeout, "timeout", ", an httpx.Timeout or None")
        if self.on_event is not None and not callable(self.on_event):
            message = f"on_event must be callable or None; it is {self.on_event!r}"
            raise ConfigurationError(message)
        if iscoroutinefunction(self.on_event):
            message = "on_event is a coroutine function, which nobody would await"
            raise ConfigurationError(message, hint="Give a plain function; it may put the event into an asyncio.Queue.")
        check_whole_number(self.max_response_bytes, "max_response_bytes", 1)
        if not isinstance(self.user_agent, str) or not _PRINTABLE.fullmatch(self.user_agent.replace(" ", "-")):
            message = "user_agent must be printable ASCII"
            raise ConfigurationError(message)

    @property
    def doubt(self) -> str:
        """What may be wrong with the base URL though its form is right; empty if nothing is known."""
        host = urlsplit(self.base_url).hostname or ""
        tenant = re.fullmatch(r"([^.-]+)\.instana\.io", host)
        if tenant is None:
            return ""
        return f"The base URL names no unit: for SaaS it is https://unit-{tenant[1]}.instana.io, not https://{host}."

    def _check_transport(self) -> None:
        given = {"verify": self.verify is not True, "cert": self.cert is not None, "proxy": self.proxy is not None}
        ignored = " and ".join(option for option, is_given in given.items() if is_given)
        if self.transport is not None and ignored:
            message = f"{ignored} cannot be given together with transport"
            raise ConfigurationError(message, hint="Make the transport with them, since it is what connects.")


def check_retry(value: object) -> None:
    """Refuse what is no retry policy and not None."""
    if value is not None and not isinstance(value, RetryPolicy):
        message = f"retry must be a RetryPolicy or None; it is {value!r}"
        raise ConfigurationError(message)


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
