"""The audit log and the access log, sync and async, and the pagers that read them page by page."""

from collections.abc import AsyncIterator, Iterator
from typing import Generic, TypeVar

from instanakit import _operations
from instanakit._defaults import INHERIT, documented_by
from instanakit._flows import Log, Reading
from instanakit._wire import AsyncWire, Deadline, Options, Retry, SyncWire
from instanakit.models import AccessLogEntry, AuditLogEntry, Page

E = TypeVar("E")
AUDIT_LOG = Log(_operations.read_audit_log, AuditLogEntry, lambda entry: entry.id)
ACCESS_LOG = Log(_operations.read_access_log, AccessLogEntry, lambda _entry: "")


class Pager(Generic[E]):
    """Entries of a log, fetched as they are needed: iterate over it, or over its `pages()`, each time anew."""

    def __init__(self, wire: SyncWire, options: Options, reading: Reading[E]) -> None:
        self._wire = wire
        self._options = options
        self._reading = reading

    def __iter__(self) -> Iterator[E]:
        for page in self.pages():
            yield from page.entries

    def pages(self) -> Iterator[Page[E]]:
        """Iterate over the pages; `next_offset` of a page is the `start` to go on from later."""
        cursor = self._reading.cursor()
        while not cursor.at_end:
            yield self._wire.run(self._reading.fetch, self._options, cursor)


class AsyncPager(Generic[E]):
    """Entries of a log, fetched as they are needed: `async for` over it, or over its `pages()`."""

    def __init__(self, wire: AsyncWire, options: Options, reading: Reading[E]) -> None:
        self._wire = wire
        self._options = options
        self._reading = reading

    async def __aiter__(self) -> AsyncIterator[E]:
        async for page in self.pages():
            for entry in page.entries:
                yield entry

    @documented_by(Pager.pages)
    async def pages(self) -> AsyncIterator[Page[E]]:
        cursor = self._reading.cursor()
        while not cursor.at_end:
            yield await self._wire.run(self._reading.fetch, self._options, cursor)


class LogReader(Generic[E]):
    """One log of the tenant unit; reading it needs the permission `canViewAuditLog`."""

    def __init__(self, wire: SyncWire, log: Log[E]) -> None:
        self._wire = wire
        self._log = log

    def list(
        self,
        *,
        query: str | None = None,
        page_size: int = 200,
        start: int = 0,
        limit: int | None = None,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> Pager[E]:
        """Return a pager over the entries that contain `query`, from number `start` on, at most `limit` of them.

        Nothing is fetched before it is needed. New entries move the old ones on while one reads: audit entries that
        came already are skipped; access-log entries have no id and come again. `deadline` bounds each page. Iterating
        raises APIError, UnexpectedResponseError if the pages go in circles.
        """
        return Pager(self._wire, Options(deadline, retry), Reading(self._log, query, page_size, start, limit))


class AsyncLogReader(Generic[E]):
    """One log of the tenant unit, for asyncio; reading it needs the permission `canViewAuditLog`."""

    def __init__(self, wire: AsyncWire, log: Log[E]) -> None:
        self._wire = wire
        self._log = log

    @documented_by(LogReader.list)
    def list(
        self,
        *,
        query: str | None = None,
        page_size: int = 200,
        start: int = 0,
        limit: int | None = None,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> AsyncPager[E]:
        return AsyncPager(self._wire, Options(deadline, retry), Reading(self._log, query, page_size, start, limit))
