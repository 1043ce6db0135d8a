"""What the tests did not run, part by part, with the goal of each part.

Run by `make test`, after the tests, whose coverage data it reads.
"""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.verdicts import Verdict, conclude, keep

SANDBOX, LINE = "wrapper/instanakit/sandbox/*", "wrapper/instanakit/cli/*"
# What belongs to each part, and how many percent of its lines and branches are to be run.
PARTS = {
    "façade, rotation, hygiene, sinks, profiles": (f"--omit={SANDBOX},{LINE}", 100),
    "sandbox": (f"--include={SANDBOX}", 98),
    "command line": (f"--include={LINE}", 98),
}


def report(*options: str) -> str:
    """Return what coverage says."""
    command = [sys.executable, "-m", "coverage", "report", *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.rstrip()


def main() -> int:
    """Show the lines that were not run, and judge."""
    verdicts = []
    for name, (files, wanted) in PARTS.items():
        total = float(report(files, "--format=total", "--precision=2"))
        print(f"{name}:\n{report(files)}")
        verdicts.append(Verdict(f"branch coverage of {name}, at least {wanted} %", f"{total:g} %", total >= wanted))
    keep("coverage", verdicts)
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main())
