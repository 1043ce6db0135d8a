"""What a report says beside its findings: the counts, and what was checked with. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.report import Report
from instanakit.hygiene.severity import Outcome, Severity
from instanakit.hygiene.text import listed
from instanakit.hygiene.times import moment


def by_severity(report: Report) -> Iterator[tuple[Severity, str, Sequence[Finding]]]:
    """Yield each severity that there is, the worst first, how many of it there are, and the findings."""
    for severity, group in groupby(report.findings, key=lambda one: one.severity):
        found = list(group)
        unknown = sum(one.outcome is Outcome.CANNOT_CHECK for one in found)
        counts = [f"{len(found) - unknown}"] if len(found) > unknown else []
        counts += [f"{unknown} that cannot be checked"] if unknown else []
        yield severity, ", and ".join(counts), found


def total(report: Report) -> str:
    """Say in a few words what was found."""
    found = report.summary
    counts = ", ".join(f"{count} {severity}" for severity, count in found["findings"].items() if count) or "nothing"
    apart = {"cannot be checked": found["cannot_check"], "waived": found["waived"]}
    more = [f"{count} {said}" for said, count in apart.items() if count]
    return "; ".join([f"{found['tokens']} tokens: {counts}", *more])


def notes(report: Report) -> Iterator[str]:
    """Say what was checked with: the clock and the policy; what was not looked at; waivers that are of no use."""
    found, policy = report.summary, report.policy
    clock = "the server's clock"
    if report.clock == "local":
        clock = "this machine's clock, since the server's answer has no Date that can be read"
    yield f"Checked at {moment(report.checked_at)}, by {clock}"
    yield f"Policy: {policy.file or 'no file'}; preset: {policy.preset or 'none'}"
    off = [f"{rule.id} {rule.slug}" for rule in policy.rules.values() if not rule.enabled]
    if off:
        yield f"Switched off, so not looked at: {listed(off)}"
    counted = zip(policy.waivers, found["waivers"], strict=True)
    idle = [waiver for waiver, told in counted if not told["findings"] and not waiver.is_over(report.checked_at)]
    if idle:
        told = listed([f"{one.rule} for {one.token}, until {one.until}" for one in idle])
        yield f"Waivers that cover nothing: {told}"
