"""How long the rules take on 10,000 and on 100,000 tokens, and how much memory beside the tokens.

The findings are taken one by one, and JSON piece by piece. `make bench-check` runs it alone.
"""

import gc
import sys
import time
import tracemalloc
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks import goals
from benchmarks import subjects as s
from benchmarks.figures import Figure, Figures, figure, show
from helpers.verdicts import conclude
from instanakit.hygiene import default_policy
from instanakit.hygiene.engine import findings
from instanakit.hygiene.pieces import json_pieces
from instanakit.hygiene.report import report
from instanakit.hygiene.unit import Unit
from instanakit.models import Token
from instanakit.sandbox import Sandbox

ROUNDS = 7
COUNTS = {10_000: s.CHECK_TENTH, 100_000: s.CHECK}
NOW = datetime(2027, 1, 15, tzinfo=UTC)
UNIT = Unit(base_url="https://unit-tenant.instana.io", now=NOW, cutovers={})


def made(count: int) -> list[Token]:
    """Make believable tokens."""
    return [Token(document) for document in Sandbox(tokens=count, seed=1, clock=NOW.timestamp).state.all()]


def measured(rounds: int) -> list[Figure]:
    """Measure the time of one processor core, and the memory."""
    policy, figures = default_policy(), []
    for count, what in COUNTS.items():
        tokens = made(count)
        gc.collect()
        took = []
        for _ in range(rounds):
            began = time.process_time()
            deque(findings(tokens, policy, UNIT), maxlen=0)
            took.append(time.process_time() - began)
        figures.append(figure(what, s.RULES, took))
    tracemalloc.start()
    tokens = made(min(COUNTS))
    gc.collect()
    own, _ = tracemalloc.get_traced_memory()
    beside = most(findings(tokens, policy, UNIT))
    as_json = most(json_pieces(report(tokens, policy, UNIT)))
    tracemalloc.stop()
    memory = {s.TOKENS: own, s.RULES: beside, s.JSON: as_json}
    return figures + [figure(s.CHECK_MEMORY, name, [size]) for name, size in memory.items()]


def most(found: Iterator[object]) -> int:
    """Take all that there is, one by one, and return how much memory that needs at most."""
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    deque(found, maxlen=0)
    return tracemalloc.get_traced_memory()[1] - before


def main() -> int:
    """Measure, print, and compare."""
    figures = measured(ROUNDS)
    show(figures)
    verdicts = goals.of_the_check(Figures(figures))
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main())
