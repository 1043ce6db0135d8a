"""What a schema comes to, whichever way it is written."""

import json
from collections.abc import Mapping
from functools import reduce
from typing import Any

import attrs

# It says how people should see the text, not what is sent.
_NO_FORMATS = frozenset({"password"})
_OF_PYTHON = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}


@attrs.frozen(kw_only=True)
class Shape:
    """Types (none: any), nullability, format, enum values and fields; fields and items are schemas of the document."""

    types: frozenset[str] = frozenset()
    nullable: bool = False
    form: str = ""
    values: tuple[str, ...] | None = None
    fields: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    required: frozenset[str] = frozenset()
    items: Any = None
    partial: bool = False  # something of it could not be read, so what is missing may be there
    read_only: bool = False
    write_only: bool = False

    @property
    def text(self) -> str:
        """The type for people: `integer (int64) or null`."""
        types = " or ".join(sorted(self.types)) or "any"
        return types + (f" ({self.form})" if self.form else "") + (" or null" if self.nullable else "")


def own(node: Mapping[str, Any], types: list[str], values: list[Any], required: list[Any]) -> Shape:
    """Return the shape of what a schema says by itself; a type that is left out is told from the rest."""
    named = frozenset(types) - {"null"}
    fields = node.get("properties")
    nullable = "null" in types or node.get("nullable") is True or None in values
    real = [value for value in values if value is not None]
    if not named and types != ["null"]:
        named = frozenset(_OF_PYTHON[type(value)] for value in real)
        named |= {"object"} if isinstance(fields, dict) else set()
        named |= {"array"} if "items" in node else set()
    form = node.get("format")
    return Shape(
        types=named,
        nullable=nullable,
        form=form if isinstance(form, str) and form not in _NO_FORMATS else "",
        values=tuple(dict.fromkeys(_written(value) for value in real)) or None,
        fields=fields if isinstance(fields, dict) else {},
        required=frozenset(name for name in required if isinstance(name, str)),
        items=node.get("items"),
        partial=not isinstance(fields, dict | None),
        read_only=node.get("readOnly") is True,
        write_only=node.get("writeOnly") is True,
    )


def every(parts: list[Shape]) -> Shape:
    """Return the shape of what is all of these at once (`allOf`)."""
    return reduce(_both, parts)


def some(parts: list[Shape]) -> Shape:
    """Return the shape of what is one of these (`anyOf`, `oneOf`); known values count though others are let through."""
    null = Shape(nullable=True)
    real = [part for part in parts if part != null]
    nullable = any(part.nullable for part in parts)
    return attrs.evolve(reduce(_either, real), nullable=nullable) if real else null


def _both(one: Shape, other: Shape) -> Shape:
    values = one.values or other.values
    if one.values and other.values:
        values = tuple(value for value in one.values if value in other.values)
    return Shape(
        types=(one.types & other.types) or one.types | other.types,
        nullable=one.nullable or other.nullable,
        form=one.form or other.form,
        values=values,
        fields=_joined("allOf", one.fields, other.fields),
        required=one.required | other.required,
        items=_node("allOf", one.items, other.items),
        partial=one.partial or other.partial,
        read_only=one.read_only or other.read_only,
        write_only=one.write_only or other.write_only,
    )


def _either(one: Shape, other: Shape) -> Shape:
    return Shape(
        types=one.types | other.types if one.types and other.types else frozenset(),
        form=one.form if one.form == other.form else "",
        values=tuple(dict.fromkeys([*(one.values or ()), *(other.values or ())])) or None,
        fields=_joined("anyOf", one.fields, other.fields),
        required=one.required & other.required,
        items=_node("anyOf", one.items, other.items),
        partial=one.partial or other.partial,
        read_only=one.read_only and other.read_only,
        write_only=one.write_only and other.write_only,
    )


def _joined(word: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: _node(word, one.get(name), other.get(name)) for name in {**one, **other}}


def _node(word: str, one: Any, other: Any) -> Any:
    """Return a schema that is made of both, or the one that there is."""
    if one is None or one is other:
        return other
    return one if other is None else {word: [one, other]}


def _written(value: Any) -> str:
    if isinstance(value, (dict, list)):  # which may hold itself
        return "{...}" if isinstance(value, dict) else "[...]"
    return value if isinstance(value, str) else json.dumps(value)
