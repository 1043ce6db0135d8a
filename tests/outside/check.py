"""Runs all checks that are no tests, one after the other, whatever the others found, and judges each in one line.

Run by `make check`. Each is a target of the Makefile, which can be run alone.
"""

import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.verdicts import Verdict, conclude

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
    "audit": "no known vulnerability of a dependency, as far as that could be asked",
}


def main(make: str) -> int:
    """Run them, each with its own output."""
    verdicts = []
    for target, goal in CHECKS.items():
        print(f"\nmake {target}", flush=True)
        began = time.monotonic()
        status = subprocess.run([make, "--no-print-directory", target], check=False).returncode
        found = f"{'yes' if status == 0 else 'no'} (make {target}, {time.monotonic() - began:.0f} s)"
        verdicts.append(Verdict(goal, found, status == 0))
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
