"""Scene: a report as the parts of the page look at it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
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
# What a finding is shown and filtered as: its severity if it counts, else why it does not. The worst first.
KINDS: Final = (*(severity.value for severity in reversed(Severity)), CANNOT_CHECK, WAIVED)
_NONE: Final = "none"
# What a token is shown as: the worst kind of its findings.
STATES: Final = (*KINDS, _NONE)
_LONGEST_NAME = 100


@attrs.frozen
class Scene:
    """The tokens as the rules see them; by internal id, the worst that was found about each, and their places."""

    report: Report
    ledger: Ledger
    tokens: Sequence[Subject]
    worst: Mapping[str, str]
    places: Mapping[str, int]

    @property
    def now(self) -> float:
        """When the check was, in milliseconds since 1970."""
        return self.report.checked_at.timestamp() * 1000

    def state(self, one: Subject) -> str:
        """Return the worst kind of the findings of a token, or `none`."""
        return self.worst.get(one.internal_id, _NONE)

    def place(self, internal_id: str | None) -> int:
        """Return which of the tokens it is, counted from 0, by which the script knows it; -1 if it is none of them."""
        return -1 if internal_id is None else self.places.get(internal_id, -1)


def scene(report: Report) -> Scene:
    """Look at a report."""
    ledger = Ledger(report.policy)
    now = report.checked_at.timestamp() * 1000
    worst: dict[str, str] = {}
    for internal_id, kind in _kinds(report):
        known = worst.get(internal_id, _NONE)
        worst[internal_id] = min(known, kind, key=STATES.index)
    places = {token.internal_id: place for place, token in enumerate(report.tokens)}
    return Scene(report, ledger, [subject(token, now, ledger) for token in report.tokens], worst, places)


def _kinds(report: Report) -> Iterator[tuple[str, str]]:
    for one in report.findings:
        if one.internal_id is not None:
            yield one.internal_id, kind_of(one)
    for one, _ in report.waived:
        if one.internal_id is not None:
            yield one.internal_id, WAIVED


def kind_of(one: Finding) -> str:
    """Return what a finding that is not waived is shown as."""
    return CANNOT_CHECK if one.outcome is Outcome.CANNOT_CHECK else one.severity.value


def words(kind: str) -> str:
    """Write a kind of findings for people."""
    return {CANNOT_CHECK: "cannot check"}.get(kind, kind)


def state_words(state: str) -> str:
    """Write what a token is shown as for people."""
    return {_NONE: "no finding", WAIVED: "all findings waived"}.get(state, words(state))


def name_of(name: str | None, internal_id: str | None) -> str:
    """Return what to call a token."""
    if name and name.strip():
        return clipped(name, _LONGEST_NAME)
    return f"(no name) {clipped(internal_id or '', _LONGEST_NAME)}".strip()


def plural(count: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
