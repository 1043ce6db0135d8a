"""A report as SARIF 2.1.0, for code scanning. Pure."""

import re
from typing import Any

from instanakit._version import __version__
from instanakit.hygiene import waivers
from instanakit.hygiene.evidence import with_limit
from instanakit.hygiene.finding import Finding, filled
from instanakit.hygiene.notes import notes
from instanakit.hygiene.policy import Rule, Waiver
from instanakit.hygiene.report import ANALOGY, Report
from instanakit.hygiene.severity import Severity
from instanakit.hygiene.text import seen

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_PLACE = "instana-api-tokens"
_SPECIAL = re.compile(r"([\\\[\]])")
_SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.0", Severity.LOW: "2.0"}
_LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}


def sarif(report: Report) -> dict[str, Any]:
    """Return a log with one run: the rules, the findings, those that are waived as suppressed."""
    rules = list(report.policy.rules.values())
    index = {rule.id: number for number, rule in enumerate(rules)}
    # All results have suppressions, or none has (SARIF 2.1.0, 3.27.23).
    counting: dict[str, Any] = {"suppressions": []} if report.waived else {}
    now = report.checked_at.timestamp() * 1000
    results = [_result(one, index, now) | counting for one in report.findings]
    results += [_result(one, index, now) | {"suppressions": [_suppression(waiver)]} for one, waiver in report.waived]
    driver = {
        "name": "instanakit",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
        "fullDescription": {"text": ANALOGY},
    }
    invocation = {
        "executionSuccessful": True,
        "endTimeUtc": report.checked_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": [
            {"level": "note", "message": {"text": _escaped(note)}} for note in notes(report)
        ],
    }
    run = {
        "tool": {"driver": driver},
        # What stands before the last slash is the category: reports of one category replace each other.
        "automationDetails": {"id": f"instanakit/{report.base_url.split('://')[-1].rstrip('/')}/"},
        "invocations": [invocation],
        "results": results,
        "properties": {"summary": report.summary},
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    source = f"Source: {rule.source}. {ANALOGY}"
    score = _SCORES[max(rule.severities.values(), key=lambda one: one.rank)]
    return {
        "id": rule.id,
        "name": rule.slug,
        "shortDescription": {"text": rule.slug},
        "fullDescription": {"text": f"{rule.slug}. {source}"},
        "help": {"text": f"{filled(rule.remedy)}\n{source}"},
        "properties": {"tags": ["security"], "security-severity": score},
        "defaultConfiguration": {"level": _LEVELS[rule.severities["default"]], "enabled": rule.enabled},
    }


def _result(one: Finding, index: dict[str, int], now: float) -> dict[str, Any]:
    about = "the tenant unit" if one.internal_id is None else f"token {one.name!r} ({one.internal_id})"
    name = one.base_url if one.internal_id is None else f"{one.base_url}/tokens/{one.internal_id}"
    return {
        "ruleId": one.rule.id,
        "ruleIndex": index[one.rule.id],
        "level": _LEVELS[one.severity],
        "kind": "fail",
        "message": {"text": _escaped(f"{one.rule.slug}: {about}: {with_limit(one, now)}. {one.remedy}")},
        "locations": [
            {
                # Code scanning takes no result without a place in a file.
                "physicalLocation": {"artifactLocation": {"uri": _PLACE}, "region": {"startLine": 1}},
                "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}],
            }
        ],
        # Code scanning tells results apart by primaryLocationLineHash alone.
        "partialFingerprints": {"instanakit/v1": one.fingerprint, "primaryLocationLineHash": one.fingerprint},
        "properties": {
            "severity": one.severity.value,
            "outcome": one.outcome.value,
            "evidence": dict(one.evidence),
            "source": one.source,
        },
    }


def _escaped(text: str) -> str:
    """Keep what a name has in it from being a link or a placeholder of a message, or from not being seen."""
    return _SPECIAL.sub(r"\\\1", seen(text)).replace("{", "{{").replace("}", "}}")


def _suppression(waiver: Waiver) -> dict[str, Any]:
    return {"kind": "external", "status": "accepted", "justification": waivers.in_words(waiver)}
