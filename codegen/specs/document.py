"""An OpenAPI document, references resolved on the way; what is not as it should be becomes a warning."""

from typing import Any
from urllib.parse import unquote

from specs.oddities import Oddities

_PREFIX = "#/components/schemas/"


class Document:
    """Plain values that nothing is certain about; `warnings` are in the order in which they were met, each once."""

    def __init__(self, name: str, root: dict[str, Any], oddities: Oddities) -> None:
        self.name = name
        self.root = root
        self.warnings: dict[str, None] = {}
        self._oddities = oddities
        info = root.get("info")
        self.version = str(info.get("version", "")) if isinstance(info, dict) else ""

    def warn(self, place: str, text: str) -> None:
        """Note that something in a place could not be compared, or not as it stands."""
        self.warnings[f"{place}: {text}"] = None

    def mapping(self, value: Any, place: str) -> dict[str, Any]:
        """Return the value if it is a mapping, else an empty one; nothing at all is fine."""
        if isinstance(value, dict):
            for _, text in self._oddities.of(value):
                self.warn(place, text)
            return value
        if value is not None:
            self.warn(place, f"a mapping is expected, not {_kind(value)}")
        return {}

    def sequence(self, value: Any, place: str) -> list[Any]:
        """Return the value if it is a sequence, else an empty one; nothing at all is fine."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.warn(place, f"a list is expected, not {_kind(value)}")
        return []

    def read(self, node: Any, place: str) -> dict[str, Any] | None:
        """Follow references to a mapping; None, with a warning, for anything else, and for nothing at all too."""
        found = self.resolve(node, place)
        if node is None:
            self.warn(place, "there is nothing below it")
        mapping = self.mapping(found, place)
        return mapping if isinstance(found, dict) else None

    def child(self, parent: dict[str, Any], key: str, place: str) -> Any:
        """Return what stands below a key, and warn if this key (others are not asked for) stands there twice."""
        for odd, text in self._oddities.of(parent):
            if odd == key:
                self.warn(place, text)
        return parent.get(key)

    def resolve(self, node: Any, place: str) -> Any:
        """Follow references until there is something else; None, with a warning, where they lead nowhere."""
        seen: set[str] = set()
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference = node["$ref"]
            if reference in seen:
                self.warn(place, f"{reference} refers to itself")
                return None
            seen.add(reference)
            node = self.follow(reference, place)
        return node

    def follow(self, reference: str, place: str) -> Any:
        """Return what a reference names; None, with a warning, for nothing."""
        if not reference.startswith("#/"):
            self.warn(place, f"{reference} leads out of the document")
            return None
        node: Any = self.root
        for part in reference.removeprefix("#/").split("/"):
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict):
                node = self.child(node, key, place)
            elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                node = None
        if node is None:
            self.warn(place, f"{reference} leads nowhere")
        return node


def schema_name(node: Any) -> str | None:
    """Return the name of the schema that a node refers to directly."""
    reference = node.get("$ref") if isinstance(node, dict) else None
    if isinstance(reference, str) and reference.startswith(_PREFIX):
        return reference.removeprefix(_PREFIX)
    return None


def _kind(value: Any) -> str:
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)[:40]
