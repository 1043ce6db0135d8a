"""Comparing the operations of ours with those of another document; what is not ours is not looked at."""

from collections.abc import Iterator
from typing import Any

from specs.difference import Difference, Found
from specs.document import Document
from specs.operations import Operation, media, operations
from specs.schemas import Schemas, Spot


def compare(ours: Document, theirs: Document) -> Found:
    """Find all differences; warnings are with the documents."""
    return _Comparison(ours, theirs).run()


class _Comparison:
    def __init__(self, ours: Document, theirs: Document) -> None:
        self._ours = ours
        self._theirs = theirs
        self._found = Found()
        self._schemas = Schemas(ours, theirs, self._found)

    def run(self) -> Found:
        mine = operations(self._ours)
        there = operations(self._theirs, mine)
        for address, operation in mine.items():
            if operation is None:
                self._lost(f"{address[0].upper()} {address[1]}")
            elif address not in there:
                gone = Difference("gone", operation.name, "operation", operation.text)
                self._found.add([gone], operation.name)
            elif (other := there[address]) is None:
                self._lost(operation.name)
            else:
                for part in (self._parameters, self._body, self._statuses):
                    self._found.add(part(operation, other), operation.name)
        return self._found

    def _lost(self, place: str) -> None:
        self._found.lost[place] = None

    def _parameters(self, mine: Operation, other: Operation) -> Iterator[Difference]:
        for key, parameter in mine.parameters.items():
            what = f"parameter {parameter['name']} in {key[0]}"
            theirs = other.parameters.get(key)
            if theirs is None:
                if other.whole:
                    yield Difference("gone", mine.name, what, self._parameter(self._ours, parameter))
                else:
                    self._lost(f"{what} of {mine.name}")
                continue
            needed = [_needed(one.get("required")) for one in (parameter, theirs)]
            if needed[0] != needed[1]:
                yield Difference("changed", mine.name, what, *needed)
            schemas = _schema(self._ours, parameter), _schema(self._theirs, theirs)
            self._schemas.compare(*schemas, Spot(mine.name, what, f"{what} of {mine.name}"))
        for key, parameter in other.parameters.items():
            if key in mine.parameters:
                continue
            what = f"parameter {parameter['name']} in {key[0]}"
            yield Difference("new", mine.name, what, None, self._parameter(self._theirs, parameter))

    def _parameter(self, document: Document, parameter: dict[str, Any]) -> str:
        text = self._schemas.text(document, _schema(document, parameter), f"parameter {parameter['name']}")
        return f"{text}, {_needed(parameter.get('required'))}"

    def _body(self, mine: Operation, other: Operation) -> Iterator[Difference]:
        if not (mine.has_body and other.has_body):
            if other.has_body:
                yield Difference("new", mine.name, "body", None, "a body")
            elif mine.has_body:
                yield Difference("gone", mine.name, "body", "a body")
            return
        place = f"body of {mine.name}"
        body, theirs = self._ours.read(mine.body, place), self._theirs.read(other.body, place)
        if body is None or theirs is None:
            self._lost(place)
            return
        needed = [_needed(one.get("required")) for one in (body, theirs)]
        if needed[0] != needed[1]:
            yield Difference("changed", mine.name, "body", *needed)
        yield from self._content(mine, "body", body, theirs)

    def _statuses(self, mine: Operation, other: Operation) -> Iterator[Difference]:
        if mine.answers is None or other.answers is None:
            self._lost(f"answers of {mine.name}")
            return
        for status in sorted(mine.answers.keys() - other.answers.keys()):
            yield Difference("gone", mine.name, f"status {status}")
        for status in sorted(other.answers.keys() - mine.answers.keys()):
            yield Difference("new", mine.name, f"status {status}")
        for status, raw in mine.answers.items():
            # `2XX` stands for each status of its hundred that is not there by itself.
            covering = status if status in other.answers else f"{status[0]}XX"
            if covering not in other.answers:
                continue
            place = f"answer {status} of {mine.name}"
            answer, theirs = self._ours.read(raw, place), self._theirs.read(other.answers[covering], place)
            if answer is None or theirs is None:
                self._lost(place)
            else:
                yield from self._content(mine, f"answer {status}", answer, theirs)

    def _content(self, mine: Operation, what: str, ours: Any, theirs: Any) -> Iterator[Difference]:
        place = f"{what} of {mine.name}"
        schema, other = media(self._ours, ours, place), media(self._theirs, theirs, place)
        if schema is None and other is not None:
            text = self._schemas.text(self._theirs, other, place)
            yield Difference("new", mine.name, f"content of {what}", None, text)
        elif schema is not None and other is None:
            text = self._schemas.text(self._ours, schema, place)
            yield Difference("gone", mine.name, f"content of {what}", text)
        elif schema is not None:
            self._schemas.compare(schema, other, Spot(mine.name, what, place, request=what == "body"))


def _schema(document: Document, parameter: dict[str, Any]) -> Any:
    schema = parameter.get("schema")
    return media(document, parameter, f"parameter {parameter['name']}") if schema is None else schema


def _needed(required: object) -> str:
    return "required" if required is True else "optional"
