"""The shapes of a document's schemas, with references followed and `allOf`, `anyOf`, `oneOf` put together."""

from typing import Any

from specs.document import Document
from specs.shape import Shape, every, own, some

# Far more than any schema is nested, and far less than the stack holds.
DEEPEST = 100
TOO_DEEP = f"nested too deep; what is more than {DEEPEST} steps away is left out"


class Shapes:
    """Each schema is looked at once; one made of itself through `allOf` or the like is cut there, with a warning.

    So is one that is made of others through more than a hundred steps.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        # With the node, so that no other one can get its identity.
        self._made: dict[int, tuple[Any, Shape | None]] = {}
        self._open: set[int] = set()

    def of(self, node: Any, place: str) -> Shape | None:
        """Return the shape, or None for what leads nowhere or is no schema; a warning says so."""
        if node is None:
            self._document.warn(place, "no schema here")
            return None
        if id(node) in self._open:
            self._document.warn(place, "a schema is made of itself; what it takes over from itself is left out")
            return None
        if id(node) not in self._made and len(self._open) == DEEPEST:
            self._document.warn(place, TOO_DEEP)
            return None
        if id(node) not in self._made:
            self._open.add(id(node))
            self._made[id(node)] = node, self._make(node, place)
            self._open.discard(id(node))
        return self._made[id(node)][1]

    def _make(self, node: Any, place: str) -> Shape | None:
        if isinstance(node, bool):  # 3.1: anything, or nothing
            return Shape()
        schema = self._document.mapping(node, place)
        if not isinstance(node, dict):
            return None
        parts = [self._own(schema, place)]
        if isinstance(schema.get("$ref"), str):
            # One step at a time, since more may stand beside each reference.
            referred = self._document.follow(schema["$ref"], place)
            found = None if referred is None else self.of(referred, place)
            if found is None:
                return None
            parts.append(found)
        parts += self._parts(schema, "allOf", place)
        for word in ("anyOf", "oneOf"):
            if choices := self._parts(schema, word, place):
                parts.append(some(choices))
        return every(parts)

    def _parts(self, schema: dict[str, Any], word: str, place: str) -> list[Shape]:
        nodes = self._document.sequence(schema.get(word), f"{place}, {word}")
        return [self.of(node, place) or Shape(partial=True) for node in nodes]

    def _own(self, schema: dict[str, Any], place: str) -> Shape:
        self._document.mapping(schema.get("properties"), place)
        types = schema.get("type")
        named = [types] if isinstance(types, str) else self._document.sequence(types, f"{place}, type")
        values = self._document.sequence(schema.get("enum"), f"{place}, enum")
        if "const" in schema:
            values = [schema["const"]]
        # Older documents say `required: true` at the field itself; it has no meaning there.
        required = schema.get("required")
        names = self._document.sequence(None if isinstance(required, bool) else required, f"{place}, required")
        return own(schema, [str(name) for name in named], values, names)
