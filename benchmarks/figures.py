"""A figure: what was measured of whom, as the median and the spread of its rounds; and ratios of two."""

import statistics
from collections.abc import Iterable, Sequence

import attrs

from benchmarks.subjects import SCALE, UNITS

DIGITS = 3


@attrs.frozen
class Figure:
    """The median, the least and the most of some rounds, in a unit."""

    what: str
    peer: str
    unit: str
    median: float
    least: float
    most: float
    rounds: int


def figure(what: str, peer: str, samples: Sequence[float]) -> Figure:
    """Make a figure of what each round found, in seconds or bytes."""
    unit = UNITS[what]
    scaled = [sample * SCALE[unit] for sample in samples]
    return Figure(what, peer, unit, statistics.median(scaled), min(scaled), max(scaled), len(scaled))


class Figures:
    """All figures of a run."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.all = list(figures)

    def have(self, what: str) -> bool:
        """Tell whether something was measured."""
        return any(figure.what == what for figure in self.all)

    def find(self, what: str, peer: str) -> Figure:
        """Return a figure that was measured."""
        return next(figure for figure in self.all if (figure.what, figure.peer) == (what, peer))

    def median(self, what: str, peer: str) -> float:
        """Return its median."""
        return self.find(what, peer).median

    def ratio(self, what: str, peer: str, other: str) -> float:
        """Return how many times the other's median the median of a peer is."""
        return self.median(what, peer) / self.median(what, other)


def show(figures: Iterable[Figure]) -> None:
    """Print a line for each figure."""
    for each in figures:
        spread = f"{each.least:.3f} to {each.most:.3f}"
        print(f"{each.what}: {each.peer}: {each.median:.3f} {each.unit} ({spread})", flush=True)


def rounded(number: float) -> str:
    """Write three digits of a number, and all those before the point."""
    return f"{number:.{DIGITS}g}" if abs(number) < 10**DIGITS / 10 else f"{number:,.0f}"
