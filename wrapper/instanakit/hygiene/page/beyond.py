"""The findings beyond those that a page shows at once: data, and templates that the script fills with it.

The texts of an item of the list are taken out of its tags, and each different text is written once. The script puts
them back as texts, so nothing that the server has said is parsed as HTML.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import TypeAlias

from instanakit.hygiene.page.markup import Html, element
from instanakit.hygiene.text import seen

_TAG = re.compile(r"(<[^>]*>)")
_FACT = "<dt>"  # names of facts are the same in all items: as good as tags
_SLOT = "<slot></slot>"
_ID = "\t"  # stands for the token's internal id; markup writes a tab that is in a text as \x09

Row: TypeAlias = list[int]


class Beyond:
    """Items of the list, taken apart: the token's place, the template, and the texts, as places in `texts`."""

    def __init__(self, internal_ids: Sequence[str]) -> None:
        """Begin without any; internal ids are in the order of the tokens' places."""
        self._ids = [seen(internal_id) for internal_id in internal_ids]
        self._templates: dict[str, int] = {}
        self._texts: dict[str, int] = {}
        self._groups: list[dict[str, list[int] | list[Row]]] = []

    def group(self, shown: Iterable[int], left: Iterable[tuple[int, Html]]) -> None:
        """Add a group: the places of the tokens that its shown items are about, and each item that is left."""
        rows = [self._row(place, item) for place, item in left]
        self._groups.append({"shown": list(shown), "left": rows})

    def _row(self, place: int, item: Html) -> Row:
        pieces, texts = _TAG.split(item), list[str]()  # text, tag, text, and so on
        for at in range(2, len(pieces), 2):
            if pieces[at].strip() and pieces[at - 1] != _FACT:
                texts.append(self._shortened(unescape(pieces[at]), place))
                pieces[at] = _SLOT
        return [place, _place(self._templates, "".join(pieces)), *[_place(self._texts, text) for text in texts]]

    def _shortened(self, text: str, place: int) -> str:
        return text.replace(self._ids[place], _ID) if place >= 0 and self._ids[place] else text

    def elements(self) -> Iterator[Html]:
        """Yield the templates, and the data as JSON, for the end of the body."""
        for template in self._templates:
            yield element("template", Html(template))
        has_left = bool(self._texts)
        data = {"groups": self._groups, "texts": list(self._texts), "ids": self._ids if has_left else []}
        yield element("script", _embedded(data), type="application/json", id="data")


def _place(known: dict[str, int], text: str) -> int:
    return known.setdefault(text, len(known))


def _embedded(data: object) -> Html:
    """Write JSON that ends no script and begins no comment, whatever its texts are."""
    written = json.dumps(data, separators=(",", ":"))
    return Html(written.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e"))
