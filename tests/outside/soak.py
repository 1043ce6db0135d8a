"""20,000 calls on bad days, then mixed load: 32 threads and 200 tasks on one client each, with faults now and then.

Run by `make soak`. It prints memory, file descriptors and connections of this process, and fails if they grow, if calls
fail that should not, or if a client works no longer once the network is well again.
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
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from instanakit import APIError, AsyncInstana, Instana, RetryPolicy

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.days import AsyncDay, Day
from helpers.verdicts import Verdict, conclude, keep, not_asked

THREADS, TASKS = 32, 200
FINE, CANCELLED, TIMED_OUT, UNTYPED = "fine", "cancelled", "timed out", "untyped"
# Of each so many tasks, one cancels its calls in the middle, and one bounds them by asyncio.timeout.
EACH, ENDS = 10, {0: CANCELLED, 1: TIMED_OUT}
SELDOM = 0.1  # of the creates of such a task
PATIENCE = 1.0  # seconds; what such a call is given is up to this
# Of the calls that were not left. A login page fails a call, and so does what goes wrong again and again: with faults each
# second or two, and not each fifteenth as in ten minutes, 98.1 to 99.7 % ended well on two cores with a load of 8 to 12.
SHARE = 0.95
LEFT = 20  # calls, in each way
MARGIN = 5  # seconds, for a machine that does other things too
AFTER = 10  # calls of each client when the load has ended
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
    if not calls:
        return not_asked(goal, "no calls were asked for")
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
    """What the load has done so far: how each call ended, and how long the slowest took."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.done: Counter[str] = Counter()
        self.slowest = 0.0
        self.after: dict[str, Counter[str]] = {}  # how the calls of each colour ended once the network was well again
        self._chance = random.Random(2)  # noqa: S311 (no secret)
        self._lock = threading.Lock()

    @property
    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end

    def work(self, instana: Instana) -> None:
        """Live tokens' lives, as one of many threads."""
        while self.goes_on:
            self._call(instana.health)
            self._call(lambda: list(instana.audit_log.list(limit=5)))
            token = self._call(instana.tokens.create, "soak", permissions=["canViewLogs"])
            if token:
                self._call(instana.tokens.update, token.internal_id, grant=["canViewAuditLog"])
                self._call(instana.tokens.delete, token.internal_id, missing_ok=True)

    async def work_async(self, instana: AsyncInstana, number: int) -> None:
        """Do the same as one of many tasks; some of them cancel their calls, or bound their time.

        They leave few creates, since each leaves a token that only the sweep finds, and no delete.
        """
        left = ENDS.get(number % EACH, "")
        while self.goes_on:
            await self._call_async(left, instana.health)
            token = await self._call_async(self._seldom(left), instana.tokens.create, "soak")
            if token:
                await self._call_async(left, instana.tokens.update, token.internal_id, grant=["canViewAuditLog"])
                await self._call_async("", instana.tokens.delete, token.internal_id, missing_ok=True)

    def settle(self, instana: Instana) -> None:
        """Make some calls one after the other: whatever the load has done to the client, each is to succeed."""
        ended = self.after["sync"] = Counter()
        for _ in range(AFTER):
            with counted(ended):
                instana.health()

    async def settle_async(self, instana: AsyncInstana) -> None:
        """Do the same."""
        ended = self.after["async"] = Counter()
        for _ in range(AFTER):
            with counted(ended):
                await instana.health()

    def _seldom(self, left: str) -> str:
        return left if self._chance.random() < SELDOM else ""

    def _call(self, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Call, and return what it brings; None if it fails."""
        with self._timed():
            return call(*given, **named)

    async def _call_async(self, left: str, call: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
        """Do the same. A call that is left is cancelled after a while, or ends by a timeout around it."""
        patience = self._chance.uniform(0, PATIENCE)
        with self._timed(left):
            if left == CANCELLED:
                task = asyncio.ensure_future(call(*given, **named))
                asyncio.get_running_loop().call_later(patience, task.cancel)
                return await task
            async with asyncio.timeout(patience if left == TIMED_OUT else None):
                return await call(*given, **named)

    @contextmanager
    def _timed(self, left: str = "") -> Iterator[None]:
        """Count how a call ended, and notice how long it took."""
        began, ended = time.monotonic(), Counter()
        with counted(ended, left):
            yield
        with self._lock:
            self.done += ended
            self.slowest = max(self.slowest, time.monotonic() - began)


@contextmanager
def counted(ended: Counter[str], left: str = "") -> Iterator[None]:
    """Count how a call ended. What is no error of ours is an end too, which only a call has that is left so."""
    try:
        yield
    except APIError as error:
        ended[type(error).__name__] += 1
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():  # this program is ended
            raise
        ended[left if left == CANCELLED else f"{UNTYPED} CancelledError"] += 1
    except Exception as error:  # noqa: BLE001 (a thread or a task that died of it would not be missed)
        is_left = left == TIMED_OUT and type(error) is TimeoutError
        ended[left if is_left else f"{UNTYPED} {type(error).__name__}"] += 1
    else:
        ended[FINE] += 1


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


def well(unit: dict[str, str]) -> None:
    """Make the network well again."""
    headers = {"authorization": f"Bearer {unit['control_token']}"}
    httpx.delete(f"{unit['control_url']}/faults", headers=headers).raise_for_status()


def loaded(unit: dict[str, str], load: Load, every: float) -> list[tuple[float, int, int]]:
    """Run threads and tasks until the load ends, then call each client again; return what was measured meanwhile."""
    samples: list[tuple[float, int, int]] = []
    observer = threading.Thread(target=lambda: samples.extend(watch(load, unit, every)))

    async def tasks(threads: list[threading.Thread]) -> None:
        async with AsyncInstana(unit["base_url"], api_token=unit["api_token"], **OPTIONS) as instana:
            await asyncio.gather(*(load.work_async(instana, number) for number in range(TASKS)))
            for thread in threads:
                await asyncio.to_thread(thread.join)
            well(unit)
            await load.settle_async(instana)

    with Instana(unit["base_url"], api_token=unit["api_token"], **OPTIONS) as instana:
        threads = [*(threading.Thread(target=load.work, args=(instana,)) for _ in range(THREADS)), observer]
        for thread in threads:
            thread.start()
        asyncio.run(tasks(threads))
        load.settle(instana)
    return samples


def mixed_load(seconds: float) -> list[Verdict]:
    """Run the load against a sandbox in another process, and judge it."""
    command = [sys.executable, "-m", "instanakit.sandbox", "--port", "0", "--rate-limit", str(10**9)]
    load = Load(seconds)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            samples = loaded(json.loads(server.stdout.readline()), load, seconds / 40)
        finally:
            server.terminate()
    return [*judged(load), *grown(samples, seconds)]


def judged(load: Load) -> list[Verdict]:
    """Judge how the calls ended."""
    done = load.done
    left, untyped = {CANCELLED, TIMED_OUT}, [end for end in done if end.startswith(UNTYPED)]
    own = sum(count for end, count in done.items() if end not in left)
    failed = ", ".join(f"{count} {end}" for end, count in done.most_common() if end not in {FINE, *left})
    share = done[FINE] / own if own else 0
    most = OPTIONS["deadline"] + MARGIN
    return [
        Verdict(
            f"{SHARE:.0%} of the calls under mixed load that were not left end well",
            f"{share:.2%} of {own:,}" + (f"; {failed}" if failed else ""),
            met=share >= SHARE,
        ),
        Verdict(
            "no call under mixed load ends in anything but a value or an error of ours",
            ", ".join(untyped) or "none",
            met=bool(own) and not untyped,
        ),
        Verdict(
            f"calls of asyncio are left in the middle, at least {LEFT} in each way",
            f"{done[CANCELLED]} by task.cancel, {done[TIMED_OUT]} by asyncio.timeout",
            met=min(done[CANCELLED], done[TIMED_OUT]) >= LEFT,
        ),
        Verdict(
            f"no call under mixed load takes more than its deadline and {MARGIN} s, {most} s",
            f"the slowest took {load.slowest:.1f} s",
            met=bool(own) and load.slowest <= most,
        ),
        *(
            Verdict(
                f"after the load, {AFTER} calls of the {colour} client, one after the other, succeed",
                ", ".join(f"{count} {end}" for end, count in load.after.get(colour, {}).items()) or "none was made",
                met=load.after.get(colour) == {FINE: AFTER},
            )
            for colour in ("sync", "async")
        ),
    ]


def grown(samples: list[tuple[float, int, int]], seconds: float) -> list[Verdict]:
    """Judge whether anything grew."""
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
