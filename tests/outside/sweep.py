"""Kill rotations at every point, with every kind of server; nothing may be lost, and nothing left behind.

Run by `make sweep`, which ends at the first violation and says how to repeat it: with the arguments of one life, such as
`ids=ignored kill=7`, it lives that one alone. `--every N` tries each N-th kind of server.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.lives import AXES, SERVER_AXES, Life, Stage, each_pair, every

_NUMBERS = range(1, 1000)


@attrs.frozen
class Swept:
    """What was tried: points, all processes that were killed, and the first life that went wrong."""

    points: int
    kills: int
    wrong: Life | None = None
    violations: tuple[str, ...] = ()


def around(life: Life, *, twice: bool) -> Iterator[Swept]:
    """Kill what lives like this at every point, and late at every write; and, if `twice`, what goes on with it too."""
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        for field in ("kill", "late"):
            for number in _NUMBERS:
                first, second, violations = stage.live(one := attrs.evolve(life, **{field: number}))
                yield Swept(1, 0, one if violations else None, tuple(violations))
                if not first.was_killed:
                    break
                yield from again(stage, one) if twice else ()
        yield Swept(0, stage.kills)


def again(stage: Stage, life: Life) -> Iterator[Swept]:
    """Kill what goes on after a kill, at every point and late at every write."""
    for field in ("again", "again_late"):
        for number in _NUMBERS:
            _, second, violations = stage.live(one := attrs.evolve(life, **{field: number}))
            yield Swept(1, 0, one if violations else None, tuple(violations))
            if not second.was_killed:
                break


def sweep(life: Life, twice: bool) -> Swept:  # noqa: FBT001 (a pool passes no names)
    """Sweep around a life until the first violation."""
    points, kills = 0, 0
    for swept in around(life, twice=twice):
        points, kills = points + swept.points, kills + swept.kills
        if swept.wrong is not None:
            return Swept(points, kills, swept.wrong, swept.violations)
    return Swept(points, kills)


def sweep_all(kinds: list[tuple[Life, bool]], jobs: int) -> int:
    """Sweep around all of them; return 1 at the first violation."""
    began, points, kills = time.monotonic(), 0, 0
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    for number, swept in enumerate(pool.map(sweep, *zip(*kinds, strict=True)), 1):
        points, kills = points + swept.points, kills + swept.kills
        life, _ = kinds[number - 1]
        print(f"{number}/{len(kinds)}: {swept.points} points, {life or 'as usual'}", flush=True)
        if swept.wrong is not None:
            tell(swept.wrong, swept.violations)
            pool.shutdown(cancel_futures=True)
            break
    else:
        number += 1
    print(f"{points} points, {kills} kills, {number - 1} kinds of server, {time.monotonic() - began:.0f} s")
    return int(number <= len(kinds))


def tell(life: Life, violations: tuple[str, ...]) -> None:
    """Say what went wrong, and how to see it again."""
    print("\n".join(violations))
    print(f"again: .venv/bin/python tests/outside/sweep.py {life}")


def live_one(arguments: list[str]) -> int:
    """Live the life of these arguments."""
    usual = Life()
    given = dict(argument.split("=", 1) for argument in arguments)
    life = Life(**{name: type(getattr(usual, name))(value) for name, value in given.items()})
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        first, second, violations = stage.live(life)
    print(f"first: {first}\nthen: {second}")
    if violations:
        tell(life, tuple(violations))
    return int(bool(violations))


def main() -> int:
    """Sweep, or live one life."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("life", nargs="*", help="NAME=VALUE")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--once", action="store_true", help="kill nothing that goes on after a kill")
    options = parser.parse_args()
    if options.life:
        return live_one(options.life)
    deep = [] if options.once else [(Life(), True), (Life(then="rollback"), True)]
    wide = every(SERVER_AXES | {name: AXES[name] for name in ("then", "grace")})
    kinds = [*each_pair(AXES), *wide[:: options.every]]
    return sweep_all([*deep, *((life, False) for life in kinds)], options.jobs)


if __name__ == "__main__":
    sys.exit(main())
