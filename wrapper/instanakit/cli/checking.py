"""The report of a check in each of its forms: for a person, for programs, for code scanning, for a page of a wiki."""

import json
from typing import TYPE_CHECKING, Any

from instanakit.cli.output import Listing
from instanakit.cli.session import Session

if TYPE_CHECKING:
    from instanakit.hygiene import Report

_COLUMNS = ("severity", "rule", "slug", "name", "outcome", "remedy", "threshold", "internal_id")
_FIELDS = (*_COLUMNS, "evidence", "source", "fingerprint")


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
    else:
        rows = [_row(one.as_json()) for one in report.findings]
        session.show(Listing("findings", rows, _FIELDS, _COLUMNS))
    if form in {"table", "csv"}:
        session.say(summary(report))


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
