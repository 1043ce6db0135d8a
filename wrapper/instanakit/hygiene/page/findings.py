"""The list of findings, in groups of one rule and severity; how many of each the page shows at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from instanakit.hygiene.finding import Finding
from instanakit.hygiene.page.beyond import Beyond
from instanakit.hygiene.page.entry import Entry, entry
from instanakit.hygiene.page.markup import Html, element
from instanakit.hygiene.page.scene import CANNOT_CHECK, KINDS, WAIVED, Scene, kind_of, plural, words
from instanakit.hygiene.page.toolbar import toolbar

MOST = 2000  # findings that are elements of the page before its script makes more
_LONG = 50  # findings of a group from which on a browser lays out only those that are seen
_ALL = "instanakit tokens check -o json"

Key: TypeAlias = tuple[int, str, str]  # the place of the kind, from the worst on; the rule; the severity


def findings(scene: Scene) -> tuple[Html, Beyond]:
    """Write the list and what filters it; what the script adds to it comes apart, for the end of the page."""
    groups: defaultdict[Key, list[Entry]] = defaultdict(list)
    for one in scene.report.findings:
        groups[_key(one, kind_of(one))].append(Entry(one))
    for one, waiver in scene.report.waived:
        groups[_key(one, WAIVED)].append(Entry(one, waiver))
    counts = first({key: len(group) for key, group in groups.items()}, MOST)
    beyond = Beyond([one.internal_id for one in scene.tokens])
    written = [_group(scene, groups[key], counts[key], KINDS[key[0]], beyond) for key in sorted(groups)]
    section = element(
        "section",
        element("h2", "Findings"),
        _left_out(sum(counts.values()), sum(map(len, groups.values()))),
        toolbar(sorted({(key[1], group[0].finding.rule.slug) for key, group in groups.items()})),
        *written,
        Html("") if groups else element("p", "No rule has found anything."),
        id="findings",
        tabindex="-1",
        aria_label="Findings",
    )
    return section, beyond


def first(sizes: Mapping[Key, int], most: int) -> dict[Key, int]:
    """Return how many of each group to show: all of a worse kind before any of the next, shared out among rules."""
    counts: dict[Key, int] = {}
    for _, keys in groupby(sorted(sizes), key=lambda key: key[0]):
        same = list(keys)
        limit = _share([sizes[key] for key in same], most - sum(counts.values()))
        counts |= {key: min(sizes[key], limit) for key in same}
    return counts


def _share(sizes: Sequence[int], most: int) -> int:
    """Return the largest number that each may have, so that all together have no more than `most`."""
    left, limit = most, 0
    for place, size in enumerate(sorted(sizes)):
        limit = left // (len(sizes) - place)
        if size > limit:
            break
        left -= size
    return limit


def _key(one: Finding, kind: str) -> Key:
    return KINDS.index(kind), one.rule.id, one.severity.value


def _left_out(shown: int, total: int) -> Html:
    if shown == total:
        return Html("")
    return element(
        "p",
        f"{shown:,} of {plural(total, 'finding')}, the worst, are shown, the others only with JavaScript. All: ",
        element("code", _ALL, class_="command"),
        class_="left-out",
    )


def _group(scene: Scene, group: Sequence[Entry], count: int, kind: str, beyond: Beyond) -> Html:
    head = group[0].finding
    shown, left = group[:count], group[count:]
    beyond.group(
        (scene.place(one.finding.internal_id) for one in shown),
        ((scene.place(one.finding.internal_id), entry(scene, one)) for one in left),
    )
    title = element(
        "h3",
        element("span", words(kind), class_="tag"),
        f" {head.rule.id} {head.rule.slug} ",
        element("small", f"severity {head.severity.value} ") if kind in {CANNOT_CHECK, WAIVED} else Html(""),
        element("span", f"{len(group):,}", class_="count"),
    )
    more = f"{f'And {len(left):,} more' if shown else f'{len(left):,}'} that are not shown here; "
    return element(
        "details",
        element("summary", title),
        element("p", f"Source: {head.source}", class_="source"),
        element("ol", *(entry(scene, one) for one in shown), class_="long" if len(group) > _LONG else None),
        element("p", more, element("code", _ALL), " lists all.", class_="beyond") if left else Html(""),
        class_=f"group k-{kind}",
        open=True,
        data_kind=kind,
        data_rule=head.rule.id,
        data_words=f"{head.rule.id} {head.rule.slug} {head.severity.value} {words(kind)}",
    )
