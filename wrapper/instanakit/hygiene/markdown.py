"""A report as Markdown, for a ticket or a page of a wiki. Pure."""

import json
import re
from collections.abc import Iterator

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.page.markup import seen
from instanakit.hygiene.report import Report
from instanakit.hygiene.severity import Outcome, Severity

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+.!|~&-])")
_BLANK = re.compile(r"\s+")


def markdown(report: Report) -> str:
    """Return the counts, then the findings by severity, each with its remedy."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    found = report.summary
    yield f"# Hygiene of the API tokens of {_text(report.base_url)}"
    yield ""
    yield f"{found['tokens']} tokens at {report.checked_at:%Y-%m-%d %H:%M} UTC. {found['sources']}"
    yield ""
    yield "| severity | findings |"
    yield "|---|---|"
    for severity, count in found["findings"].items():
        yield f"| {severity} | {count} |"
    yield f"| cannot be checked | {found['cannot_check']} |"
    yield f"| waived | {found['waived']} |"
    for severity in reversed(Severity):
        these = [one for one in report.findings if one.severity is severity]
        if these:
            yield ""
            yield f"## {severity.value.capitalize()}"
            yield ""
            yield "| rule | token | evidence | held against | remedy |"
            yield "|---|---|---|---|---|"
            for one in these:
                yield _row(one)


def _row(one: Finding) -> str:
    token = "-" if one.internal_id is None else f"{_text(one.name or '')} ({_code(one.internal_id)})"
    held = f"cannot be checked: {one.threshold}" if one.outcome is Outcome.CANNOT_CHECK else one.threshold
    evidence = _code(json.dumps(dict(one.evidence)))
    held = f"{_text(held)} ({_text(one.source)})"
    return f"| {one.rule.id} {one.rule.slug} | {token} | {evidence} | {held} | {_code(one.remedy)} |"


def _text(text: str) -> str:
    """Escape what Markdown and HTML would make something of."""
    return _SPECIAL.sub(r"\\\1", seen(_BLANK.sub(" ", text))).replace("@", "&#64;")  # which would call somebody


def _code(text: str) -> str:
    """Show a text as it is: in more backticks than it has, and with no bar that would end the cell."""
    flat = seen(_BLANK.sub(" ", text)).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", flat)), default=0) + 1)
    return f"{fence} {flat} {fence}" if "`" in flat else f"`{flat}`"
