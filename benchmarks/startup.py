"""How long the command takes beside `python -c pass`: medians of interleaved runs. A missed ratio is an error."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from instanakit.sandbox import Sandbox

RUNS = 15
COMMAND = str(Path(sys.executable).with_name("instanakit"))
NOTHING = [sys.executable, "-c", "pass"]
# Each command, and how many times as long as nothing it may take.
LIMITS = {
    "--version": 4,
    "--help": 7,
    "tokens list": 25,
}


def seconds(command: list[str]) -> float:
    """Run a command, and return how long it took."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def measure() -> dict[str, float]:
    """Return the median of each command in seconds; nothing stands under the empty text."""
    commands = {"": NOTHING} | {line: [COMMAND, *line.split()] for line in LIMITS}
    found: dict[str, list[float]] = {line: [] for line in commands}
    for number in range(RUNS + 1):
        for line, command in commands.items():
            took = seconds(command)
            if number:  # the first round fills the caches
                found[line].append(took)
    return {line: statistics.median(took) for line, took in found.items()}


def main() -> int:
    """Print a table, and tell whether each command is fast enough."""
    with Sandbox(tokens=10) as sandbox:
        os.environ.update(INSTANA_BASE_URL=sandbox.base_url, INSTANA_API_TOKEN=sandbox.api_token)
        medians = measure()
    nothing = medians.pop("")
    print(f"{'':26} {'ms':>6} {'times':>6} {'limit':>6}")
    print(f"{'python -c pass':26} {nothing * 1000:6.0f} {1:6.1f}")
    missed = False
    for line, median in medians.items():
        ratio, limit = median / nothing, LIMITS[line]
        missed |= ratio > limit
        print(f"{'instanakit ' + line:26} {median * 1000:6.0f} {ratio:6.1f} {limit:6}{'  missed' * (ratio > limit)}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
