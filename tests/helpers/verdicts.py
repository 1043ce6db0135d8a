"""A goal, what was found, and one line that says whether it is met: what every outside check and benchmark ends with.

A timing that misses its goal is a warning, since the machine may have been busy; anything else that does is an error.
What is kept of a run, when KEEP_RESULTS is set, stands in a JSON file, from which docs/quality.md is made.
"""

import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

RESULTS = Path(__file__).parents[1] / "outside" / "results"


@attrs.frozen
class Verdict:
    """What was wanted, what was found, both as a person reads them, and whether the one fits the other."""

    goal: str
    found: str
    met: bool
    timing: bool = False

    @property
    def word(self) -> str:
        """The one word for it."""
        if self.met:
            return "met"
        return "warning" if self.timing else "MISSED"

    def __str__(self) -> str:
        return f"{self.word:8} {self.goal}: {self.found}"


def conclude(verdicts: Iterable[Verdict]) -> int:
    """Print a line for each goal, and return the exit status: 1 if one that is no timing was missed."""
    verdicts = list(verdicts)
    print()
    for verdict in verdicts:
        print(verdict, flush=True)
    return int(not verdicts or any(verdict.word == "MISSED" for verdict in verdicts))


def machine() -> dict[str, str]:
    """Say what this was run on, and when."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        names = [
            line.partition(":")[2] for line in information.read_text().splitlines() if line.startswith("model name")
        ]
        processor = " ".join(names[0].split()) if names else processor
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {processor}, {platform.system()}",
        "python": platform.python_version(),
    }


def keep(name: str, verdicts: Iterable[Verdict], folder: Path = RESULTS, **facts: Any) -> None:
    """Write what a run found to NAME.json of a folder, if that is wanted: a check changes no file of the checkout."""
    if not os.environ.get("KEEP_RESULTS"):
        return
    folder.mkdir(exist_ok=True)
    kept = {**machine(), "verdicts": [attrs.asdict(verdict) for verdict in verdicts], **facts}
    (folder / f"{name}.json").write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
