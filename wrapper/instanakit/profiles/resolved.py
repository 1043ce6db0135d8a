"""Resolved: every setting of a command with where it comes from, and the arguments of a client made of them."""

from typing import Any

import attrs

from instanakit.errors import ConfigurationError
from instanakit.profiles.profile import OPTIONS
from instanakit.profiles.shown import FOUR_WAYS

DEFAULT = "default"


@attrs.frozen
class Value:
    """A setting and its origin: "--base-url", "INSTANA_BASE_URL", "config.toml [profiles.prod]" or "default"."""

    value: Any
    origin: str


def first(*values: Value, default: Any = None) -> Value:
    """Return the first value that is there, else the default."""
    return next((value for value in values if value.value is not None), Value(default, DEFAULT))


@attrs.frozen(kw_only=True)
class Resolved:
    """Every setting of a command as a Value. `credential` is where it is, and is not asked for before a call needs it.

    An option of the origin "default" has the client's own default.
    """

    profile: Value
    base_url: Value
    credential: Value
    internal_id: Value
    output: Value
    color: Value
    auth_scheme: Value
    verify: Value
    cert: Value
    proxy: Value
    deadline: Value
    timeout: Value
    allow_insecure_http: Value
    masked_secret: Value
    config: str = attrs.field(repr=False)

    def client_options(self) -> dict[str, Any]:
        """Return the arguments of Instana. Raises ConfigurationError if there is no base URL or no credential."""
        if self.base_url.value is None:
            message = "No tenant unit is named"
            hint = (
                "Name one with --profile or --base-url, with INSTANAKIT_PROFILE or INSTANA_BASE_URL, "
                f"or with default_profile in {self.config}."
            )
            raise ConfigurationError(message, hint=hint)
        if self.credential.value is None:
            message = f"There is no credential for {self.base_url.value} ({self.base_url.origin})"
            hint = f"Set INSTANA_API_TOKEN, or give its profile in {self.config} one of {FOUR_WAYS}."
            raise ConfigurationError(message, hint=hint)
        options: dict[str, Value] = {name: getattr(self, name) for name in OPTIONS}
        given = {name: option.value for name, option in options.items() if option.origin != DEFAULT}
        return {"base_url": self.base_url.value, "api_token": self.credential.value} | given
