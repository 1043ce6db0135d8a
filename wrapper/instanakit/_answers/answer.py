"""An answer, and how its body is read: as JSON, as the server's own words, as a page for people. Pure."""

import json
import re
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, NoReturn

import attrs

from instanakit.errors import BODY_LIMIT

_OK, _REDIRECT = 200, 300
NOT_JSON = object()
# Documents of the API are three levels deep; what is much deeper would exhaust the stack of whoever copies it.
MAX_DEPTH = 100
# Objects take much more memory than their text. Of the API's, each takes some hundred bytes of an answer or more.
LARGE, LEAST = 1024 * 1024, 24
# Reading an integer takes the square of its digits; times in milliseconds have 13.
MOST_DIGITS = 100


@attrs.frozen
class Answer:
    """An answer: header names in lower case, the body decompressed. `attempts` counts the requests until it came."""

    status_code: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    content: bytes = attrs.field(repr=False)
    elapsed: float = 0.0
    attempts: int = 1
    perhaps_done: bool = False  # an earlier attempt may have been carried out
    native: Any = attrs.field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return _OK <= self.status_code < _REDIRECT


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        _refuse(text)
    return number


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        _refuse("of too many digits")
    return int(text)


def parse(content: bytes, each: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> Any:
    """Read JSON, calling `each` for each object in it, the innermost first.

    NOT_JSON stands for anything else, so that no exception can hold the text.
    """
    if len(content) > LARGE and not _has_at_most(len(content) // LEAST, content):
        return NOT_JSON
    try:
        value = json.loads(content, parse_constant=_refuse, parse_float=_finite, parse_int=_whole, object_hook=each)
    except (ValueError, RecursionError):
        return NOT_JSON
    return NOT_JSON if _is_too_deep(value, content) else value


def _is_too_deep(value: Any, content: bytes) -> bool:
    # Most answers are an object, or a list of objects, of plain values; to see that is much faster than to walk.
    if _has_at_most(max(MAX_DEPTH, 1 + len(value) if isinstance(value, list) else 0), content):
        return False
    level = [value]
    for _ in range(MAX_DEPTH):
        children = chain.from_iterable(item.values() if isinstance(item, dict) else item for item in level)
        level = [child for child in children if isinstance(child, (dict, list))]
        if not level:
            return False
    return True


def _has_at_most(brackets: int, content: bytes) -> bool:
    # Found one by one, since bytes.count looks at each byte by itself and takes five times as long.
    for bracket in (b"{", b"["):
        place = content.find(bracket)
        while place >= 0:
            brackets -= 1
            if brackets < 0:
                return False
            place = content.find(bracket, place + 1)
    return True


def server_message(content: bytes) -> str:
    """Return what the server says of an error, in one line; empty if it says nothing that can be read."""
    value = parse(content[:BODY_LIMIT])
    if not isinstance(value, dict):
        return ""
    listed = value.get("errors")
    said = value.get("message") or value.get("error") or (listed[0] if isinstance(listed, list) and listed else "")
    return one_line(said).rstrip(".") if isinstance(said, str) else ""


def one_line(said: str) -> str:
    """Return what a server says in one line that no terminal and no log obeys."""
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+", " ", said).strip()


def looks_like_a_page(answer: Answer) -> bool:
    """Tell whether an answer is made for people, not for programs."""
    return "html" in answer.headers.get("content-type", "") or answer.content.lstrip()[:1] == b"<"
