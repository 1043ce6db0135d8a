"""Ask whether the locked dependencies have known vulnerabilities, with pip-audit, which asks PyPI.

Run by `make audit`. One that is found is an error. Where its data cannot be had in a short time, nothing was asked: this
says so and ends well, since whoever works without a network is not kept from working.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.verdicts import Verdict, conclude, keep, not_asked

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements/demo.txt", "requirements/dev.txt")
OPTIONS = ("--require-hashes", "--disable-pip", "--format", "json", "--timeout", "5", "--progress-spinner", "off")


def ask(program: str, lock: str, seconds: float) -> tuple[list[dict[str, Any]], str]:
    """Return what pip-audit knows of each dependency of a lock, or why it knows nothing."""
    try:
        ended = subprocess.run(
            [program, *OPTIONS, "-r", lock], cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return [], f"no answer within {seconds:g} seconds"
    except OSError as error:
        return [], f"{program}: {error.strerror}"
    try:
        known = json.loads(ended.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return [], (ended.stderr.strip().splitlines() or [f"status {ended.returncode}"])[-1]
    if all("vulns" not in one for one in known):
        return [], "the index has no such data"
    return known, ""


def judged(lock: str, known: list[dict[str, Any]], problem: str) -> Verdict:
    """Judge what is known of a lock's dependencies. What could not be asked about is not said to have none."""
    goal = f"no known vulnerability of what {lock} pins"
    if problem:
        return not_asked(goal, f"pip-audit's data could not be had ({problem[:200]})")
    found = [(one, vulnerability) for one in known for vulnerability in one.get("vulns", ())]
    if found:
        return Verdict(goal, "; ".join(named(*each) for each in found), met=False)
    unknown = [one["name"] for one in known if "vulns" not in one]
    if unknown:
        return not_asked(
            goal, f"nothing is known of {', '.join(unknown)}; {len(known) - len(unknown)} others have none"
        )
    return Verdict(goal, f"{len(known)} dependencies have none", met=True)


def named(one: dict[str, Any], vulnerability: dict[str, Any]) -> str:
    """Name a vulnerability, and the versions that mend it."""
    mended = ", ".join(vulnerability.get("fix_versions") or ["none"])
    return f"{one['name']} {one['version']} has {vulnerability['id']} (mended in: {mended})"


def main(arguments: list[str]) -> int:
    """Ask about each lock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(Path(sys.executable).with_name("pip-audit")))
    parser.add_argument("--seconds", type=float, default=15, help="how long to wait for each lock")
    given = parser.parse_args(arguments)
    verdicts = [judged(lock, *ask(given.program, lock, given.seconds)) for lock in LOCKS]
    keep("audit", verdicts)
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
