"""Undo: how memory goes back to what it was, when a change cannot be kept. Pure but for what is undone."""

from collections import deque
from collections.abc import Callable, Iterable
from itertools import dropwhile
from typing import TypeAlias, TypeVar

K = TypeVar("K")
V = TypeVar("V")
Undo: TypeAlias = Callable[[], object]


def former_value(mapping: dict[K, V], key: K) -> Undo:
    """Remember what a key stands for, or that there is none."""
    if key not in mapping:
        return lambda: mapping.pop(key, None)
    value = mapping[key]
    return lambda: mapping.__setitem__(key, value)


def former_place(mapping: dict[K, V], key: K, order: Callable[[], Iterable[K]]) -> Undo:
    """Remember what a key stands for that is to go; `order` gives all keys later, this one in its place."""
    value = mapping[key]

    def undo() -> None:
        mapping[key] = value
        for later in dropwhile(lambda one: one != key, order()):
            # Without what a test took away meanwhile.
            if later in mapping:
                mapping[later] = mapping.pop(later)

    return undo


def former_end(log: deque[V]) -> Undo:
    """Remember the end of a log that gets an entry, and the beginning that a full one loses by it."""
    lost = log[0] if len(log) == log.maxlen else None

    def undo() -> None:
        log.pop()
        if lost is not None:
            log.appendleft(lost)

    return undo
