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
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.lives import AXES, SERVER_AXES, Life, Stage, each_pair, every

_CONTEXT = multiprocessing.get_context("spawn")
_stop: Event = _CONTEXT.Event()


@attrs.frozen
class Swept:
    """What was tried around a life: points, and all processes that were killed; and the first that went wrong."""

    life: Life
    points: int
    kills: int
    wrong: Life | None = None
    violations: tuple[str, ...] = ()


@contextmanager
def a_stage() -> Iterator[Stage]:
    """Have a stage of its own."""
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        yield stage


def watch(stop: Event) -> None:
    """Let the main process end what this one does."""
    global _stop  # noqa: PLW0603 (a pool hands it over before the first task, and in no other way)
    _stop = stop


def sweep(life: Life) -> Swept:
    """Kill it at every point, and late at every write; if it is killed already, kill what goes on with it."""
    which = 1 if life.kill or life.late else 0
    points = 0
    with a_stage() as stage:
        for field in (("kill", "late"), ("again", "again_late"))[which]:
            was_killed, number = True, 0
            while was_killed and not _stop.is_set():
                number += 1
                one = attrs.evolve(life, **{field: number})
                *processes, violations = stage.live(one)
                if violations:
                    return Swept(life, points, stage.kills, one, tuple(violations))
                was_killed = processes[which].was_killed
                points += was_killed
        return Swept(life, points, stage.kills)


def killed(usual: Life) -> list[Life]:
    """Return the life with a kill at each of its points, and late at each of its writes."""
    with a_stage() as stage:
        first, _, _ = stage.live(usual)
    kills = [attrs.evolve(usual, kill=number) for number in range(1, first.acts + 1)]
    return kills + [attrs.evolve(usual, late=number) for number in (1, 2, 3)]


def sweep_all(lives: list[Life], jobs: int) -> int:
    """Sweep around all of them; return 1 at the first violation."""
    began, points, kills, number = time.monotonic(), 0, 0, 0
    stop = _CONTEXT.Event()
    with ProcessPoolExecutor(jobs, mp_context=_CONTEXT, initializer=watch, initargs=(stop,)) as pool:
        for done in as_completed([pool.submit(sweep, life) for life in lives]):
            swept = done.result()
            points, kills, number = points + swept.points, kills + swept.kills, number + 1
            print(f"{number}/{len(lives)}: {swept.points} points, {swept.life}", flush=True)
            if swept.wrong is not None:
                stop.set()
                pool.shutdown(wait=False, cancel_futures=True)
                tell(swept.wrong, swept.violations)
                break
    print(f"{points} points, {kills} kills, {time.monotonic() - began:.0f} s")
    return int(swept.wrong is not None)


def tell(life: Life, violations: tuple[str, ...]) -> None:
    """Say what went wrong, and how to see it again."""
    print("\n".join(violations))
    print(f"again: .venv/bin/python tests/outside/sweep.py {life}")


def live_one(arguments: list[str]) -> int:
    """Live the life of these arguments."""
    usual = Life()
    given = dict(argument.split("=", 1) for argument in arguments)
    life = Life(**{name: type(getattr(usual, name))(value) for name, value in given.items()})
    with a_stage() as stage:
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
    options = parser.parse_args()
    if options.life:
        return live_one(options.life)
    wide = every(SERVER_AXES | {name: AXES[name] for name in ("then", "grace")})
    twice = [life for then in AXES["then"] for life in killed(Life(then=then))]
    return sweep_all([*each_pair(AXES), *wide[:: options.every], *twice[:: options.every]], options.jobs)


if __name__ == "__main__":
    sys.exit(main())
