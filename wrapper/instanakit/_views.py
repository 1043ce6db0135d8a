"""What all views share: a document as it came, and how times and texts are read from it.

A leaf: it knows Secret and ConfigurationError.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from instanakit.errors import ConfigurationError
from instanakit.secret import MASK, Secret

Document = Mapping[str, Any]
MASKED_FIELDS = ("accessGrantingToken", "id")  # of a token, by the API itself
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_epoch_ms(value: object) -> datetime | None:
    """Read milliseconds since 1970; None for anything that is no time."""
    if not isinstance(value, int) or isinstance(value, bool) or value == 0:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=value)
    except OverflowError:
        return None


def to_epoch_ms(value: datetime, option: str) -> int:
    """Write a time as milliseconds since 1970, refusing a naive one."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        message = f"{option} must be a datetime with a time zone"
        raise ConfigurationError(message, hint="Write for instance datetime(2030, 1, 31, tzinfo=UTC).")
    return (value - _EPOCH) // timedelta(milliseconds=1)


def masked_copy(value: Any) -> Any:
    """Copy a JSON value, stars in the place of its secrets."""
    if isinstance(value, Mapping):
        return {key: masked_copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked_copy(item) for item in value]
    return MASK if isinstance(value, Secret) else value


def text(document: Document, field: str) -> str:
    value = document.get(field)
    return value if isinstance(value, str) else ""


def optional_text(document: Document, field: str) -> str | None:
    value = document.get(field)
    return value if isinstance(value, str) else None


def json_object(document: Document, field: str) -> dict[str, Any]:
    value = document.get(field)
    return masked_copy(value) if isinstance(value, dict) else {}


@attrs.frozen(eq=False, repr=False)
class View:
    """A view over a JSON object."""

    _document: Document

    @property
    def raw(self) -> dict[str, Any]:
        """The document as it came, in a fresh copy, stars in the place of secrets."""
        copied: dict[str, Any] = masked_copy(self._document)
        return copied

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), tuple(sorted(self._document))))


def value_of(view: View, field: str) -> Any:
    """Return a field of the document as it came, None if it is not there, stars in the place of secrets."""
    value = view._document.get(field)  # noqa: SLF001 (copying the whole of it takes a hundred times as long)
    return value if value is None or isinstance(value, int) else masked_copy(value)


def flags_and_others(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields that are true, and those that are no truth value and not null, each in the order they came."""
    true: list[str] = []
    others: list[str] = []
    for field, value in view._document.items():  # noqa: SLF001 (likewise)
        if value is not False and value is not None:  # nearly all are false
            (true if value is True else others).append(field)
    return tuple(true), tuple(others)
