"""The operations of a document, found by method and path, whatever the parameters in the path are called."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import attrs

from specs.document import Document

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
Address = tuple[str, str]  # method, and path with the names of its parameters taken out


@attrs.frozen
class Operation:
    """One operation; parameters by place and name, those in the path by their position there."""

    name: str
    method: str
    path: str
    parameters: Mapping[tuple[str, str], dict[str, Any]]
    body: Any
    has_body: bool
    answers: Mapping[str, Any] | None  # None: they could not be read
    whole: bool  # every parameter could be read

    @property
    def text(self) -> str:
        """The operation for people."""
        return f"{self.method.upper()} {self.path}"


def operations(document: Document, wanted: Collection[Address] | None = None) -> dict[Address, Operation | None]:
    """Return the wanted operations (None: all); of the others nothing is looked at.

    None stands for one that may be there: what is in its place could not be read.
    """
    found: dict[Address, Operation | None] = {}
    read: dict[Address, str] = {}
    paths = document.child(document.root, "paths", "paths")
    if paths is None:
        document.warn("paths", "the section is missing")
    if not isinstance(paths, dict):
        document.mapping(paths, "paths")
        return dict.fromkeys(wanted or ()) if "paths" in document.root else found
    # Which keys are there twice matters for ours alone.
    for path, raw in paths.items():
        methods = [method for method in METHODS if wanted is None or (method, _template(path)) in wanted]
        if not methods:
            continue
        document.child(paths, path, path)
        item = document.read(raw, path)
        for method in methods:
            if item is not None and method not in item:
                continue
            address = method, _template(path)
            if address in found:
                document.warn(path, f"the same as {read[address]}, which counts")
                continue
            read[address] = path
            found[address] = None if item is None else _operation(document, method, path, item)
    return found


def media(document: Document, node: Any, place: str) -> Any:
    """Return the schema of what a body or an answer holds as JSON, None if there is none.

    What should hold it and is no mapping is returned in its place: it is no schema either.
    """
    raw = document.mapping(node, place).get("content", {})
    if not isinstance(raw, dict):
        return raw
    content = document.mapping(raw, f"{place}, content")
    kinds = sorted(content, key=lambda kind: (kind != "application/json", "json" not in kind, kind != "*/*"))
    if not kinds or not ("json" in kinds[0] or kinds[0] == "*/*"):
        return None
    kind = content[kinds[0]]
    return document.mapping(kind, f"{place}, {kinds[0]}").get("schema") if isinstance(kind, dict) else kind


def _template(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path).rstrip("/")


def _status(name: str) -> str:
    return name if name == "default" else name.upper()


def _operation(document: Document, method: str, path: str, item: dict[str, Any]) -> Operation | None:
    place = f"{method.upper()} {path}"
    node = document.read(item[method], place)
    if node is None:
        return None
    positions = {name: str(index) for index, name in enumerate(re.findall(r"\{([^}]*)\}", path))}
    parameters: dict[tuple[str, str], dict[str, Any]] = {}
    whole = all(isinstance(holder.get("parameters", []), list) for holder in (item, node))
    for holder in (item, node):
        for raw in document.sequence(holder.get("parameters"), f"{place}, parameters"):
            resolved = document.resolve(raw, f"{place}, parameters")
            parameter = document.mapping(resolved, f"{place}, parameters")
            name, where = parameter.get("name"), parameter.get("in")
            if not isinstance(name, str) or not isinstance(where, str):
                whole = False
                if resolved is not None:
                    document.warn(f"{place}, parameters", "one has no name or no place")
                continue
            key = positions.get(name, name) if where == "path" else name.lower() if where == "header" else name
            parameters[where, key] = parameter
    answers = document.read(node.get("responses", {}), f"{place}, answers")
    return Operation(
        name=str(node.get("operationId", place)),
        method=method,
        path=path,
        parameters=parameters,
        body=node.get("requestBody"),
        has_body="requestBody" in node,
        answers=None if answers is None else {_status(name): answer for name, answer in answers.items()},
        whole=whole,
    )
