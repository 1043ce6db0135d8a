"""The credential: hidden before it is checked, asked for when it is needed. No message quotes one."""

import re
from collections.abc import Callable
from threading import RLock
from typing import Any, TypeAlias, TypeVar

from instanakit.errors import ConfigurationError
from instanakit.secret import Secret

T = TypeVar("T")
ApiToken: TypeAlias = str | Secret | Callable[[], str | Secret]
PRINTABLE = re.compile(r"[\x21-\x7e]+")
_WITH_PASSWORD = 3  # certificate, key, the key's password


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
    return "" if PRINTABLE.fullmatch(stripped) else "has a space or a character that is not printable ASCII"


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
