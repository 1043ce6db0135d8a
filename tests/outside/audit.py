"""Ask whether the locked dependencies have known vulnerabilities, with pip-audit, which asks PyPI.

Run by `make audit`. One that is found is an error. Where its data cannot be had in a short time, this says so and ends
well: whoever works without a network is not kept from working.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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


def judge(lock: str, known: list[dict[str, Any]]) -> bool:
    """Say what is known of a lock's dependencies, and tell whether none has a vulnerability."""
    found = [(one, vulnerability) for one in known for vulnerability in one.get("vulns", ())]
    for one, vulnerability in found:
        fixed = ", ".join(vulnerability.get("fix_versions") or ["none"])
        print(f"{lock}: {one['name']} {one['version']} has {vulnerability['id']} (mended in: {fixed})")
    unknown = [one["name"] for one in known if "vulns" not in one]
    beside = f"; {len(unknown)} could not be asked about: {', '.join(unknown)}" if unknown else ""
    if not found:
        print(f"{lock}: {len(known) - len(unknown)} dependencies, no known vulnerability{beside}")
    return not found


def main(arguments: list[str]) -> int:
    """Ask about each lock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(Path(sys.executable).with_name("pip-audit")))
    parser.add_argument("--seconds", type=float, default=15, help="how long to wait for each lock")
    given = parser.parse_args(arguments)
    fine = True
    for lock in LOCKS:
        known, problem = ask(given.program, lock, given.seconds)
        if problem:
            print(f"{lock}: pip-audit's data could not be asked ({problem[:200]})")
        else:
            fine = judge(lock, known) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
