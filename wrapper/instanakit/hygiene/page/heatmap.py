"""The privilege heat map: which token holds which permission, the most privileged first."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from instanakit._views import flags_and_others
from instanakit.hygiene.page.markup import Html, element
from instanakit.hygiene.page.scene import Scene, name_of, plural, state_words
from instanakit.hygiene.subject import Subject
from instanakit.hygiene.text import clipped
from instanakit.permissions import Permission, is_permission

_ROWS = 40
_UNKNOWN = 12  # columns for permissions that this build does not know
_LONGEST = 60
_TIERS = {
    "T0": "takes over the tenant unit or runs code",
    "T1": "reads secrets or moves data out",
    "T2": "hides, blinds or breaks",
}


Columns: TypeAlias = dict[str, list[str]]


def heatmap(scene: Scene) -> Html:
    """Draw the table."""
    ranked = sorted((one for one in scene.tokens if _power(one) != (0, 0, 0)), key=_rank)
    shown = ranked[:_ROWS]
    held = [[flag for flag in flags_and_others(one.token)[0] if is_permission(flag)] for one in shown]
    columns, left_out = _columns(scene, held)
    content: list[Html] = [element("h2", "Privileges by tier")]
    if shown:
        rows = [_row(scene, one, set(flags), columns) for one, flags in zip(shown, held, strict=True)]
        table = element("table", _head(columns), element("tbody", *rows), class_="heat")
        content += [
            element("div", table, class_="wide", tabindex="0", role="region", aria_label="Privileges by tier"),
            element("p", _left_out(len(ranked) - len(shown), len(scene.tokens) - len(ranked), left_out), class_="more"),
        ]
    else:
        content.append(element("p", "No token has a permission."))
    return element("section", *content, class_="card", id="privileges")


def _power(one: Subject) -> tuple[int, int, int]:
    return len(one.grants.takes_over), len(one.grants.reads_secrets), one.grants.known


def _rank(one: Subject) -> tuple[object, ...]:
    return (*(-count for count in _power(one)), one.name.casefold(), one.internal_id)


def _columns(scene: Scene, held: Iterable[Sequence[str]]) -> tuple[Columns, int]:
    known = set(map(str, Permission))
    unknown = sorted({flag for flags in held for flag in flags} - known)
    columns: Columns = {tier: [] for tier in _TIERS}
    for permission in [*sorted(known), *unknown[:_UNKNOWN]]:
        tier = scene.ledger.tier(permission)
        if tier in columns:
            columns[tier].append(permission)
    return columns, len(unknown[_UNKNOWN:])


def _head(columns: Columns) -> Html:
    tiers, names = [], []
    for tier, permissions in columns.items():
        if permissions:
            about = element("th", element("b", tier), f" {_TIERS[tier]}", colspan=len(permissions), scope="colgroup")
            tiers.append(about)
        for place, permission in enumerate(permissions):
            name = element("span", clipped(permission, _LONGEST))
            names.append(element("th", name, scope="col", class_="first" if place == 0 else None))
    return element(
        "thead",
        element(
            "tr",
            element("th", "Token", rowspan=2, scope="col"),
            *tiers,
            element("th", element("b", "T3"), " the rest", rowspan=2, scope="col"),
        ),
        element("tr", *names),
    )


def _row(scene: Scene, one: Subject, held: set[str], columns: Columns) -> Html:
    name = name_of(one.name, one.internal_id)
    cells = []
    for tier, permissions in columns.items():
        for place, permission in enumerate(permissions):
            first = " first" if place == 0 else ""
            is_on = permission in held
            cells.append(
                element(
                    "td",
                    "●" if is_on else "",
                    class_=f"{f'on {tier}' if is_on else ''}{first}".strip() or None,
                    title=f"{name}: {clipped(permission, _LONGEST)}" if is_on else None,
                )
            )
    rest = sum(scene.ledger.tier(permission) not in columns for permission in held)
    find = element(
        "button",
        element("bdi", name),
        type="button",
        class_="find",
        data_tokens=scene.place(one.internal_id),
        title=f"Show the findings of {name}; the worst: {state_words(scene.state(one))}",
        disabled=True,
    )
    state = Html("") if one.is_active else element("small", " expired")
    return element(
        "tr",
        element("th", find, state, scope="row", class_=f"k-{scene.state(one)}"),
        *cells,
        element("td", str(rest), class_="first rest"),
    )


def _left_out(rows: int, none: int, unknown: int) -> str:
    parts = []
    if rows:
        parts.append(f"And {rows:,} more with less privilege; instanakit tokens list shows all.")
    if none:
        parts.append(f"{plural(none, 'token')} without any permission.")
    if unknown:
        parts.append(f"{plural(unknown, 'permission')} that this build does not know without a column.")
    return " ".join(parts)
