"""The expiry calendar: how many tokens expire in each week of the months ahead."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from instanakit.hygiene.page.markup import Html, element, lines
from instanakit.hygiene.page.scene import Scene, name_of, plural
from instanakit.hygiene.subject import Subject

_MONTHS = 12
_NAMED = 5  # tokens in a tooltip
_FEW, _MANY = 2, 8  # up to which a cell has the lightest and the middle shade
_DECEMBER = 12
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # in any locale
_EXPIRED, _NEVER, _UNREADABLE = "expired", "never expire", "no readable time"


def expiries(scene: Scene) -> Html:
    """Draw the calendar."""
    today = scene.report.checked_at.astimezone(UTC).date()
    starts = [_later(today, months) for months in range(_MONTHS + 1)]
    beyond = datetime(starts[-1].year, starts[-1].month, 1, tzinfo=UTC).timestamp() * 1000
    later = f"after {_named(starts[-2])}"
    apart: dict[str, list[Subject]] = {_EXPIRED: [], _NEVER: [], later: [], _UNREADABLE: []}
    days: defaultdict[date, list[Subject]] = defaultdict(list)
    for one in scene.tokens:
        if one.expires is not None and scene.now < one.expires < beyond:
            days[datetime.fromtimestamp(one.expires / 1000, UTC).date()].append(one)
        else:
            apart[_apart(one) or later].append(one)
    return element(
        "section",
        element("h2", "Expiry calendar"),
        element("ul", *(_cell(name, found, "big") for name, found in apart.items() if _is_shown(name, found))),
        element("ol", *(_month(start, today, days) for start in starts[:-1]), class_="months"),
        class_="card",
        id="expiries",
    )


def _apart(one: Subject) -> str | None:
    if "expiresOn" in one.unreadable:
        return _UNREADABLE
    if one.expires is None:
        return _NEVER
    return None if one.is_active else _EXPIRED


def _is_shown(name: str, found: Sequence[Subject]) -> bool:
    return bool(found) or name != _UNREADABLE


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _DECEMBER)
    return date(day.year + years, month + 1, 1)


def _named(month: date) -> str:
    return f"{_NAMES[month.month - 1]} {month.year}"


def _month(start: date, today: date, days: dict[date, list[Subject]]) -> Html:
    weeks = []
    for first, last in _weeks(start):
        found = [one for day in range(first, last + 1) for one in days.get(start.replace(day=day), [])]
        span = f"{first}\N{EN DASH}{last}" if first != last else str(first)
        weeks.append(_cell(span, found, "past" if start.replace(day=last) < today else ""))
    return element("li", element("h3", _named(start)), element("ol", *weeks), class_="month")


def _weeks(start: date) -> Iterator[tuple[int, int]]:
    """Yield the first and last days of the weeks, which begin on Mondays, within a month."""
    weekday, length = monthrange(start.year, start.month)
    first = 1
    while first <= length:
        last = min(first + 6 - (weekday + first - 1) % 7, length)
        yield first, last
        first = last + 1


def _cell(name: str, found: Sequence[Subject], class_: str) -> Html:
    count = len(found)
    shade = 0 if not count else 1 if count <= _FEW else 2 if count <= _MANY else 3
    told = [plural(count, "token"), *(name_of(one.name, one.internal_id) for one in found[:_NAMED])]
    if count > _NAMED:
        told.append(f"and {count - _NAMED:,} more")
    return element(
        "li",
        element("span", name),
        element("b", f"{count:,}" if count or class_ == "big" else "\N{EN DASH}"),
        class_=f"cell shade-{shade} {class_}".strip(),
        title=lines(told) if count else None,
    )
