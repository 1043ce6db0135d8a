"""Plain values out of the events of a YAML parser, or out of JSON, with a note of what is odd about a mapping."""

import json
from collections.abc import Iterable
from typing import Any

import attrs
import yaml

from specs.oddities import Oddities
from specs.scalars import scalar

_NO_KEY = object()
_MERGE = object()  # the key `<<`, which takes over the keys of another mapping
_ODD = object()  # a key that is no text


@attrs.define
class _Open:
    """A collection that the events have begun and not ended yet."""

    made: dict[str, Any] | list[Any]
    line: int
    key: Any = _NO_KEY
    merged: list[Any] = attrs.field(factory=list)


class Builder:
    """Builds without recursion, since a document may be nested deeper than the stack, and shares what is aliased."""

    def __init__(self) -> None:
        self.oddities = Oddities()
        self._anchors: dict[str, Any] = {}

    def from_json(self, text: str) -> Any:
        """Read JSON; control characters in texts are let through, and 1.330 stays what it is."""
        return json.loads(text, strict=False, object_pairs_hook=self._object, parse_float=scalar)

    def from_yaml(self, text: str) -> Any:
        """Read the one document of a YAML text."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C is thirty times as fast, where it was built
        return self._build(yaml.parse(text, Loader=loader))

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.oddities.note(made, key, f"{key!r} is there twice, the last one counts")
                seen.add(key)
        return made

    def _build(self, events: Iterable[Any]) -> Any:
        root = _Open([], 0)
        stack = [root]
        for event in events:
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                made: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                self._name(event, made)
                stack.append(_Open(made, _line(event)))
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                closed = stack.pop()
                self._merge(closed)
                self._put(stack[-1], closed.made, closed.line)
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(stack[-1], event)
            elif isinstance(event, yaml.AliasEvent):
                # One that leads nowhere stays as it is written, so that whoever looks there says so.
                self._put(stack[-1], self._anchors.get(str(event.anchor), f"*{event.anchor}"), _line(event))
        documents: Any = root.made
        if len(documents) != 1:
            message = f"it holds {len(documents)} documents, not one"
            raise ValueError(message)
        return documents[0]

    def _scalar(self, parent: _Open, event: Any) -> None:
        line = _line(event)
        if isinstance(parent.made, dict) and parent.key is _NO_KEY:
            # A key is text as it was written: `200`, `on` and `null` are names there.
            parent.key = _MERGE if event.value == "<<" and event.implicit[0] else event.value
            self._name(event, event.value)
            if parent.key in parent.made:
                twice = f"{event.value!r} is there twice, the last one counts (line {line})"
                self.oddities.note(parent.made, event.value, twice)
            return
        value = scalar(event.value) if event.implicit[0] else event.value
        self._name(event, value)
        self._put(parent, value, line)

    def _put(self, parent: _Open, value: Any, line: int) -> None:
        if isinstance(parent.made, list):
            parent.made.append(value)
        elif parent.key is _NO_KEY:
            parent.key = value if isinstance(value, str) else _ODD
            if parent.key is _ODD:
                self.oddities.note(parent.made, "", f"a key that is no text is left out (line {line})")
        else:
            key, parent.key = parent.key, _NO_KEY
            if key is _MERGE:
                parent.merged.append(value)
            elif key is not _ODD:
                parent.made[key] = value

    def _merge(self, closed: _Open) -> None:
        """Take over the keys of the mappings below `<<` that are not there by themselves."""
        for merged in closed.merged:
            for source in merged if isinstance(merged, list) else [merged]:
                if isinstance(source, dict) and isinstance(closed.made, dict):
                    for key, value in source.items():
                        closed.made.setdefault(key, value)

    def _name(self, event: Any, value: Any) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = value


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
