"""A report as Markdown, for a ticket or a page of a wiki. Pure."""

import re
from collections.abc import Iterator

from instanakit.hygiene import waivers
from instanakit.hygiene.evidence import held_against, in_words
from instanakit.hygiene.finding import Finding
from instanakit.hygiene.notes import by_severity, notes
from instanakit.hygiene.report import Report
from instanakit.hygiene.text import seen

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+.!|~&-])")
_BLANK = re.compile(r"\s+")


def markdown(report: Report) -> str:
    """Return the counts and what was checked with, the findings by severity, each with its remedy, then the waived."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    found, now = report.summary, report.checked_at.timestamp() * 1000
    yield f"# Hygiene of the API tokens of {_text(report.base_url)}"
    yield ""
    yield f"{found['tokens']} tokens. {found['sources']}"
    yield ""
    for note in notes(report):
        yield f"- {_text(note)}"
    yield ""
    yield "| severity | findings |"
    yield "|---|---|"
    for severity, count in found["findings"].items():
        yield f"| {severity} | {count} |"
    yield f"| cannot be checked | {found['cannot_check']} |"
    yield f"| waived | {found['waived']} |"
    for severity, counts, these in by_severity(report):
        yield from _begin(f"{severity.value.capitalize()} ({counts})", "remedy")
        for one in these:
            yield f"{_row(one, now)} {_code(one.remedy)} |"
    if report.waived:
        yield from _begin(f"Waived ({len(report.waived)})", "waiver")
        for one, waiver in report.waived:
            yield f"{_row(one, now)} {_text(waivers.in_words(waiver))} |"


def _begin(heading: str, last: str) -> Iterator[str]:
    yield from [
        "",
        f"## {heading}",
        "",
        f"| rule | token | evidence | held against | {last} |",
        "|---|---|---|---|---|",
    ]


def _row(one: Finding, now: float) -> str:
    token = "-" if one.internal_id is None else f"{_text(one.name or '')} ({_code(one.internal_id)})"
    cells = [f"{one.rule.id} {one.rule.slug}", token, _text(in_words(one, now)), _text(held_against(one))]
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """Escape what Markdown and HTML would make something of."""
    return _SPECIAL.sub(r"\\\1", seen(_BLANK.sub(" ", text))).replace("@", "&#64;")  # which would call somebody


def _code(text: str) -> str:
    """Show a text as it is: in more backticks than it has, and with no bar that would end the cell."""
    flat = seen(_BLANK.sub(" ", text)).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", flat)), default=0) + 1)
    return f"{fence} {flat} {fence}" if "`" in flat else f"`{flat}`"
