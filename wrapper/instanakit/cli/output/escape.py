"""Text that came from the server, made safe to show: a terminal obeys no character of it, a spreadsheet no cell."""

import unicodedata

# Controls, formatting (which turns the direction of text around), surrogates, private use, and line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LATIN_1 = 0xFF
_FORMULA = ("=", "+", "-", "@")


def escape(text: str) -> str:
    r"""Write each character that would not be seen, or would be obeyed, as `\n`, `\x1b`, `\u202e`."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    return _NAMED.get(character) or (f"\\x{code:02x}" if code <= _LATIN_1 else f"\\u{code:04x}")


def csv_cell(text: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula, with an apostrophe before it."""
    shown = escape(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
