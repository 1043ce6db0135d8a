"""The head of the page: which tenant unit, when, how many tokens, and the counts, which filter the findings."""

from instanakit.hygiene.notes import notes
from instanakit.hygiene.page.markup import Html, element
from instanakit.hygiene.page.scene import CANNOT_CHECK, KINDS, WAIVED, plural, words
from instanakit.hygiene.report import ANALOGY, Report
from instanakit.hygiene.text import clipped


def header(report: Report) -> Html:
    """Write the head of the page."""
    summary = report.summary
    counts = summary["findings"] | {CANNOT_CHECK: summary["cannot_check"], WAIVED: summary["waived"]}
    total, affected = summary["tokens"], summary["tokens_with_findings"]
    facts = [
        ("Tenant unit", element("bdi", clipped(report.base_url, _LONGEST))),
        ("Tokens", f"{total:,}"),
        ("With findings", f"{affected:,}"),
    ]
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
        element("ul", *(element("li", said) for said in notes(report)), class_="notes"),
        element("p", f"{ANALOGY} What cannot be checked has not passed.", class_="note"),
    )


_LONGEST = 200
_LABEL = "Counts of findings; each filters the list of findings"


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
