"""How long the command takes beside `python -c pass`, in interleaved runs. `make bench-startup` runs it alone."""

import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks import goals
from benchmarks import subjects as s
from benchmarks.figures import Figure, Figures, figure, show
from benchmarks.process import ran
from helpers.verdicts import conclude
from instanakit.sandbox import Sandbox

ROUNDS = 15


def measured(python: str, environ: Mapping[str, str], rounds: int) -> list[Figure]:
    """Measure the command beside an interpreter, whose environment says where the tenant unit is."""
    command = str(Path(python).with_name("instanakit"))
    commands = {s.NOTHING: [python, "-c", "pass"]}
    commands |= {f"instanakit {line}": [command, *line.split()] for line in s.COMMANDS}
    found: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, line in commands.items():
            took = ran(line, environ).seconds
            if number:  # the first round fills the caches
                found[name].append(took)
    return [figure(s.COMMAND_LINE, name, took) for name, took in found.items()]


def main() -> int:
    """Measure, print, and compare."""
    with Sandbox(tokens=10) as sandbox:
        environ = {"INSTANA_BASE_URL": sandbox.base_url, "INSTANA_API_TOKEN": sandbox.api_token}
        figures = measured(sys.executable, environ, ROUNDS)
    show(figures)
    verdicts = goals.of_the_command_line(Figures(figures))
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main())
