"""How long the rules take on 10,000 and on 100,000 tokens, and how much memory beside the tokens.

Run by `make bench-check`. It fails if ten times the tokens take more than fifteen times as long, or if the rules, whose
findings are taken one by one, need more than a fifth of the tokens' own memory, or if JSON, which is taken piece by
piece, needs more than a twentieth of it beside the report.
"""

import gc
import sys
import time
import tracemalloc
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime

from instanakit.hygiene import default_policy
from instanakit.hygiene.engine import findings
from instanakit.hygiene.pieces import json_pieces
from instanakit.hygiene.report import report
from instanakit.hygiene.unit import Unit
from instanakit.models import Token
from instanakit.sandbox import Sandbox

COUNTS = (10_000, 100_000)
NOW = datetime(2027, 1, 15, tzinfo=UTC)
UNIT = Unit(base_url="https://unit-tenant.instana.io", now=NOW, cutovers={})
MIB = 2**20
MOST_TIMES, MOST_MEMORY, MOST_JSON = 15, 0.2, 0.05


def made(count: int) -> list[Token]:
    """Make believable tokens."""
    return [Token(document) for document in Sandbox(tokens=count, seed=1, clock=NOW.timestamp).state.all()]


def main() -> int:
    """Measure, print, and compare."""
    policy, seconds = default_policy(), []
    for count in COUNTS:
        tokens = made(count)
        gc.collect()
        took = []
        for _ in range(3):
            began = time.process_time()
            found = sum(1 for _ in findings(tokens, policy, UNIT))
            took.append(time.process_time() - began)
        seconds.append(min(took))
        print(f"{count:7,} tokens: {found:7,} findings in {min(took):.2f} s of one core")
    tracemalloc.start()
    tokens = made(COUNTS[0])
    gc.collect()
    own, _ = tracemalloc.get_traced_memory()
    beside = most(findings(tokens, policy, UNIT))
    as_json = most(json_pieces(report(tokens, policy, UNIT)))
    tracemalloc.stop()
    times = seconds[1] / seconds[0]
    print(f"{COUNTS[0]:7,} tokens: {own / MIB:.1f} MiB, and {beside / MIB:.1f} MiB at most beside them for the rules")
    print(f"{COUNTS[0]:7,} tokens: {as_json / MIB:.1f} MiB at most beside the report for JSON")
    print(f"ten times the tokens take {times:.1f} times as long")
    return int(times > MOST_TIMES or beside > MOST_MEMORY * own or as_json > MOST_JSON * own)


def most(found: Iterator[object]) -> int:
    """Take all that there is, one by one, and return how much memory that needs at most."""
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    deque(found, maxlen=0)
    return tracemalloc.get_traced_memory()[1] - before


if __name__ == "__main__":
    sys.exit(main())
