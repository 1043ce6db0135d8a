"""What errors quote from a configuration: never a text that may be a credential in the wrong place. Pure."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

# Long, without a dot or slash, and of lower case mixed with capitals or digits: so look API tokens.
_LIKE_A_SECRET = re.compile(r"(?=.*[a-z])(?=.*[A-Z0-9])[\w+=~-]{12,}")
_KINDS: Mapping[type, str] = {list: "a list", dict: "a table", str: "a text"}
FOUR_WAYS = "credential_env, credential_file, credential_keyring or credential_process"


def may_be_secret(text: str) -> bool:
    """Tell whether a text has a word that looks like the secret of a token rather than a name or a path."""
    return any(map(_LIKE_A_SECRET.fullmatch, text.split()))


def shown(value: Any) -> str:
    """Return how an error quotes a value: as it stands in the file, or by its kind."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)) or (isinstance(value, str) and not may_be_secret(value)):
        return repr(value)
    return _KINDS.get(type(value), "a date or a time")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Say which of the known names is like another name, or nothing."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"Did you mean {near[0]}?" if near else ""


def listed(names: Iterable[str], word: str) -> str:
    """Return names as a sentence has them: 'a, b or c'."""
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last
