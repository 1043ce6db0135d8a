"""The report of a check in each of its forms: for a person, for programs, for code scanning, for a page of a wiki."""

import json
import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any

from instanakit.cli.output import Listing, escape
from instanakit.cli.session import Session
from instanakit.cli.terminal import style

if TYPE_CHECKING:
    from instanakit.hygiene import Report

_FIELDS = (
    *("severity", "rule", "slug", "name", "internal_id", "outcome"),
    *("remedy", "threshold", "evidence", "source", "fingerprint"),
)
_COLOURS = {"critical": "\033[1;31m", "high": "\033[31m", "medium": "\033[33m", "low": "\033[34m"}
_PLAIN = "\033[0m"


def shown(session: Session, report: "Report") -> None:
    """Write a report to standard output, and for a person a summary to standard error."""
    from instanakit.hygiene.markdown import markdown  # noqa: PLC0415 (only this needs it)
    from instanakit.hygiene.sarif import sarif  # noqa: PLC0415 (likewise)

    form = session.own_form or session.settings.output.value
    if form == "json":
        session.write(json.dumps(report.as_json(), indent=2) + "\n")
    elif form == "jsonl":
        session.write("".join(json.dumps(one.as_json()) + "\n" for one in report.findings))
    elif form == "sarif":
        session.write(json.dumps(sarif(report), indent=2) + "\n")
    elif form == "markdown":
        session.write(markdown(report))
    elif form == "csv":
        rows = [_row(one.as_json()) for one in report.findings]
        session.show(Listing("findings", rows, _FIELDS, _FIELDS))
    else:
        session.write(_told(report, is_coloured=style(session, sys.stdout).color))
        session.say(summary(report))


def _told(report: "Report", *, is_coloured: bool) -> str:
    """Tell the findings by severity: what and of which token, held against what, and what to do, a line for each."""
    lines = []
    for severity, found in groupby(report.findings, key=lambda one: one.severity.value):
        these = list(found)
        begin, end = (_COLOURS[severity], _PLAIN) if is_coloured else ("", "")
        lines += [f"{begin}{severity} ({len(these)}){end}"]
        for one in these:
            about = "the tenant unit" if one.internal_id is None else f"{one.name} ({one.internal_id})"
            held = f"cannot be checked: {one.threshold}" if one.outcome.value == "cannot-check" else one.threshold
            lines += [f"  {one.rule.id} {one.rule.slug}: {escape(about)}"]
            lines += [f"    {escape(held)} ({one.source})", f"    {escape(one.remedy)}"]
    return "".join(f"{line}\n" for line in lines)


def summary(report: "Report") -> str:
    """Say in a few words what was found."""
    found = report.summary
    counts = ", ".join(f"{count} {severity}" for severity, count in found["findings"].items() if count) or "nothing"
    more = [f"{found['cannot_check']} cannot be checked"] if found["cannot_check"] else []
    more += [f"{found['waived']} waived"] if found["waived"] else []
    return f"{found['tokens']} tokens: {'; '.join([counts, *more])}. {found['sources']}"


def _row(finding: dict[str, Any]) -> dict[str, Any]:
    token = finding["token"] or {"name": None, "internalId": None}
    evidence = json.dumps(finding["evidence"])
    return finding | {"name": token["name"], "internal_id": token["internalId"], "evidence": evidence}
