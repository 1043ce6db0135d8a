"""What is odd about the mappings of a document: keys that are there twice, or are no text."""

from typing import Any


class Oddities:
    """Notes by the identity of a mapping, which is kept so that no other one can get it."""

    def __init__(self) -> None:
        self._notes: dict[int, tuple[Any, list[tuple[str, str]]]] = {}

    def note(self, mapping: Any, key: str, text: str) -> None:
        """Note what is odd about a key."""
        self._notes.setdefault(id(mapping), (mapping, []))[1].append((key, text))

    def of(self, mapping: Any) -> list[tuple[str, str]]:
        """Return the keys that are odd, and what is odd about each."""
        return self._notes.get(id(mapping), (None, []))[1]
