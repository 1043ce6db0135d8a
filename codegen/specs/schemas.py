"""Comparing schemas by what they come to: types, enum values and fields, by wire name."""

from typing import Any

import attrs

from specs.difference import Difference, Found, Kind
from specs.document import Document, schema_name
from specs.flags import SCHEMA, is_flag
from specs.shape import Shape
from specs.shapes import DEEPEST, TOO_DEEP, Shapes


@attrs.frozen
class Spot:
    """Where two schemas meet: part of an operation or schema of ours, in a body or an answer."""

    where: str
    what: str
    place: str
    request: bool = False
    prefix: str = ""  # of the fields below, where their schema has no name of its own

    @property
    def text(self) -> str:
        """The spot for people."""
        return f"{self.place}, {self.where}, {self.what}" if self.what not in self.place else self.place

    def fields(self, name: str | None) -> "Spot":
        """Return the spot of the fields of the schema that stands here."""
        if name is not None:
            return attrs.evolve(self, where=name, what="fields", prefix="")
        return attrs.evolve(self, prefix=f"{self.what.removeprefix('field ')}.")

    def field(self, name: str) -> "Spot":
        """Return the spot of one field."""
        return attrs.evolve(self, what=f"field {self.prefix}{name}")

    def items(self) -> "Spot":
        """Return the spot of the items of an array."""
        return attrs.evolve(self, what=f"{self.what}[]")


class Schemas:
    """Compares as deep as ours go, so a circle there ends where ours does."""

    def __init__(self, ours: Document, theirs: Document, found: Found) -> None:
        self._ours = Shapes(ours)
        self._theirs = Shapes(theirs)
        self._documents = ours, theirs
        self._found = found
        self._seen: set[tuple[str, int, int]] = set()
        self._depth = 0

    def text(self, document: Document, node: Any, place: str) -> str:
        """Return the type of a schema for people."""
        shape = (self._ours if document is self._documents[0] else self._theirs).of(node, place)
        return Shape().text if shape is None else shape.text

    def compare(self, ours: Any, theirs: Any, spot: Spot) -> None:
        """Add what differs to what was found."""
        if self._depth == DEEPEST:
            self._documents[0].warn(spot.place, TOO_DEEP)
            return
        self._depth += 1
        self._compare(ours, theirs, spot)
        self._depth -= 1

    def _compare(self, ours: Any, theirs: Any, spot: Spot) -> None:
        mine, other = self._ours.of(ours, spot.text), self._theirs.of(theirs, spot.text)
        if mine is None or other is None:
            if spot.place.startswith(spot.what) or schema_name(ours) is not None or (mine is not None and mine.fields):
                self._lost(spot.fields(schema_name(ours)))
            return
        if mine.text != other.text and not (mine.partial or other.partial):
            self._add(spot, "changed", spot.what, mine.text, other.text)
            if mine.types and other.types and not mine.types & other.types:
                return
        self._values(mine, other, spot)
        if (spot.place, id(mine), id(other)) in self._seen:
            return
        self._seen.add((spot.place, id(mine), id(other)))
        self._fields(mine, other, spot.fields(schema_name(ours)))
        self._items(mine, other, spot.items())

    def _items(self, mine: Shape, other: Shape, spot: Spot) -> None:
        if mine.items is not None and other.items is not None:
            self.compare(mine.items, other.items, spot)
        elif mine.items is not None and other.partial:
            self._lost(spot)
        elif "array" in mine.types & other.types and not (mine.partial or other.partial):
            texts = [
                Shape().text if shape.items is None else self.text(document, shape.items, spot.text)
                for document, shape in zip(self._documents, (mine, other), strict=True)
            ]
            if texts[0] != texts[1]:
                self._add(spot, "changed", spot.what, *texts)

    def _values(self, mine: Shape, other: Shape, spot: Spot) -> None:
        if mine.values is None or other.values is None:
            if mine.values is not None and other.partial:
                self._lost(spot)
            elif mine.values != other.values and not (mine.partial or other.partial):
                texts = ["any" if one.values is None else ", ".join(one.values) for one in (mine, other)]
                self._add(spot, "changed", f"values of {spot.what}", *texts)
            return
        for value in other.values:
            if value not in mine.values:
                self._add(spot, "new", f"value {value} of {spot.what}")
        for value in mine.values:
            if value not in other.values and other.partial:
                self._lost(spot)
            elif value not in other.values:
                self._add(spot, "gone", f"value {value} of {spot.what}")

    def _fields(self, mine: Shape, other: Shape, spot: Spot) -> None:
        if not mine.fields:  # open: what is in it is not ours to know
            return
        places = self._found.places.setdefault(spot.where, [])
        if spot.place not in places:
            places.append(spot.place)
        if not other.fields:
            if other.partial:
                self._lost(spot)
            else:
                self._add(spot, "gone", spot.prefix + "fields", f"{len(mine.fields)} of them")
            return
        for name, node in mine.fields.items():
            self._field(name, node, mine, other, spot)
        for name, node in other.fields.items():
            if name not in mine.fields and not self._is_hidden(self._theirs, node, spot.field(name)):
                self._new(name, node, spot.field(name), required=name in other.required)

    def _field(self, name: str, node: Any, mine: Shape, other: Shape, spot: Spot) -> None:
        at = spot.field(name)
        if self._is_hidden(self._ours, node, at):
            self._found.hidden.setdefault((at.where, at.what), []).append(at.place)
            if name in other.fields and self._is_hidden(self._theirs, other.fields[name], at) is False:
                self._new(name, other.fields[name], at, required=name in other.required)
        elif name not in other.fields and other.partial:
            self._lost(spot)
        elif name not in other.fields or self._is_hidden(self._theirs, other.fields[name], at):
            self._add(at, "gone", at.what, self.text(self._documents[0], node, at.text))
        else:
            needed = ["required" if name in one.required else "optional" for one in (mine, other)]
            if needed[0] != needed[1]:
                self._add(at, "changed", f"need of {at.what}", *needed)
            self.compare(node, other.fields[name], at)

    def _new(self, name: str, node: Any, spot: Spot, *, required: bool) -> None:
        text = self.text(self._documents[1], node, spot.text)
        self._add(spot, "new", spot.what, None, f"{text}, required" if required else text)
        shape = self._theirs.of(node, spot.text)
        if spot.where == SCHEMA and shape is not None and shape.types == {"boolean"} and is_flag(name):
            self._found.new_flags[name] = None

    def _lost(self, spot: Spot) -> None:
        """Note what could not be compared, or not whole: a schema with a name, or all that stands in a place."""
        is_named = not spot.place.endswith(f" of {spot.where}")
        self._found.lost[f"{spot.where} in {spot.place}" if is_named else spot.place] = None

    def _add(self, spot: Spot, kind: Kind, what: str, ours: str | None = None, there: str | None = None) -> None:
        self._found.add([Difference(kind, spot.where, what, ours, there)], spot.place)

    @staticmethod
    def _is_hidden(shapes: Shapes, node: Any, spot: Spot) -> bool | None:
        """Tell whether a field is none of a body (`readOnly`) or none of an answer (`writeOnly`); None: who knows."""
        shape = shapes.of(node, spot.text)
        if shape is None:
            return None
        return (shape.read_only if spot.request else shape.write_only) or (None if shape.partial else False)
