"""The document: head, content security policy, and the parts of the page one below the other."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from instanakit.hygiene.page.expiries import expiries
from instanakit.hygiene.page.findings import findings
from instanakit.hygiene.page.header import header
from instanakit.hygiene.page.heatmap import heatmap
from instanakit.hygiene.page.markup import Html, element, join
from instanakit.hygiene.page.scatter import scatter
from instanakit.hygiene.page.scene import scene
from instanakit.hygiene.report import Report
from instanakit.hygiene.text import clipped


def page(report: Report) -> str:
    """Return a report as one HTML document, which needs nothing beside it. The same report makes the same text."""
    seen = scene(report)
    style, script = _packaged("page.css"), _packaged("page.js")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"Token hygiene of {clipped(report.base_url, 200)}"),
        element("style", style),
    )
    listed, beyond = findings(seen)
    main = element(
        "main",
        element("div", scatter(seen), expiries(seen), class_="pair"),
        heatmap(seen),
        listed,
        id="main",
    )
    skip = element("a", "Skip to the findings", href="#findings", class_="skip")
    body = element("body", skip, header(report), main, *beyond.elements(), element("script", script))
    return join([Html("<!DOCTYPE html>\n"), element("html", head, Html("\n"), body, lang="en"), Html("\n")])


def _packaged(name: str) -> Html:
    return Html((files(__package__ or "") / name).read_text(encoding="utf-8"))


def _policy(style: str, script: str) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
