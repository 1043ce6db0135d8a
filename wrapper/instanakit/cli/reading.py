"""Entries of a log since a time: when a reader has seen enough. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from instanakit.models import AccessLogEntry, AuditLogEntry, Page

NEWEST = 100


def since(
    pages: "Iterable[Page[AuditLogEntry]] | Iterable[Page[AccessLogEntry]]", begin: datetime | None
) -> "Iterator[list[AuditLogEntry | AccessLogEntry]]":
    """Give, page by page, the entries that are not before a time; those without a time are given too.

    Ends with a page whose times descend to one before `begin`. That the newest come first is not documented, so a log
    that is in another order is read to its end.
    """
    for page in pages:
        yield [entry for entry in page.entries if begin is None or entry.at is None or entry.at >= begin]
        times = [entry.at for entry in page.entries if entry.at is not None]
        if begin is not None and times and times[-1] < begin and times == sorted(times, reverse=True):
            return
