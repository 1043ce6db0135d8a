"""Secret: a value that shows only when it is asked for. A leaf."""

import hmac
from typing import NoReturn, Self

from instanakit.errors import ConfigurationError

MASK = "**********"


class Secret:
    """A secret text. Every way to show it gives stars, but for `reveal()`.

    It is no str, and json refuses it. Copies are the same object; after pickling it is empty.
    """

    __slots__ = ("__weakref__", "_value")
    _value: str

    def __init__(self, value: str) -> None:
        if not isinstance(value, str) or not value:
            del value
            message = "A Secret is made of a text that is not empty"
            raise ConfigurationError(message)
        self._value = value

    def reveal(self) -> str:
        """Return the secret in clear.

        Raises ConfigurationError for one that was pickled, since pickling empties it.
        """
        if self._text is None:
            message = "This Secret is empty because it was pickled"
            raise ConfigurationError(message, hint="Hand secrets over some other way than by pickling them.")
        return self._text

    @property
    def _text(self) -> str | None:
        return getattr(self, "_value", None)

    @property
    def is_mask(self) -> bool:
        """Whether the text is itself a mask, as the API sends it: no real secret has stars or bullets in a row."""
        return self._text is not None and ("**" in self._text or "••" in self._text)

    def __repr__(self) -> str:
        return f"Secret('{MASK}')"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Secret):
            return NotImplemented
        mine, theirs = self._text, other._text
        if mine is None or theirs is None:
            return False
        return hmac.compare_digest(mine.encode("utf-8", "surrogatepass"), theirs.encode("utf-8", "surrogatepass"))

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __getstate__(self) -> None:
        """Leave the text behind when pickled."""

    def __iter__(self) -> NoReturn:
        message = "A Secret is not iterable; reveal() returns its text"
        raise TypeError(message)
