"""Takes what is secret out of texts: the values that a client knows, and the fields that the API masks."""

import html
import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock
from urllib.parse import quote

from instanakit.models import Token
from instanakit.secret import MASK, Secret

# What the API itself masks is never quoted from an answer either: the secret of a token, and beside it the token's id.
_SECRET_FIELD = re.compile(r'(?i)("accessGrantingToken"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)')
_ID_FIELD = re.compile(r'("id"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)')
_TOKEN_KEYS = re.compile(r'(?i)"(?:internalId|accessGrantingToken)"')


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
            for found in (value.secret, *value._document.values()):
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
            text = _ID_FIELD.sub(rf'\1"{MASK}"', _SECRET_FIELD.sub(rf'\1"{MASK}"', text))
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
                part = next((n for n in range(len(value) - 1, 0, -1) if text.endswith(value[:n])), 0)
                text = text[: len(text) - part]
        return self(text)[:limit]


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
