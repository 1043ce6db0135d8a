"""Takes what is secret out of texts: the values that a client knows, and the fields that the API masks."""

import html
import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock
from typing import cast
from urllib.parse import quote

from instanakit._views import MASKED_FIELDS
from instanakit.models import Token
from instanakit.secret import MASK, Secret

# What the API itself masks is never quoted from an answer either: the secret of a token, and beside it the token's id;
# in JSON, in JSON that stands in a text of JSON, and as programs write their values in messages.
_QUOTE = r"""\\*["']?"""
_VALUE = r"""(\\+"[^"\\]*\\*"?|"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&)}\]]+)"""
_SECRET_FIELD = re.compile(rf"(?i)(accessGrantingToken{_QUOTE}\s*[:=]\s*){_VALUE}")
_ID_FIELD = re.compile(rf"((?<!\w)id{_QUOTE}\s*[:=]\s*){_VALUE}")
_TOKEN_KEYS = re.compile(rf"(?i)(?:internalId|accessGrantingToken){_QUOTE}\s*[:=]")
_OPENING = re.compile(_QUOTE)
# A shorter one, like a proxy's password, is found in ordinary words, and would break the JSON of a whole page.
_LONG = 16


class Redactor:
    """Replaces what is secret in texts by stars: the values it was told of, and the fields that the API masks.

    It remembers the last `size` values, so that a client that makes tokens for years does not hoard secrets.
    """

    def __init__(self, size: int = 1000) -> None:
        self._known: OrderedDict[Secret, frozenset[str]] = OrderedDict()
        self._size = size
        self._lock = Lock()
        self._longest_first: list[str] | None = []

    def add(self, secret: Secret) -> None:
        """Remember a secret from now on."""
        with self._lock:
            if secret not in self._known:
                self._known[secret] = frozenset(_forms(secret.reveal()))
                self._longest_first = None
            self._known.move_to_end(secret)
            if len(self._known) > self._size:
                self._known.popitem(last=False)

    def learn(self, value: object) -> None:
        """Remember the secrets that a token shows, if this is one."""
        if isinstance(value, Token):
            for found in (value.secret, *map(value._document.get, MASKED_FIELDS)):
                if isinstance(found, Secret) and not found.is_mask:
                    self.add(found)

    def _values(self) -> list[str]:
        with self._lock:
            if self._longest_first is None:
                self._longest_first = sorted(frozenset().union(*self._known.values()), key=len, reverse=True)
            return self._longest_first

    def __call__(self, text: str) -> str:
        """Return the text with stars in the place of every secret."""
        text = self.known(text)
        if _TOKEN_KEYS.search(text):
            text = _ID_FIELD.sub(_masked, _SECRET_FIELD.sub(_masked, text))
        return text

    def known(self, text: str) -> str:
        """Return the text with stars in the place of the secrets that this was told of."""
        for value in self._values():
            text = text.replace(value, MASK)
        return text

    def content(self, body: bytearray) -> bytes:
        """Return a body with stars in the place of the secrets that this was told of."""
        content = bytes(body)
        for value in self._values():
            if len(value) >= _LONG:
                content = content.replace(value.encode("utf-8", "surrogatepass"), MASK.encode())
        return content

    def cut(self, text: str, limit: int) -> str:
        """Return at most `limit` characters, redacted; a secret that the cut would halve is left out whole."""
        if len(text) > limit:
            text = text[:limit]
            for value in self._values():
                part = next((n for n in range(min(len(value) - 1, limit), 0, -1) if text.endswith(value[:n])), 0)
                text = text[: len(text) - part]
        return self(text)[:limit]


def _masked(found: re.Match[str]) -> str:
    """Write a field with stars as its value, in the quotes that the value has; JSON stays JSON."""
    quote_of = cast("re.Match[str]", _OPENING.match(found[2]))[0]
    if not quote_of and ":" in found[1]:
        quote_of = '"'
    return f"{found[1]}{quote_of}{MASK}{quote_of}"


def _forms(value: str) -> Iterator[str]:
    """Yield the ways in which a text can stand in a body, a page or a path."""
    yield value
    written = json.dumps(value)[1:-1]
    yield written
    yield written.replace("/", "\\/")
    yield html.escape(value)
    quoted = quote(value, safe="", errors="replace")
    yield quoted
    yield re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), quoted)
