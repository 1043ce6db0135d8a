"""Makes docs/quality.md of what the checks have kept in results/, and of nothing else.

Run by `make quality`. A check keeps what it found when it runs with KEEP_RESULTS=1.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.verdicts import RESULTS, Verdict

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"
HEAD = """\
<!-- Made by `make quality` of tests/outside/results. Run a check with KEEP_RESULTS=1 to keep what it finds there. -->

# Quality

What was tried against this package from outside, and what came of it. Each part ends with a line for each of its goals,
here as there; a timing that misses its goal is a warning, anything else makes the command fail. What could not be asked
is called so, and is neither.

What runs with each change: `make test` and `make check`. The others take longer, or need what is not always there.
[Benchmarks](benchmarks.md) has how fast it is, and [Threats](threats.md) what it holds against.
"""


@attrs.frozen
class Part:
    """A check: how its results are named, its title, its command, and what it is."""

    name: str
    title: str
    command: str
    text: str


PARTS = (
    Part("coverage", "Coverage", "make test", "Lines and branches that the tests run, subprocesses too."),
    Part(
        "schemathesis",
        "The sandbox keeps the specification",
        "make schemathesis",
        "Schemathesis makes requests of openapi.yaml, right and wrong ones, follows its links, and checks each answer.",
    ),
    Part(
        "prism",
        "The client keeps the specification",
        "make prism",
        "Prism serves openapi.yaml and validates each request, while the client works through all operations.",
    ),
    Part(
        "vendor",
        "The vendor's client and the sandbox",
        "make vendor",
        "`instana-client` does all that it can with tokens, logs and health; what it loses is found.",
    ),
    Part(
        "mutation",
        "Mutation",
        "make mutation",
        "mutmut changes one thing in the code, again and again; a test must fail each time.",
    ),
    Part(
        "versions",
        "Versions",
        "make versions",
        "The whole suite on each Python, on the lowest allowed dependencies, and on the wheel without the sources.",
    ),
    Part(
        "attacks",
        "A malicious server",
        "make attacks",
        "Answers that are made to exhaust time or memory. Each has an end that it must come to, an error or a list, and "
        "bounds of its own.",
    ),
    Part(
        "soak",
        "Bad days and load",
        "make soak",
        "Calls against a server that fails in every way, then 32 threads and 200 tasks on one client each, some of them "
        "cancelled in mid-call. 20,000 calls and ten minutes unless it is told otherwise.",
    ),
    Part(
        "audit",
        "Known vulnerabilities of dependencies",
        "make audit",
        "pip-audit asks about each dependency of the locks, where its data can be had.",
    ),
)


def render(kept: dict[str, dict[str, Any]]) -> str:
    """Make the text of the page. What was never kept is named so."""
    lines = [HEAD]
    for part in PARTS:
        lines += [f"## {part.title}\n", f"`{part.command}`. {part.text}\n"]
        found = kept.get(part.name)
        if found is None:
            lines.append(
                f"**Not known: no run was kept.** `KEEP_RESULTS=1 {part.command} && make quality` shows one here.\n"
            )
            continue
        lines += [f"Kept on {found['date']}, {found['machine']}, Python {found['python']}.\n"]
        verdicts = [Verdict(**each) for each in found["verdicts"]]
        lines += table(("goal", "found", ""), ((each.goal, each.found, each.word) for each in verdicts))
        lines += facts_of(part.name, found)
    return "\n".join(lines).rstrip() + "\n"


def facts_of(name: str, found: dict[str, Any]) -> list[str]:
    """Return the tables that a check has beside its verdicts."""
    if name == "mutation":
        words = list(dict.fromkeys(word for counts in found["modules"].values() for word in counts))
        rows = ((module, *(str(counts.get(word, 0)) for word in words)) for module, counts in found["modules"].items())
        return table(("module", *words), rows)
    return []


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table, and an empty one after it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [*(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines), ""]


def kept() -> dict[str, dict[str, Any]]:
    """Read all results."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))}


if __name__ == "__main__":
    PAGE.write_text(render(kept()))
