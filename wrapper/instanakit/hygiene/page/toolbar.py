"""What filters the list of findings: search, rule, severity or outcome, token."""

from collections.abc import Sequence

from instanakit.hygiene.page.markup import Html, element
from instanakit.hygiene.page.scene import KINDS, words


def toolbar(rules: Sequence[tuple[str, str]]) -> Html:
    """Write it, hidden until the script runs; rules are ids with their slugs."""
    kinds = [
        element("button", words(kind), type="button", class_=f"chip k-{kind}", data_kind=kind, aria_pressed="false")
        for kind in KINDS
    ]
    options = [element("option", f"{rule} {slug}", value=rule) for rule, slug in rules]
    search = element("input", type="search", id="search", placeholder="Name, id, permission …", autocomplete="off")
    return element(
        "div",
        element("label", "Search", search),
        element("label", "Rule", element("select", element("option", "all rules", value=""), *options, id="rule")),
        element("div", *kinds, class_="chips", role="group", aria_label="Severity or outcome"),
        element(
            "div",
            element("button", "All tokens", type="button", id="only", hidden=True),
            element("button", "Show all", type="button", id="reset"),
            element("button", "Fold", type="button", id="fold", aria_expanded="true"),
            class_="acts",
        ),
        element("p", id="status", role="status"),
        class_="toolbar",
        role="search",
        hidden=True,
    )
