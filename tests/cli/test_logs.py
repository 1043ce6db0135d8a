"""logs: entries since a time, as many as are asked for, and no more pages than it takes."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from instanakit import AuditLogEntry, Page
from instanakit.cli.reading import since
from instanakit.cli.session import Session

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)


def entry(at):
    return AuditLogEntry(
        {"id": str(at), "timestamp": None if at is None else int((NOW - timedelta(hours=at)).timestamp() * 1000)}
    )


def read(*pages, begin=24):
    """The hours ago of the entries that are given, and how many pages were read for them."""
    asked = []

    def fetch():
        for page in pages:
            asked.append(page)
            yield Page(tuple(map(entry, page)), 0, 0, None)

    found = [one.id for page in since(fetch(), NOW - timedelta(hours=begin)) for one in page]
    return found, len(asked)


@pytest.mark.parametrize(
    ("pages", "found", "asked"),
    [
        ([[1, 2], [3, 30], [31, 32]], ["1", "2", "3"], 2),
        ([[1, 24], [25, 26], [27, 28]], ["1", "24"], 2),
        ([[30, 1], [31, 2], [3]], ["1", "2", "3"], 3),
        ([[1, 40, 2, 30], [3]], ["1", "2", "3"], 2),
        ([[1, None], [None, 30], [2]], ["1", "None", "None"], 2),
        ([[], [1]], ["1"], 2),
    ],
    ids=[
        "descending",
        "to the minute",
        "not descending",
        "not descending to its end",
        "without a time",
        "an empty page",
    ],
)
def test_reading_since_a_time_stops_early_only_on_a_page_that_descends(pages, found, asked):
    assert read(*pages) == (found, asked)


@pytest.fixture
def history(line):
    """An audit log with 300 entries, one an hour."""
    for hours in range(300, 0, -1):
        at = int((NOW - timedelta(hours=hours)).timestamp() * 1000)
        actor = {"type": "USER", "id": "ann", "name": "Ann"}
        line.sandbox.state.log(
            "audit_log", {"id": str(hours), "action": "POST /x", "message": "m", "actor": actor, "timestamp": at}
        )
    return lambda *arguments: line(*arguments, session=Session(clock=lambda: NOW))


def test_without_limit_and_time_the_newest_hundred_are_shown_and_it_is_said(history):
    ended = history("logs", "audit", "-o", "csv")
    assert len(ended.out.splitlines()) == 101
    assert history("logs", "audit").err == "these are 100; see --limit and --since\n"


def test_since_a_time_all_of_them_are_shown_and_a_limit_counts_what_is_kept(history):
    assert [row["id"] for row in history("logs", "audit", "--since", "5h", "-o", "json").json["entries"]] == list(
        "12345"
    )
    assert [
        row["id"] for row in history("logs", "audit", "--since", "5h", "--limit", "2", "-o", "json").json["entries"]
    ] == ["1", "2"]
    assert len(history("logs", "audit", "--limit", "250", "-o", "jsonl").out.splitlines()) == 250
    assert len(history("logs", "audit", "--since", "2020-01-01", "-o", "jsonl").out.splitlines()) == 300


def test_since_a_time_no_page_is_asked_for_that_is_before_it(history, line):
    line.sandbox.options = attrs.evolve(line.sandbox.options, page_cap=10)
    # The third page would come only if the second did not end before the time.
    line.sandbox.faults.add("status", at=3, status=400, times=None)
    assert len(history("logs", "audit", "--since", "15h", "-o", "jsonl").out.splitlines()) == 15


def test_a_query_and_fields_are_as_asked(history):
    assert history("logs", "audit", "--query", "nothing", "-o", "json").json["entries"] == []
    assert history("logs", "audit", "--limit", "1", "--fields", "at,id,at", "-o", "csv").out == (
        "at,at_ms,id\n2027-01-15T07:30:00.000Z,1799998200000,1\n"
    )


def test_the_access_log_has_its_own_fields(line):
    (row,) = line("logs", "access", "--limit", "1", "-o", "json").json["entries"]
    assert row["email"] == "owner@example.com"
