"""The head of the page: which tenant unit, when, how many tokens, and the counts, which filter the findings."""

from collections.abc import Iterator, Mapping
from typing import Any

from instanakit.hygiene.page.markup import Html, element
from instanakit.hygiene.page.scene import CANNOT_CHECK, KINDS, WAIVED, plural, words
from instanakit.hygiene.report import ANALOGY, Report
from instanakit.hygiene.text import clipped
from instanakit.hygiene.times import moment


def header(report: Report) -> Html:
    """Write the head of the page."""
    summary = report.summary
    counts = summary["findings"] | {CANNOT_CHECK: summary["cannot_check"], WAIVED: summary["waived"]}
    total, affected = summary["tokens"], summary["tokens_with_findings"]
    facts = [
        ("Tenant unit", element("bdi", clipped(report.base_url, _LONGEST))),
        ("Checked", element("time", moment(report.checked_at), datetime=report.checked_at.isoformat())),
        ("Tokens", f"{total:,}"),
        ("With findings", f"{affected:,}"),
    ]
    facts += [(key.capitalize(), clipped(summary[key], _LONGEST)) for key in ("policy", "preset") if summary.get(key)]
    return element(
        "header",
        element(
            "div",
            element("h1", "Token hygiene"),
            element("button", "Theme: auto", type="button", id="theme", hidden=True),
            class_="top",
        ),
        element("dl", *(element("div", element("dt", name), element("dd", value)) for name, value in facts)),
        element("div", *(_tile(kind, counts[kind]) for kind in KINDS), class_="tiles", role="group", aria_label=_LABEL),
        element("p", element("a", "Go to the findings", href="#findings", id="go"), class_="go"),
        *(element("p", said, class_="notice") for said in _notices(summary)),
        element("p", f"{ANALOGY} What cannot be checked has not passed.", class_="note"),
    )


_LONGEST = 200
_NAMED = 12  # waivers that are told one by one
_LABEL = "Counts of findings; each filters the list of findings"


def _notices(summary: Mapping[str, Any]) -> Iterator[str]:
    """Tell what makes this report another than one by the server's clock, all rules, and waivers that are of use."""
    if summary["clock"] != "server":
        yield "Ages are by this machine's clock, since the server told no time. See that the clock is right."
    if off := summary["rules_switched_off"]:
        yield f"Switched off in the policy, so not looked for: {', '.join(off)}."
    if idle := [waiver for waiver in summary["waivers"] if not waiver["findings"]]:
        told = [f"{one['rule']} of {clipped(one['token'], _LONGEST)} until {one['until']}" for one in idle[:_NAMED]]
        told += [f"and {len(idle) - _NAMED:,} more"] if len(idle) > _NAMED else []
        yield f"Waivers that cover no finding, to be taken out of the policy: {'; '.join(told)}."


def _tile(kind: str, count: int) -> Html:
    return element(
        "button",
        element("b", f"{count:,}"),
        Html(" "),
        element("span", words(kind)),
        type="button",
        class_=f"tile k-{kind}",
        data_kind=kind,
        aria_pressed="false",
        title=f"Show only these: {plural(count, 'finding')}, {words(kind)}",
        disabled=True,
    )
