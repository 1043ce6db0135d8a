"""The report of a check in each of its forms: for a person, for programs, for code scanning, for a page of a wiki."""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from instanakit.cli.output import Listing, csv_text, escape
from instanakit.cli.session import Session
from instanakit.cli.terminal import style

if TYPE_CHECKING:
    from instanakit.hygiene import Finding, Report

_FIELDS = (
    *("severity", "rule", "slug", "name", "internal_id", "outcome"),
    *("remedy", "threshold", "evidence", "source", "fingerprint"),
)
_COLOURS = {"critical": "\033[1;31m", "high": "\033[31m", "medium": "\033[33m", "low": "\033[34m"}
_PLAIN = "\033[0m"
_AT_ONCE = 500  # findings, or lines


def shown(session: Session, report: "Report") -> None:
    """Write a report to standard output, piece by piece, since a second copy of a long one takes much memory."""
    form = session.own_form or session.settings.output.value
    pieces = _pieces(report, form, is_coloured=style(session, sys.stdout).color)
    while text := "".join(islice(pieces, _AT_ONCE)):
        session.write(text)
    if form == "csv":
        aside(session, report.summary["sources"])


def aside(session: Session, text: str) -> None:
    """Say something beside a report, unless standard error is for programs too."""
    if not session.quiet and not session.is_for_programs:
        sys.stderr.write(f"{escape(text)}\n")


def _pieces(report: "Report", form: str, *, is_coloured: bool) -> Iterator[str]:
    from instanakit.hygiene.markdown import markdown  # noqa: PLC0415 (only this needs it)
    from instanakit.hygiene.pieces import json_pieces, jsonl_pieces  # noqa: PLC0415 (likewise)
    from instanakit.hygiene.sarif import sarif  # noqa: PLC0415 (likewise)

    if form == "json":
        return json_pieces(report)
    if form == "jsonl":
        return jsonl_pieces(report)
    if form == "sarif":
        return iter([json.dumps(sarif(report), indent=2), "\n"])
    if form == "markdown":
        return iter([markdown(report)])
    return _csv(report) if form == "csv" else _table(report, is_coloured=is_coloured)


def _table(report: "Report", *, is_coloured: bool) -> Iterator[str]:
    """Tell the findings by severity: what and of which token, why, and what to do, a line for each; then the rest."""
    from instanakit.hygiene.evidence import with_limit  # noqa: PLC0415 (only a table needs it)
    from instanakit.hygiene.notes import by_severity, notes, total  # noqa: PLC0415 (likewise)

    now = report.checked_at.timestamp() * 1000
    for severity, counts, found in by_severity(report):
        begin, end = (_COLOURS[severity], _PLAIN) if is_coloured else ("", "")
        yield f"{begin}{severity} ({counts}){end}\n"
        for one in found:
            about = "the tenant unit" if one.internal_id is None else f"{one.name} ({one.internal_id})"
            yield f"  {one.rule.id} {one.rule.slug}: {escape(about)}\n"
            yield f"    {escape(with_limit(one, now))}\n    {escape(one.remedy)}\n"
    waived = ["What is waived: -o json or -o markdown"] if report.waived else []
    yield from (f"{escape(line)}\n" for line in (total(report), *notes(report), *waived, report.summary["sources"]))


def _csv(report: "Report") -> Iterator[str]:
    found = iter(report.findings)
    yield csv_text(Listing("findings", (), _FIELDS, _FIELDS))
    while rows := [_row(one) for one in islice(found, _AT_ONCE)]:
        _header, *lines = csv_text(Listing("findings", rows, _FIELDS, _FIELDS)).splitlines(keepends=True)
        yield from lines


def _row(one: "Finding") -> dict[str, Any]:
    finding = one.as_json()
    return finding | {"name": one.name, "internal_id": one.internal_id, "evidence": json.dumps(finding["evidence"])}
