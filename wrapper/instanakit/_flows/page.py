"""Read a log page by page: which page comes next, and when it ends."""

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from instanakit._answers import log_page
from instanakit._flows.send import ask
from instanakit._flows.steps import Flow, Terms
from instanakit._operations import Document, Request
from instanakit.errors import ConfigurationError
from instanakit.models import Page

E = TypeVar("E")
_INT32 = 2**31 - 1


def check_number(value: object, option: str, lowest: int, *, optional: bool = False) -> None:
    """Refuse what is no whole number that the API takes."""
    if optional and value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= _INT32:
        message = f"{option} must be a whole number from {lowest} to {_INT32}; it is {value!r}"
        raise ConfigurationError(message)


class Cursor(Generic[E]):
    """Where a reader is in a log; each iteration has its own."""

    def __init__(self, *, page_size: int, start: int, limit: int | None) -> None:
        check_number(page_size, "page_size", 1)
        check_number(start, "start", 0)
        check_number(limit, "limit", 0, optional=True)
        self._page_size = page_size
        self._offset: int | None = start
        self._left = limit

    def next(self) -> tuple[int, int] | None:
        """Return offset and size of the page to fetch now, or None at the end."""
        if self._offset is None or self._left == 0:
            return None
        return self._offset, self._page_size if self._left is None else min(self._page_size, self._left)

    def accept(self, page: Page[E]) -> Page[E]:
        """Take note of a page that came, and return it without what exceeds the limit."""
        self._offset = page.next_offset
        if self._left is not None:
            kept = page.entries[: self._left]
            self._left -= len(kept)
            if len(kept) < len(page.entries):
                page = attrs.evolve(page, entries=kept, next_offset=page.offset + len(kept))
        return page


@attrs.frozen
class Log(Generic[E]):
    """Which log: its operation, and the view of its entries."""

    operation: Callable[[int, int, str | None], Request]
    entry: Callable[[Document], E]


@attrs.frozen
class Reading(Generic[E]):
    """What a pager was asked for."""

    log: Log[E]
    query: str | None
    page_size: int
    start: int
    limit: int | None

    def __attrs_post_init__(self) -> None:
        self.cursor()
        if self.query is not None and not isinstance(self.query, str):
            message = f"query must be a text or None; it is {self.query!r}"
            raise ConfigurationError(message)

    def cursor(self) -> Cursor[E]:
        """Start anew; each iteration has a cursor of its own."""
        return Cursor(page_size=self.page_size, start=self.start, limit=self.limit)

    def fetch(self, terms: Terms, offset: int, size: int) -> Flow[Page[E]]:
        """Fetch the page that begins at `offset`."""
        request = self.log.operation(offset, size, self.query)
        answer = yield from ask(terms, request)
        return log_page(answer, request, offset, self.log.entry)
