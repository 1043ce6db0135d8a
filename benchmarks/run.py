"""Measure this client beside its peers in one run, and judge the goals: `make bench`.

A whole run of at least seven rounds is written to benchmarks/results.json and shown in docs/benchmarks.md, unless the
machine is busy. Less than that is only printed.
"""

import argparse
import sys
import time
from typing import Any

import attrs

from benchmarks import busy, goals, page
from benchmarks.figures import Figure, Figures, show
from benchmarks.parts import COUNTS, LARGE, PARTS, TENTH, UNITS
from benchmarks.process import PEERS, peer_alive, server_alive
from helpers.verdicts import conclude, write_down

LEAST_ROUNDS = 7
WRITTEN = "Written: benchmarks/results.json and docs/benchmarks.md."
NOT_WRITTEN = f"Nothing was written: only a run of all parts, of at least {LEAST_ROUNDS} rounds, is."


def main() -> int:
    """Measure, keep, and judge."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help="of each part; 7 unless given")
    parser.add_argument("--only", default=",".join(PARTS), help="the parts to run, of " + ",".join(PARTS))
    parser.add_argument(busy.OPTION, action="store_true", help="write a whole run of a busy machine too")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    if options.rounds < 1:
        parser.error("there must be a round")
    whole = set(parts) == set(PARTS) and options.rounds >= LEAST_ROUNDS
    began, load = time.monotonic(), busy.now()
    if whole and load.refusal and not options.although_busy:
        print(load.refusal, file=sys.stderr)
        return 2
    print(f"WARNING: {load.warning}" if load.warning else "The machine is idle enough.", flush=True)
    needed = UNITS if "large" in parts else [unit for unit in UNITS if unit not in {TENTH, LARGE}]
    figures: list[Figure] = []
    with server_alive(needed) as server:
        for part in parts:
            found = PARTS[part](options.rounds, server.first)
            show(found)
            figures += found
        answer_bytes = server.first.get(LARGE, {}).get("bytes", 0)
    verdicts = goals.verdicts(Figures(figures), answer_bytes)
    if whole:
        facts: dict[str, Any] = {
            "minutes": round((time.monotonic() - began) / 60, 1),
            **load.facts,
            "versions": versions(),
            "counts": COUNTS,
            "answer_bytes": answer_bytes,
            "figures": [attrs.asdict(each) for each in figures],
        }
        write_down("results", verdicts, page.RESULTS.parent, **facts)
        page.write()
    status = conclude(verdicts)
    print(f"\nWARNING: {load.warning}" if load.warning else "")
    print(WRITTEN if whole else NOT_WRITTEN)
    return status


def versions() -> dict[str, dict[str, str]]:
    """Return the versions of each peer's packages and of its Python."""
    found = {}
    for peer in PEERS:
        with peer_alive(peer) as program:
            found[peer] = program.first
    return found


if __name__ == "__main__":
    sys.exit(main())
