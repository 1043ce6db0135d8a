"""The operations of a document, found by method and path, whatever the parameters in the path are called."""

import re
from collections.abc import Container, Mapping
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
    body: dict[str, Any] | None
    answers: Mapping[str, Any]
    whole: bool  # every parameter could be read

    @property
    def text(self) -> str:
        """The operation for people."""
        return f"{self.method.upper()} {self.path}"


def operations(document: Document, wanted: Container[Address] | None = None) -> dict[Address, Operation]:
    """Return the wanted operations (None: all); of the others nothing is looked at."""
    found: dict[Address, Operation] = {}
    raw_paths = document.child(document.root, "paths", "paths")
    if raw_paths is None:
        document.warn("paths", "the section is missing")
    # Which keys are there twice matters for ours alone.
    paths = raw_paths if isinstance(raw_paths, dict) else document.mapping(raw_paths, "paths")
    for path, raw in paths.items():
        methods = [method for method in METHODS if wanted is None or (method, _template(path)) in wanted]
        if not methods:
            continue
        document.child(paths, path, path)
        item = document.mapping(document.resolve(raw, path), path)
        for method in methods:
            if method not in item:
                continue
            address = method, _template(path)
            if address in found:
                document.warn(path, f"the same as {found[address].path}, which counts")
                continue
            found[address] = _operation(document, method, path, item)
    return found


def media(document: Document, node: Any, place: str) -> Any:
    """Return the schema of what a body or an answer holds as JSON, None if there is none."""
    content = document.mapping(document.mapping(node, place).get("content"), f"{place}, content")
    kinds = sorted(content, key=lambda kind: (kind != "application/json", "json" not in kind, kind != "*/*"))
    if not kinds or not ("json" in kinds[0] or kinds[0] == "*/*"):
        return None
    return document.mapping(content[kinds[0]], f"{place}, {kinds[0]}").get("schema")


def _template(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path).rstrip("/")


def _operation(document: Document, method: str, path: str, item: dict[str, Any]) -> Operation:
    place = f"{method.upper()} {path}"
    node = document.mapping(item[method], place)
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
    body = document.resolve(node.get("requestBody"), f"{place}, body")
    answers = document.mapping(node.get("responses"), f"{place}, answers")
    return Operation(
        name=str(node.get("operationId", place)),
        method=method,
        path=path,
        parameters=parameters,
        body=None if body is None else document.mapping(body, f"{place}, body"),
        answers={str(status).upper() if status != "default" else status: answer for status, answer in answers.items()},
        whole=whole,
    )
