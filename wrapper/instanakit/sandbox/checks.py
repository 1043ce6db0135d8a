"""Checks of options and arguments, and the hint at what was meant. Pure."""

import difflib
import re
from collections.abc import Iterable

from instanakit.errors import ConfigurationError


def is_header_text(value: object) -> bool:
    """Tell whether a header can hold it as a token."""
    return isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]+", value) is not None


def check_delay(value: object, option: str) -> None:
    """Refuse what is no number of seconds that can be waited for; zero can."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
        message = f"{option} must be a number of seconds, not negative and not infinite; it is {value!r}"
        raise ConfigurationError(message)


def check_names(names: Iterable[str], known: Iterable[str], problem: str) -> None:
    """Refuse a name that is none of the known ones, and say which one is like it, or which there are."""
    known = list(known)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(str(name).lower(), known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Choose {', '.join(known[:-1])} or {known[-1]}."
            message = f"{problem} {name!r}"
            raise ConfigurationError(message, hint=hint)
