"""Runs all checks that are no tests, whatever the others found, two at a time, and judges each in one line.

Run by `make check`. Each is a target of the Makefile, which can be run alone. What one of them could not ask is not met.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.verdicts import TOLD, Verdict, conclude, not_asked

CHECKS = {
    "lint": "format and style are ruff's, all rules on",
    "types": "mypy strict and pyright find nothing",
    "contract": "no layer imports what it may not know",
    "spec": "openapi.yaml is an OpenAPI document without a lint",
    "check-generated": "generated/ is what openapi.yaml makes",
    "sarif": "reports of hygiene are SARIF 2.1.0",
    "schemathesis": "the sandbox keeps openapi.yaml, by Schemathesis",
    "prism": "the client keeps openapi.yaml, by Prism",
    "docs": "the documentation is built strictly",
    "bandit": "no pattern that is often dangerous, by bandit",
    "audit": "no known vulnerability of a dependency",
}


def tried(make: str, target: str, goal: str) -> Verdict:
    """Run one, show its output when it has ended, and judge it by its exit status and by what it could not ask."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "verdicts")
        command = [make, "--no-print-directory", target]
        ended = subprocess.run(
            command,
            env=os.environ | {TOLD: str(told)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        verdicts = [Verdict(**json.loads(line)) for line in told.read_text().splitlines()] if told.exists() else []
    print(f"\nmake {target}\n{ended.stdout}", end="", flush=True)
    status = ended.returncode
    beside = f"(make {target}, {time.monotonic() - began:.0f} s)"
    unknown = dict.fromkeys(verdict.found for verdict in verdicts if not verdict.asked)
    if unknown and status == 0:
        return not_asked(goal, f"{'; '.join(unknown)} {beside}")
    return Verdict(goal, f"{'yes' if status == 0 else 'no'} {beside}", status == 0)


def main(make: str) -> int:
    """Run them all."""
    with ThreadPoolExecutor(2) as pool:
        return conclude(list(pool.map(partial(tried, make), CHECKS, CHECKS.values())))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
