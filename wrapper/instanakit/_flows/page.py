"""Read a log page by page: which page comes next, and when it ends."""

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from instanakit._answers import in_circles, log_page
from instanakit._checks import check_whole_number
from instanakit._flows.send import ask
from instanakit._flows.steps import Flow, Terms
from instanakit._operations import Document, Request
from instanakit.errors import ConfigurationError
from instanakit.models import Page

E = TypeVar("E")
_INT32 = 2**31 - 1  # what the API takes for a number


class Cursor(Generic[E]):
    """Where a reader is in a log; each iteration has its own."""

    def __init__(self, *, page_size: int, start: int, limit: int | None) -> None:
        check_whole_number(page_size, "page_size", 1, _INT32)
        check_whole_number(start, "start", 0, _INT32)
        if limit is not None:
            check_whole_number(limit, "limit", 0, _INT32)
        self._page_size = page_size
        self._start = start
        self._offset = start
        self._ended = False
        self._left = limit
        self._seen: set[str] = set()
        self._former: tuple[E, ...] = ()

    @property
    def at_end(self) -> bool:
        """Whether there is no page to fetch."""
        return self._ended or self._left == 0

    def next(self) -> tuple[int, int]:
        """Return offset and size of the page to fetch now."""
        # Only the first page is made to fit the limit: a small later one could be all entries that were seen already.
        if self._left is not None and self._offset == self._start:
            return self._offset, min(self._page_size, self._left)
        return self._offset, self._page_size

    def accept(self, page: Page[E], identify: Callable[[E], str]) -> Page[E] | None:
        """Return a page without what came already or exceeds the limit; None if the log goes in circles.

        New entries move the old ones on, so an entry can come again; `identify` gives "" for entries that have no id.
        """
        kept: list[E] = []
        end = 0
        for number, entry in enumerate(page.entries):
            if self._left is not None and len(kept) == self._left:
                break
            end = number + 1
            name = identify(entry)
            if not name or name not in self._seen:
                kept.append(entry)
                self._seen.add(name)
        if page.entries and (not kept or page.entries == self._former):
            return None
        self._former = page.entries
        next_offset = page.next_offset if end == len(page.entries) else page.offset + end
        self._ended = next_offset is None
        if next_offset is not None:
            self._offset = next_offset
        if self._left is not None:
            self._left -= len(kept)
        return attrs.evolve(page, entries=tuple(kept), next_offset=next_offset)


@attrs.frozen
class Log(Generic[E]):
    """Which log: its operation, the view of its entries, and their ids, "" where they have none."""

    operation: Callable[[int, int, str | None], Request]
    entry: Callable[[Document], E]
    identify: Callable[[E], str]


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

    def fetch(self, terms: Terms, cursor: Cursor[E]) -> Flow[Page[E]]:
        """Fetch the next page."""
        offset, size = cursor.next()
        request = self.log.operation(offset, size, self.query)
        answer = yield from ask(terms, request)
        page = cursor.accept(log_page(answer, request, offset, self.log.entry), self.log.identify)
        if page is None:
            raise in_circles(answer, request)
        return page
