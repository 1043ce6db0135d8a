"""Ages and last uses as a plot: the further to the right and to the top, the longer nobody has looked after a token.

Both axes are logarithmic. Tokens that would lie over each other are one larger dot, so the plot has a bounded number
of dots whatever the unit's size.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log1p, log2

import attrs

from instanakit.hygiene.page.markup import Html, element, lines
from instanakit.hygiene.page.scene import CANNOT_CHECK, STATES, WAIVED, Scene, name_of, plural, state_words
from instanakit.hygiene.subject import DAY, Subject
from instanakit.hygiene.times import days_of, short

_WIDTH, _HEIGHT = 800, 520
_LEFT, _RIGHT, _TOP, _BOTTOM, _LANE = 76, 784, 98, 452, 58
_CELL = 7
_TICKS = (1, 7, 30, 90, 365.25, 1095.75, 3652.5, 10957.5)
_LEAST, _MOST = 400, 36_525
_NAMED = 4  # tokens in a tooltip
_KEYS = "Arrow keys go from dot to dot; Enter, or a click, shows the findings of its tokens."


@attrs.frozen
class _Scale:
    most: float

    def across(self, days: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * self._share(days)

    def up(self, days: float | None) -> float:
        return _LANE if days is None else _BOTTOM - (_BOTTOM - _TOP) * self._share(days)

    def _share(self, days: float) -> float:
        return log1p(min(max(days, 0), self.most)) / log1p(self.most)


def scatter(scene: Scene) -> Html:
    """Draw the plot."""
    drawn = [one for one in scene.tokens if one.created is not None]
    ages = [_age(one) for one in drawn]
    scale = _Scale(min(max(_LEAST, *ages, 0) * 1.05, _MOST))
    caption = _caption(scene, drawn)
    figure = element(
        "figure",
        element(
            "svg",
            element("g", *_axes(scale), *_guides(scene, scale), aria_hidden="true"),
            *_dots(scene, drawn, scale),
            viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
            role="group",
            aria_label="Ages and last uses of tokens",
            aria_describedby="caption",
        ),
        element("figcaption", caption, Html(" "), _hidden(len(scene.tokens) - len(drawn)), id="caption"),
        _legend(),
        element("p", _KEYS, class_="more", id="told", hidden=True),
    )
    return element("section", element("h2", "Ages and last uses"), figure, class_="card", id="ages")


def _age(one: Subject) -> float:
    return (one.now - (one.created or 0)) / DAY


def _idle(one: Subject) -> float | None:
    return None if one.used is None else (one.now - one.used) / DAY


def _axes(scale: _Scale) -> Iterator[Html]:
    yield element("line", x1=_LEFT, x2=_RIGHT, y1=_LANE, y2=_LANE, class_="lane")
    yield _text("never", _LEFT - 8, _LANE + 5, "end")
    for days in (tick for tick in _TICKS if tick <= scale.most):
        x, y = round(scale.across(days), 1), round(scale.up(days), 1)
        yield element("line", x1=x, x2=x, y1=_TOP, y2=_BOTTOM, class_="grid")
        yield element("line", x1=_LEFT, x2=_RIGHT, y1=y, y2=y, class_="grid")
        yield _text(short(days), x, _BOTTOM + 26, "middle")
        yield _text(short(days), _LEFT - 8, y + 5, "end")
    yield element("path", d=f"M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}", class_="axis")
    yield _text("↑ since the last use", 8, 22, "start", "name")
    yield _text("age →", _RIGHT, _HEIGHT - 8, "end", "name")


def _guides(scene: Scene, scale: _Scale) -> Iterator[Html]:
    for rule, days in _limits(scene):
        if days > scale.most:
            continue
        if rule == "ITK003":
            x = round(scale.across(days), 1)
            yield element("line", x1=x, x2=x, y1=_LANE - 14, y2=_BOTTOM, class_="guide")
            yield _text(f"rotate by {short(days)}", x - 6, _LANE - 18, "end", "limit")
        else:
            y = round(scale.up(days), 1)
            yield element("line", x1=_LEFT, x2=_RIGHT, y1=y, y2=y, class_="guide")
            yield _text(f"unused for {short(days)}", _LEFT + 8, y - 6, "start", "limit")


def _limits(scene: Scene) -> Iterator[tuple[str, float]]:
    for id_ in ("ITK003", "ITK004"):
        rule = scene.report.policy.rules.get(id_)
        if rule is not None and rule.enabled and "days" in rule.limits:
            yield id_, rule.limits["days"]


def _dots(scene: Scene, drawn: Sequence[Subject], scale: _Scale) -> Iterator[Html]:
    cells: defaultdict[tuple[int, int], list[Subject]] = defaultdict(list)
    for one in drawn:
        x, y = scale.across(_age(one)), scale.up(_idle(one))
        cells[round(x / _CELL), round(y / _CELL)].append(one)
    rank = {state: place for place, state in enumerate(STATES)}
    stacks = sorted((min(rank[scene.state(one)] for one in cells[at]), at) for at in cells)
    # The worst are drawn last, over the others.
    for worst, at in reversed(stacks):
        same = sorted(cells[at], key=lambda one: rank[scene.state(one)])
        x, y = scale.across(_age(same[0])), scale.up(_idle(same[0]))
        name, shape = _shape(STATES[worst], x, y, min(5 + 1.6 * log2(len(same)), 16))
        yield element(
            name,
            element("title", lines(_told(scene, same))),
            **shape,
            class_=f"dot k-{STATES[worst]}",
            role="img",
            data_x=round(x, 1),
            data_y=round(y, 1),
            data_tokens=" ".join(str(scene.place(one.internal_id)) for one in same),
        )


def _shape(state: str, x: float, y: float, radius: float) -> tuple[str, dict[str, object]]:
    """Draw what cannot be checked as a diamond and what is waived as a square: not by colour alone."""
    if state not in {CANNOT_CHECK, WAIVED}:
        return "circle", {"cx": round(x, 1), "cy": round(y, 1), "r": round(radius, 1)}
    r = round(radius * (1.25 if state == CANNOT_CHECK else 0.9), 1)
    if state == CANNOT_CHECK:
        return "path", {"d": f"M{x:.1f} {y - r:.1f}l{r} {r} {-r} {r} {-r} {-r}z"}
    return "path", {"d": f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z"}


def _told(scene: Scene, same: Sequence[Subject]) -> Iterator[str]:
    for one in same[:_NAMED]:
        idle = _idle(one)
        use = "never used" if idle is None else f"last used {days_of(max(idle, 0))} ago"
        name = name_of(one.name, one.internal_id)
        yield f"{name}: {days_of(max(_age(one), 0))} old, {use}, {state_words(scene.state(one))}"
    if len(same) > _NAMED:
        yield f"and {len(same) - _NAMED:,} more"


def _caption(scene: Scene, drawn: Sequence[Subject]) -> str:
    if not scene.tokens:
        return "There are no tokens."
    limits = dict(_limits(scene))
    never = sum(one.used is None for one in scene.tokens)
    parts = [f"Of {plural(len(scene.tokens), 'token')}, {never:,} {_were(never)} never used"]
    if "ITK003" in limits:
        days = limits["ITK003"]
        old = sum(_age(one) > days for one in drawn)
        parts.append(f"{old:,} {'is' if old == 1 else 'are'} older than {days_of(days)}")
    if "ITK004" in limits:
        days = limits["ITK004"]
        idle = sum((_idle(one) or 0) > days for one in scene.tokens)
        parts.append(f"{idle:,} {_were(idle)} not used for {days_of(days)}")
    return f"{', '.join(parts)}. Tokens that would lie over each other share a larger dot."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _hidden(count: int) -> str:
    return f"Not drawn, since createdOn is not there: {plural(count, 'token')}." if count else ""


def _legend() -> Html:
    return element("ul", *(element("li", state_words(state), class_=f"k-{state}") for state in STATES), class_="legend")


def _text(content: str, x: float, y: float, anchor: str, class_: str = "tick") -> Html:
    return element("text", content, x=round(x, 1), y=round(y, 1), text_anchor=anchor, class_=class_)
