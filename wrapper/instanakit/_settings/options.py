"""The options of a client, each checked before anything is sent. It knows no HTTP library."""

import re
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any
from urllib.parse import urlsplit

import attrs

from instanakit._checks import check_choice, check_seconds, check_whole_number
from instanakit._settings.credential import PRINTABLE, Credential
from instanakit.errors import ConfigurationError
from instanakit.events import Event
from instanakit.retry import RetryPolicy
from instanakit.secret import Secret

AUTH_SCHEMES = ("apiToken", "Bearer")
MASKED_SECRET = ("send", "refuse")


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
        if not isinstance(self.user_agent, str) or not PRINTABLE.fullmatch(self.user_agent.replace(" ", "-")):
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
