"""Readers: what a value in a file must be. Each returns what it was made into, or a Wrong, and raises nothing.

So whoever raises holds no value, which may be a credential in the wrong place.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from instanakit._checks import check_seconds
from instanakit._settings import check_base_url
from instanakit.errors import ConfigurationError
from instanakit.profiles.shown import listed, shown
from instanakit.profiles.tables import Wrong

T = TypeVar("T")
Reader: TypeAlias = Callable[[Any], T | Wrong]
_PAIR = 2
_WITH_PASSWORD = 3


def text(value: Any) -> str | Wrong:
    """Read a text that is not empty."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    return Wrong(f"must be a text that is not empty; it is {shown(value)}")


def choice(*choices: str) -> Reader[str]:
    """Make the reader of one of some texts."""

    def read(value: Any) -> str | Wrong:
        if value in choices:
            return str(value)
        return Wrong(f"must be {listed(map(repr, choices), 'or')}; it is {shown(value)}")

    return read


def flag(value: Any) -> bool | Wrong:
    """Read true or false."""
    return value if isinstance(value, bool) else Wrong(f"must be true or false; it is {shown(value)}")


def seconds(value: Any) -> float | Wrong:
    """Read a positive number of seconds."""
    try:
        check_seconds(value, "")
    except ConfigurationError:
        return Wrong(f"must be a positive number of seconds; it is {shown(value)}")
    return float(value)


def url(*, allow_insecure_http: bool) -> Reader[str]:
    """Make the reader of a base URL."""

    def read(value: Any) -> str | Wrong:
        try:
            return check_base_url(value, allow_insecure_http=allow_insecure_http, name="")
        except ConfigurationError as error:
            return Wrong(error.message.strip())

    return read


def path(folder: Path) -> Reader[Path]:
    """Make the reader of a path, which is relative to a folder."""

    def read(value: Any) -> Path | Wrong:
        found = text(value)
        return found if isinstance(found, Wrong) else place(folder, found)

    return read


def place(folder: Path, named: str) -> Path:
    """Return the path that a text names: ~ is the home, and what is relative is so to a folder."""
    try:
        return folder / Path(named).expanduser()
    except RuntimeError:  # there is no home of that name
        return folder / named


def verify(folder: Path) -> Reader[bool | str]:
    """Make the reader of how a server's certificate is verified."""

    def read(value: Any) -> bool | str | Wrong:
        if isinstance(value, str) and value.strip():
            return str(place(folder, value.strip()))
        return value if isinstance(value, bool) else Wrong(f"must be true, false or a path; it is {shown(value)}")

    return read


def cert(folder: Path) -> Reader[str | tuple[str, str]]:
    """Make the reader of a client certificate: one path, or that of the certificate and that of its key."""

    def read(value: Any) -> str | tuple[str, str] | Wrong:
        parts = value if isinstance(value, list) else [value]
        if len(parts) == _WITH_PASSWORD:
            return Wrong(
                "has three parts: a key's password is a credential in the clear",
                "Use a key without one, in a file that only you can read, or give cert to from_profile.",
            )
        if not 1 <= len(parts) <= _PAIR or not all(isinstance(part, str) and part.strip() for part in parts):
            return Wrong(f"must be a path, or [certificate, key]; it is {shown(value)}")
        paths = [str(place(folder, part.strip())) for part in parts]
        return paths[0] if len(paths) == 1 else (paths[0], paths[1])

    return read


def proxy(value: Any) -> str | Wrong:
    """Read the URL of a proxy, which has no user and no password."""
    found = text(value)
    if isinstance(found, str) and "@" in found:
        return Wrong(
            "has a user or a password in it: that is a credential in the clear",
            "Leave it out; the proxy variables, or proxy given to from_profile, may have one.",
        )
    return found


def arguments(value: Any) -> tuple[str, ...] | Wrong:
    """Read an argument list."""
    hint = 'Write each argument by itself: credential_process = ["op", "read", "..."].'
    if isinstance(value, str):
        return Wrong("must be a list of arguments, not one text: no shell takes it apart", hint)
    if not isinstance(value, list) or not value or not all(isinstance(part, str) for part in value) or not value[0]:
        return Wrong("must be a list of texts, of which the first names the program", hint)
    return tuple(value)


def service_and_name(value: Any) -> tuple[str, str] | Wrong:
    """Read SERVICE/NAME: the last slash divides them."""
    service, _, name = value.rpartition("/") if isinstance(value, str) else ("", "", "")
    return (service, name) if service and name else Wrong("must be SERVICE/NAME")
