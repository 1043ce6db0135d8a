"""20,000 calls on bad days, then mixed load: 32 threads and 200 tasks on one client each, with faults now and then.

Run by `make soak`. It prints memory, file descriptors and connections of this process, and fails if they grow.
"""

import argparse
import asyncio
import gc
import json
import logging
import random
import statistics
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from instanakit import APIError, AsyncInstana, Instana, RetryPolicy

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.days import AsyncDay, Day
from helpers.verdicts import Verdict, conclude, keep

THREADS, TASKS = 32, 200
OPTIONS = {"timeout": 2, "deadline": 10, "retry": RetryPolicy(max_retries=2, initial_delay=0.05, max_delay=0.2)}
FAULTS = [
    {"action": "close_after", "times": 20},
    {"action": "close_before", "times": 20},
    {"action": "status_after", "status": 503, "times": 20},
    {"action": "truncate", "times": 20},
    {"action": "page", "times": 10},
    {"action": "hang", "times": 5},
    {"action": "latency", "delay": 0.2, "times": 50},
    {"action": "rate_limit", "headers": {"retry-after": "0"}, "times": 50},
]


def bad_days(calls: int) -> Verdict:
    """Run bad days of both colours until so many calls were made, and judge what they did to the tokens."""
    goal, done = "nothing doubled, nothing lost, all in time on bad days", 0
    for day in (Day, AsyncDay):
        day.steps, number = 0, 0
        limits = settings(
            max_examples=100,
            stateful_step_count=25,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        while day.steps < calls / 2:
            number += 1
            try:
                run_state_machine_as_test(seed(number)(day), settings=limits)
            except Exception:  # noqa: BLE001 (whatever is wrong is shown, and the load is tried all the same)
                traceback.print_exc()
                return Verdict(goal, f"not in {day.__name__} number {number}, see above", met=False)
            print(f"{day.__name__}: {day.steps} calls", flush=True)
        done += day.steps
    return Verdict(goal, f"in all of {done:,} calls", met=True)


class Load:
    """What the load has done so far."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.done: Counter[str] = Counter()

    @property
    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end

    def work(self, instana: Instana) -> None:
        """Live tokens' lives, as one of many threads."""
        while self.goes_on:
            with self.counted():
                instana.health()
                list(instana.audit_log.list(limit=5))
                token = instana.tokens.create("soak", permissions=["canViewLogs"])
                instana.tokens.update(token.internal_id, grant=["canViewAuditLog"])
                instana.tokens.delete(token.internal_id, missing_ok=True)

    async def work_async(self, instana: AsyncInstana) -> None:
        """Do the same as one of many tasks."""
        while self.goes_on:
            with self.counted():
                await instana.health()
                token = await instana.tokens.create("soak")
                await instana.tokens.update(token.internal_id, grant=["canViewAuditLog"])
                await instana.tokens.delete(token.internal_id, missing_ok=True)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count how a life ended."""
        try:
            yield
        except APIError as error:
            self.done[type(error).__name__] += 1
        else:
            self.done["fine"] += 1


def measured() -> tuple[float, int, int]:
    """Return resident memory in MiB, open file descriptors, and how many of them are sockets."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    links = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since
            links.append(str(link.readlink()))
    return pages * 4096 / 2**20, len(links), sum(link.startswith("socket:") for link in links)


def watch(load: Load, unit: dict[str, str], every: float) -> list[tuple[float, int, int]]:
    """Make the network bad now and then, and measure."""
    began, samples, chance = time.monotonic(), [], random.Random(1)  # noqa: S311 (no secret)
    headers = {"authorization": f"Bearer {unit['control_token']}"}
    while load.goes_on:
        httpx.post(f"{unit['control_url']}/faults", json=chance.choice(FAULTS), headers=headers).raise_for_status()
        time.sleep(every)
        sweep(unit)
        samples.append(measured())
        memory, files, sockets = samples[-1]
        print(
            f"{time.monotonic() - began:5.0f} s {memory:7.1f} MiB {files:4} files {sockets:4} sockets  {dict(load.done)}",
            flush=True,
        )
    return samples


def sweep(unit: dict[str, str]) -> None:
    """Delete what lives that ended early have left, so that the list, which settling reads, stays as short as it was."""
    with Instana(unit["base_url"], api_token=unit["api_token"], deadline=None) as instana:
        before = datetime.now(UTC) - timedelta(seconds=2 * OPTIONS["deadline"])
        with suppress(APIError):  # the network is bad for this too; the next sweep goes on
            for token in instana.tokens.list():
                if token.name == "soak" and token.created_at < before:
                    instana.tokens.delete(token.internal_id, missing_ok=True)


def loaded(unit: dict[str, str], load: Load, every: float) -> list[tuple[float, int, int]]:
    """Run threads and tasks until the load ends, and return what was measured meanwhile."""
    samples: list[tuple[float, int, int]] = []
    observer = threading.Thread(target=lambda: samples.extend(watch(load, unit, every)))

    async def tasks() -> None:
        async with AsyncInstana(unit["base_url"], api_token=unit["api_token"], **OPTIONS) as instana:
            await asyncio.gather(*(load.work_async(instana) for _ in range(TASKS)))

    with Instana(unit["base_url"], api_token=unit["api_token"], **OPTIONS) as instana:
        threads = [threading.Thread(target=load.work, args=(instana,)) for _ in range(THREADS)]
        for thread in (*threads, observer):
            thread.start()
        asyncio.run(tasks())
        for thread in (*threads, observer):
            thread.join()
    return samples


def mixed_load(seconds: float) -> list[Verdict]:
    """Run the load against a sandbox in another process, and judge whether anything grew."""
    command = [sys.executable, "-m", "instanakit.sandbox", "--port", "0", "--rate-limit", str(10**9)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            samples = loaded(json.loads(server.stdout.readline()), Load(seconds), seconds / 40)
        finally:
            server.terminate()
    fifth = len(samples) // 5
    early, late = samples[fifth : 2 * fifth], samples[-fifth:]
    verdicts = []
    for number, (name, allowed) in enumerate((("MiB", 8), ("files", 20), ("sockets", 20))):
        before, after = (statistics.median(sample[number] for sample in part) for part in (early, late))
        found = f"{before:.1f} in the second fifth of {seconds:.0f} s, {after:.1f} in the last"
        verdicts.append(
            Verdict(f"{name} under mixed load do not grow by more than {allowed}", found, after <= before + allowed)
        )
    return verdicts


def main() -> int:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=600)
    options = parser.parse_args()
    logging.getLogger("instanakit").setLevel(logging.ERROR)
    verdicts = [bad_days(options.calls), *mixed_load(options.seconds)]
    keep("soak", verdicts)
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main())
