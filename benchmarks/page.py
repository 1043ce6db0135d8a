"""Make docs/benchmarks.md of benchmarks/results.json and of nothing else, but for benchmarks/tried.md, written by hand.

`make bench` runs it after a whole run; `python -m benchmarks.page` makes the page anew.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks import ROOT, busy
from benchmarks import subjects as s
from benchmarks.figures import Figure, Figures, rounded
from benchmarks.goals import IDEAL
from helpers.verdicts import Verdict

RESULTS, PAGE, TRIED = (
    ROOT / path for path in ("benchmarks/results.json", "docs/benchmarks.md", "benchmarks/tried.md")
)
HEAD = """\
<!-- Made by `make bench` of benchmarks/results.json and benchmarks/tried.md. Change those, or benchmarks/page.py. -->

# Benchmarks

This client beside its peers, measured in one run. `make bench` measures again, and makes this page.

When and where: {date}, {machine}, Python {python}.
The run took {minutes} minutes; the machine had a load of {load} on {cores} cores when it began.
{warning}
The peers: `instana-client` is the vendor's own client, with `lazy_imports`, which it needs and does not declare. httpx
and urllib3 are used bare, with `json`. The generated client is `instana_openapi`, alone. A raw socket with `json` is
the floor: nothing in Python that reads such answers takes less.

## Goals

A goal of time that is missed is a warning, since the machine may have been busy. A goal of memory that is missed makes
`make bench` fail.
"""
NOTES = """\
## How it is measured

- Each peer has an environment of its own in `.venv-bench`, made of a lock with hashes, and a program of its own in
  `benchmarks/peers`. urllib3 is urllib3 2: its program refuses any other module of that name. `instanakit` is the
  built wheel with the extra `cli`.
- One local server in a process of its own has all answers ready. Over plain HTTP on loopback, each connection is kept.
  The tokens are those of a sandbox, with 115 fields each, masked as the API masks them.
- In each round the peers take turns, and another one begins each time. A first round warms up and does not count. Shown
  are the median of the rounds, the least and the most. A ratio is one of medians.
- Each peer shows once that both answers are right before it is measured, and after each list of 100,000 tokens.
- *Get one token*: {gets} calls a round on a warm connection. *List 1,000 tokens*: {lists} lists a round. Where a peer
  has several turns in a round, their median is what the round found. The clients with models return their models,
  instanakit its tokens, the others what `json` makes.
- *List 10,000 and 100,000*: one list in a new process. Its peak memory is the most that the process had (`VmHWM`, or
  `ru_maxrss` where there is no `/proc`) less what it had after import and making the client. The answer has
  {answer} MiB.
- *500 calls at once*: `asyncio.gather` on a new client that has made one call, against a server that waits 20 ms with
  each answer. The ideal is that of 50 connections: {ideal} ms. instanakit has its defaults, httpx 50 connections.
- *Import and a first client*: `time.perf_counter` around both in a new process, compiled files at hand; below it the
  same process as a whole, from outside, beside `python -c pass`. The clients are for an address with https, which is
  never called; those of instanakit, httpx and the generated client make their TLS context at once, `instana-client`
  and urllib3 with their first call, the raw socket's is made explicitly.
- *A second client*: the same settings as the first one; {seconds} a round. Its memory is what Python allocates
  (`tracemalloc`), the mean of {seconds} that are kept; what OpenSSL allocates for a TLS context is not in it.
- *Commands*: whole processes beside `python -c pass`; `tokens list` lists ten tokens of the local server.
- *Check*: processor time of the rules of hygiene alone, over tokens that are there; memory by `tracemalloc`.

## What the figures do not say

- A real tenant unit answers over TLS and a network. Beside its milliseconds, what a client takes for one call is small.
- If a spread is wide, or the load above is more than half of the cores, the machine did other things meanwhile. Ratios
  suffer less from that than times do. On a machine with more load than cores nothing is measured unless it is forced.
- The peers do not do the same. httpx, urllib3 and the raw socket return what `json` makes and keep no deadline, mask no
  secret and try nothing again.
"""
# The parts of the full table, and with whom each row is compared.
SECTIONS = (
    ("Get one token", (s.ONE,), (s.HTTPX, s.VENDOR)),
    ("List tokens", (s.LIST, s.TENTH, s.LARGE, s.PEAK), (s.HTTPX, s.VENDOR)),
    ("500 calls at once, asyncio", (s.AT_ONCE,), (s.HTTPX,)),
    ("Import and a first client", (s.FIRST, s.WHOLE, s.PROCESSOR), (s.HTTPX, s.VENDOR)),
    ("A second client", (s.SECOND, s.SECOND_MEMORY), (s.HTTPX, s.VENDOR)),
    ("The command line", (s.COMMAND_LINE,), (s.NOTHING,)),
    ("The rules of hygiene", (s.CHECK_TENTH, s.CHECK, s.CHECK_MEMORY), ()),
)


def render(results: dict[str, Any], tried: str = "") -> str:
    """Make the text of the page of what a run kept, and of what was tried."""
    figures = Figures(Figure(**each) for each in results["figures"])
    verdicts = [Verdict(**each) for each in results["verdicts"]]
    answer = round(results["answer_bytes"] * s.SCALE["MiB"])
    versions, warning = results["versions"].items(), busy.kept(results).warning
    parts = [HEAD.format(**results, warning=f"\n**{warning}**\n" if warning else "")]
    parts += table(("goal", "found", ""), ((verdict.goal, verdict.found, verdict.word) for verdict in verdicts))
    parts.append("\n## All figures\n\nRatios are of medians: this row's beside that of the peer that the column names.")
    for title, whats, others in SECTIONS:
        parts += [f"\n### {title}\n", *_section(figures, whats, others)]
    parts.append("\n" + NOTES.format(answer=answer, ideal=round(IDEAL), **results["counts"]))
    if tried:
        parts.append(f"## What was tried\n\n{tried.strip()}\n")
    parts.append("## Versions\n")
    parts += table(("peer", "versions"), ((peer, ", ".join(map(" ".join, them.items()))) for peer, them in versions))
    return "\n".join(parts) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _section(figures: Figures, whats: Sequence[str], others: Sequence[str]) -> list[str]:
    rows = [_row(figures, each, others) for what in whats for each in figures.all if each.what == what]
    return table(("what", "who", "median", "least to most", "rounds", *(f"x {other}" for other in others)), rows)


def _row(figures: Figures, each: Figure, others: Sequence[str]) -> list[str]:
    spread = f"{rounded(each.least)} to {rounded(each.most)}"
    ratios = [rounded(figures.ratio(each.what, each.peer, other)) for other in others]
    return [each.what, each.peer, f"{rounded(each.median)} {each.unit}", spread, str(each.rounds), *ratios]


def write() -> None:
    """Write the page."""
    tried = TRIED.read_text() if TRIED.is_file() else ""
    PAGE.write_text(render(json.loads(RESULTS.read_text()), tried))


if __name__ == "__main__":
    write()
