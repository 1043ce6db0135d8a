"""Schemathesis drives sandboxes from openapi.yaml: all checks, right and wrong data, and the links from answer to request.

Run by `make schemathesis`, with the same seed each time, which repeats nearly all requests; EXAMPLES=500 sends more of
them, SEED=2 others. Two sandboxes are driven, since the one that refuses a POST with an internal id that exists takes few
of the bodies that are sent to it.
"""

import argparse
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.verdicts import Verdict, conclude, keep
from instanakit.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
OPTIONS = [
    "--phases=examples,coverage,fuzzing,stateful",
    "--checks=all",
    "--mode=all",
    "--continue-on-failure",
    "--generation-database=none",
    "--report=json,ndjson",
    "--no-color",
]
UNITS: dict[str, dict[str, Any]] = {"sandbox": {}, "sandbox with same_id=overwrite": {"same_id": "overwrite"}}
DOCUMENTED = frozenset(yaml.safe_load((ROOT / "openapi.yaml").read_text())["components"]["links"])
_NAME = re.compile(r"\] (\w+) ->")  # POST /a -> [200] NameOfTheLink -> GET /a/{b}


class Run:
    """What Schemathesis told of one run."""

    def __init__(self, status: int, folder: Path) -> None:
        self.status = status
        self.report = json.loads(next(folder.glob("**/*.json")).read_text())
        self.checks: Counter[str] = Counter()
        self.links: Counter[str] = Counter()  # by name; those that openapi.yaml does not have are inferred
        for recorder in _recorders(next(folder.glob("**/*.ndjson"))):
            for checks in recorder.get("checks", {}).values():
                self.checks.update(check["name"] for check in checks)
            for case in recorder.get("cases", {}).values():
                if case["is_transition_applied"]:
                    self.links[_NAME.search(case["transition"]["id"])[1]] += 1

    @property
    def wrong(self) -> list[str]:
        """What failed or could not be tried, each in a few words."""
        failures = [f"{item['title']} ({', '.join(item['operations'])})" for item in self.report["failures"]]
        return failures + [str(item) for item in self.report["errors"]]

    @property
    def warnings(self) -> list[str]:
        """What Schemathesis warns of."""
        return [kind for kind, found in self.report["warnings"].items() if found]


def _recorders(log: Path) -> Iterator[dict[str, Any]]:
    for line in log.open():
        yield json.loads(line).get("ScenarioFinished", {}).get("recorder", {})


def drive(options: dict[str, Any], examples: int, seed: int) -> Run:
    """Let Schemathesis drive one sandbox."""
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "SCHEMATHESIS_HOOKS": "schemathesis_hooks"}
    # It leaves files behind in the folder where it runs.
    with tempfile.TemporaryDirectory() as folder, Sandbox(tokens=5, seed=1, rate_limit=10**9, **options) as sandbox:
        command = [
            *(str(Path(sys.executable).with_name("schemathesis")), "run", str(ROOT / "openapi.yaml"), *OPTIONS),
            *("--url", sandbox.base_url, "--header", f"Authorization: apiToken {sandbox.api_token}"),
            *("--report-dir", folder, "--max-examples", str(examples), "--seed", str(seed)),
        ]
        ended = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if ended.returncode:
            print(ended.stdout)
        return Run(ended.returncode, Path(folder))


def judge(name: str, run: Run) -> list[Verdict]:
    """Say whether one run was without failure, and whether it went where it should."""
    report, phases = run.report, run.report["phases"]
    done = sum(phase["status"] == "success" for phase in phases.values())
    missing = sorted(DOCUMENTED - set(run.links))
    return [
        Verdict(
            f"{name}: no check of Schemathesis fails",
            f"{len(run.wrong)} failures in {report['test_cases']['generated']} cases, {sum(run.checks.values())} checks "
            f"of {len(run.checks)} kinds{''.join(f'; {each}' for each in run.wrong)}",
            met=run.status == 0 and not run.wrong,
        ),
        Verdict(
            f"{name}: every operation, every phase, nothing warned of",
            f"{report['operations']['tested']} of {report['operations']['total']} operations, {done} of {len(phases)} "
            f"phases, {len(run.warnings)} warnings{''.join(f'; {each}' for each in run.warnings)}",
            met=report["operations"]["tested"] == 9 and done == len(phases) == 4 and not run.warnings,
        ),
        Verdict(
            f"{name}: every link of openapi.yaml is followed",
            f"{sum(run.links[link] for link in DOCUMENTED)} times, {', '.join(missing) or 'none'} never; others that "
            f"Schemathesis infers {sum(run.links.values()) - sum(run.links[link] for link in DOCUMENTED)} times",
            met=not missing,
        ),
    ]


def main() -> int:
    """Drive all sandboxes, and conclude."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20, help="generated requests for each operation, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # It warns of what is no HTTP, which Schemathesis sends once to learn that it is refused.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    verdicts, facts = [], {}
    for name, unit in UNITS.items():
        run = drive(unit, options.examples, options.seed)
        verdicts += judge(name, run)
        facts[name] = {
            "cases": run.report["test_cases"]["generated"],
            "operations": run.report["operations"]["tested"],
            "checks": dict(sorted(run.checks.items())),
            "links": dict(sorted(run.links.items())),
            "seconds": round(run.report["running_time"], 1),
        }
    keep("schemathesis", verdicts, examples=options.examples, seed=options.seed, sandboxes=facts)
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main())
