"""A sandbox with 1,000, 10,000 and 100,000 tokens: how long it takes to fill, to list, to answer the rest, and its memory.

Run by `make scale`. It fails if the list's time grows faster than the tokens, if any other answer takes longer with more
tokens, or if the memory is more than three times the largest answer.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

TOKENS, LOG = "/api/settings/api-tokens", "/api/settings/auditlog"
MIB = 2**20
ROUNDS = 50


@contextmanager
def served(count: int, state: str | None) -> Iterator[tuple[dict[str, str], float, int]]:
    """Serve so many tokens; gives what the command says, the seconds that it took, and the id of its process."""
    command = [sys.executable, "-m", "instanakit.sandbox", "--port", "0", "--rate-limit", str(10**9)]
    command += ["--tokens", str(count)] if count else []
    command += ["--state", state] if state else []
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            first = json.loads(process.stdout.readline())  # type: ignore[union-attr]
            yield first, time.perf_counter() - began, process.pid
        finally:
            process.terminate()


def peak(pid: int) -> float:
    """Return the most memory that a process has had, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def took(call: Callable[[int], object], rounds: int = ROUNDS) -> float:
    """Return how many milliseconds a call takes, the median of some."""
    times = []
    for number in range(rounds):
        began = time.perf_counter()
        call(number)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def listed(owner: httpx.Client) -> int:
    """Read the whole list and keep none of it; return its size."""
    with owner.stream("GET", TOKENS) as response:
        return sum(len(part) for part in response.iter_raw())


def measured(count: int, state: str | None) -> dict[str, float]:
    """Measure a unit of so many tokens."""
    with served(count, state) as (first, fill, pid):
        headers = {"authorization": f"apiToken {first['api_token']}"}
        with httpx.Client(base_url=first["base_url"], headers=headers, timeout=600) as owner:
            began = time.perf_counter()
            size = listed(owner)
            found: dict[str, float] = {"fill s": fill, "list s": time.perf_counter() - began, "answer MiB": size / MIB}
            found |= {name: took(call) for name, call in calls(owner).items()}
            found["logs' search ms"] = took(lambda _: owner.get(LOG, params={"query": "deleted"}), 5)
        found["peak MiB"] = peak(pid)
        found["peak / answer"] = found["peak MiB"] / found["answer MiB"]
    if state:
        with served(0, state) as (_, again, _):
            found["start again s"] = again
        found["file MiB"] = Path(state).stat().st_size / MIB
    return found


def calls(owner: httpx.Client) -> dict[str, Callable[[int], object]]:
    """Name the calls that must not depend on the number of tokens."""

    def body(number: int) -> dict[str, Any]:
        return {"internalId": f"scale-{number}", "name": "scale", "accessGrantingToken": f"secret-of-scale-{number}"}

    def authenticated(number: int) -> object:
        header = {"authorization": f"apiToken secret-of-scale-{number}"}
        return owner.get("/api/instana/version", headers=header).raise_for_status()

    return {
        "create ms": lambda number: owner.post(TOKENS, json=body(number)).raise_for_status(),
        "authenticate ms": authenticated,
        "get ms": lambda number: owner.get(f"{TOKENS}/scale-{number}").raise_for_status(),
        "update ms": lambda number: owner.put(f"{TOKENS}/scale-{number}", json=body(number)).raise_for_status(),
        "logs' page ms": lambda number: owner.get(LOG, params={"offset": 100 * number, "pageSize": 20}),
        "delete ms": lambda number: owner.delete(f"{TOKENS}/scale-{number}").raise_for_status(),
    }


def judged(counts: list[int], results: list[dict[str, float]]) -> list[str]:
    """Say what is not as it should be."""
    small, large = results[0], results[-1]
    wrong = []
    if large["list s"] / small["list s"] > 3 * counts[-1] / counts[0]:
        wrong.append("the list's time grows faster than the number of tokens")
    wrong += [
        f"{name}: {small[name]:.2f} with few tokens, {large[name]:.2f} with many"
        for name in calls(httpx.Client())
        if large[name] > 3 * small[name] + 5
    ]
    if counts[-1] >= 50_000 and large["peak / answer"] > 3:  # below that Python itself weighs more
        wrong.append(f"the memory is {large['peak / answer']:.2f} times the answer")
    return wrong


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--state", action="store_true", help="keep each unit in a state file")
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for count in options.counts:
            results.append(measured(count, str(Path(folder) / f"{count}.sqlite") if options.state else None))
            print(f"{count} tokens: {results[-1]['list s']:.2f} s for the list", file=sys.stderr)
    print(f"{'tokens':>18}" + "".join(f"{count:>12,}" for count in options.counts))
    for name in results[0]:
        print(f"{name:>18}" + "".join(f"{result[name]:12.2f}" for result in results))
    wrong = judged(options.counts, results)
    print("\n".join(wrong) or "as it should be")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
