"""Texts of the server, made fit to be read wherever a report shows them. Pure."""

import unicodedata
from collections.abc import Sequence

# Controls, formatting (which turns the direction of text around), surrogates, private use, and line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_LATIN_1 = 0xFF
_ITEMS = 12


def seen(value: str) -> str:
    r"""Write characters that would not be seen, or would be obeyed, as `\u202e`."""
    return value if value.isascii() and value.isprintable() else "".join(map(_visible, value))


def clipped(value: str, limit: int) -> str:
    """Shorten a text that is longer than anybody reads, and say so."""
    return value if len(value) <= limit else f"{value[:limit]}… ({len(value):,} characters)"


def listed(items: Sequence[str]) -> str:
    """Write a list, of which nobody reads more than the first, and how many there are beside them."""
    more = [f"and {len(items) - _ITEMS:,} more"] if len(items) > _ITEMS else []
    return ", ".join([*items[:_ITEMS], *more])


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code <= _LATIN_1 else f"\\u{code:04x}"
