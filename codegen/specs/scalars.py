"""What a plain scalar of YAML means by version 1.2, which OpenAPI asks for.

YAML 1.1, which PyYAML follows, takes `no` for false, dates for dates and a bare `=` for an error; here these are text.
"""

import re

_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: value for text, value in (("true", True), ("false", False)) for word in (text, text.title(), text.upper())
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

Scalar = str | int | float | bool | None


def scalar(text: str) -> Scalar:
    """Return the value that a scalar without quotes stands for."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    # 1.330 without quotes is meant as the name of a release, and the number would lose its zero.
    if _NUMBER.fullmatch(text) and not ("." in text and text.endswith("0") and text != "0.0"):
        return float(text)
    return text
