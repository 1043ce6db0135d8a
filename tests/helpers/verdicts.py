"""A goal, what was found, and one line that says whether it is met: what every outside check and benchmark ends with.

A timing that misses its goal is a warning, since the machine may have been busy; anything else that does is an error.
What could not be asked is neither met nor missed, and is called so. What is kept of a run, when KEEP_RESULTS is set,
stands in a JSON file, from which docs/quality.md is made.
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
KEEP = "KEEP_RESULTS"  # unless it is empty, what a check finds is kept
TOLD = "TOLD_VERDICTS"  # names a file to which conclude adds its verdicts, for who has started this program


@attrs.frozen
class Verdict:
    """What was wanted, what was found, both as a person reads them, and whether the one fits the other."""

    goal: str
    found: str
    met: bool
    timing: bool = False
    asked: bool = True

    @property
    def word(self) -> str:
        """The one word for it."""
        if not self.asked:
            return "not asked"
        if self.met:
            return "met"
        return "warning" if self.timing else "MISSED"

    def __str__(self) -> str:
        return f"{self.word:9} {self.goal}: {self.found}"


def not_asked(goal: str, why: str) -> Verdict:
    """Say of a goal that nothing is known of it, and why. It fails nothing, and is not met."""
    return Verdict(goal, why, met=False, asked=False)


def conclude(verdicts: Iterable[Verdict]) -> int:
    """Print a line for each goal, and return the exit status: 1 if one that is no timing was missed."""
    verdicts = list(verdicts)
    print()
    for verdict in verdicts:
        print(verdict, flush=True)
    if told := os.environ.get(TOLD):
        with Path(told).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(attrs.asdict(verdict)) + "\n" for verdict in verdicts)
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
    if os.environ.get(KEEP):
        write_down(name, verdicts, folder, **facts)


def write_down(name: str, verdicts: Iterable[Verdict], folder: Path, **facts: Any) -> None:
    """Write what a run found to NAME.json of a folder."""
    folder.mkdir(exist_ok=True)
    kept = {**machine(), "verdicts": [attrs.asdict(verdict) for verdict in verdicts], **facts}
    (folder / f"{name}.json").write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
