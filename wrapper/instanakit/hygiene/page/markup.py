"""HTML as values: whatever is not Html already is escaped when it becomes part of an element."""

from collections.abc import Iterable
from html import escape

from instanakit.hygiene.text import seen

_VOID = frozenset({"input", "meta"})


class Html(str):
    """A piece of HTML that is safe to put into a page."""

    __slots__ = ()


def element(name: str, /, *content: str, **attributes: object) -> Html:
    """Make an element. `class_` stands for class, `_` for `-`; an attribute of None is left out."""
    written = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None])
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(content)}</{name}>")


def join(content: Iterable[str]) -> Html:
    """Put pieces one behind the other."""
    return Html("".join([piece if isinstance(piece, Html) else text(piece) for piece in content]))


def lines(content: Iterable[str]) -> Html:
    """Put texts one below the other, as a tooltip shows them, in an element or an attribute."""
    return Html("\n".join(map(text, content)))


def text(value: str) -> Html:
    r"""Escape a text; characters that would not be seen, or would be obeyed, are written as `\u202e`."""
    return Html(escape(seen(value)))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{value if isinstance(value, Html) else text(str(value))}"'
