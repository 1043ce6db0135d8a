"""Scene: a report as the parts of the page look at it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.grants import Ledger
from instanakit.hygiene.report import Report
from instanakit.hygiene.severity import Outcome, Severity
from instanakit.hygiene.subject import Subject, subject
from instanakit.hygiene.text import clipped

CANNOT_CHECK: Final = "cannot-check"
WAIVED: Final = "waived"
# What a finding is shown and filtered as: its severity if it counts, else why it does not.
KINDS: Final = (*(severity.value for severity in reversed(Severity)), CANNOT_CHECK, WAIVED)
_LONGEST_NAME = 100


@attrs.frozen
class Scene:
    """The tokens as the rules see them, and the worst that was found about each, by internal id."""

    report: Report
    ledger: Ledger
    tokens: Sequence[Subject]
    worst: Mapping[str, Severity]

    @property
    def now(self) -> float:
        """When the check was, in milliseconds since 1970."""
        return self.report.checked_at.timestamp() * 1000

    def kind(self, one: Subject) -> str:
        """Return the worst severity of a token, or `none`."""
        worst = self.worst.get(one.internal_id)
        return "none" if worst is None else worst.value


def scene(report: Report) -> Scene:
    """Look at a report."""
    ledger = Ledger(report.policy)
    now = report.checked_at.timestamp() * 1000
    worst: dict[str, Severity] = {}
    for one in report.findings:
        if one.outcome is Outcome.FAIL and one.internal_id is not None:
            known = worst.get(one.internal_id)
            if known is None or known.rank < one.severity.rank:
                worst[one.internal_id] = one.severity
    return Scene(report, ledger, [subject(token, now, ledger) for token in report.tokens], worst)


def kind_of(one: Finding) -> str:
    """Return what a finding that is not waived is shown as."""
    return CANNOT_CHECK if one.outcome is Outcome.CANNOT_CHECK else one.severity.value


def words(kind: str) -> str:
    """Write a kind for people."""
    return {CANNOT_CHECK: "cannot check", "none": "no finding"}.get(kind, kind)


def name_of(name: str | None, internal_id: str | None) -> str:
    """Return what to call a token."""
    if name and name.strip():
        return clipped(name, _LONGEST_NAME)
    return f"(no name) {clipped(internal_id or '', _LONGEST_NAME)}".strip()


def plural(count: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
