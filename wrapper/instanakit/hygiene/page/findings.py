"""The list of findings, in groups of one rule and severity; how many of each are on the page."""

from collections import defaultdict
from collections.abc import Sequence

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.page.entry import Entry, entry
from instanakit.hygiene.page.markup import Html, element, join
from instanakit.hygiene.page.scene import CANNOT_CHECK, KINDS, WAIVED, Scene, kind_of, plural, words

MOST = 2000  # findings on the page
_LONG = 50  # findings of a group from which on a browser lays out only those that are seen
_ALL = "instanakit tokens check -o json"


def findings(scene: Scene) -> Html:
    """Write the list and what filters it."""
    groups: defaultdict[tuple[int, str, str], list[Entry]] = defaultdict(list)
    for one in scene.report.findings:
        groups[_key(one, kind_of(one))].append(Entry(one))
    for one, waiver in scene.report.waived:
        groups[_key(one, WAIVED)].append(Entry(one, waiver))
    total = sum(map(len, groups.values()))
    limit = share([len(group) for group in groups.values()], MOST)
    shown = sum(min(len(group), limit) for group in groups.values())
    return element(
        "section",
        element("h2", "Findings"),
        _left_out(shown, total),
        _toolbar(sorted({(key[1], group[0].finding.rule.slug) for key, group in groups.items()}), shown, total),
        *(_group(scene, KINDS[key[0]], groups[key], limit) for key in sorted(groups)),
        Html("") if groups else element("p", "No rule has found anything."),
        id="findings",
        tabindex="-1",
    )


def share(sizes: Sequence[int], most: int) -> int:
    """Return the largest number that each may have, so that all together have no more than `most`, but at least 1."""
    left, limit = most, 0
    for place, size in enumerate(sorted(sizes)):
        limit = left // (len(sizes) - place)
        if size > limit:
            return max(limit, 1)
        left -= size
        limit = size
    return max(limit, 1)


def _key(one: Finding, kind: str) -> tuple[int, str, str]:
    return KINDS.index(kind), one.rule.id, one.severity.value


def _left_out(shown: int, total: int) -> Html:
    if shown == total:
        return Html("")
    return element(
        "p",
        f"{shown:,} of {plural(total, 'finding')} are on this page, some of each rule. All of them: ",
        element("code", _ALL, class_="command"),
        class_="left-out",
    )


def _toolbar(rules: Sequence[tuple[str, str]], shown: int, total: int) -> Html:
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
            element("button", "Show all", type="button", id="reset"),
            element("button", "Fold", type="button", id="fold", aria_expanded="true"),
            class_="acts",
        ),
        element("p", id="status", role="status", data_shown=shown, data_total=total),
        class_="toolbar",
        role="search",
        hidden=True,
    )


def _group(scene: Scene, kind: str, group: Sequence[Entry], limit: int) -> Html:
    first = group[0].finding
    is_apart = kind in {CANNOT_CHECK, WAIVED}
    title = element(
        "h3",
        element("span", words(kind), class_="tag"),
        f" {first.rule.id} {first.rule.slug} ",
        element("small", f"severity {first.severity.value} ") if is_apart else Html(""),
        element("span", f"{len(group):,}", class_="count"),
    )
    left = len(group) - limit
    more = join(
        [element("p", f"And {left:,} more that are not on this page; ", element("code", _ALL), " lists all.")]
        if left > 0
        else []
    )
    return element(
        "details",
        element("summary", title),
        element("p", f"Source: {first.source}", class_="source"),
        element("ol", *(entry(scene, one) for one in group[:limit]), class_="long" if len(group) > _LONG else None),
        more,
        class_=f"group k-{kind}",
        open=True,
        data_kind=kind,
        data_rule=first.rule.id,
        data_words=f"{first.rule.id} {first.rule.slug} {first.severity.value} {words(kind)}",
    )
