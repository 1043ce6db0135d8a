"""The tests on each Python that is here, on the lowest allowed versions, and on the wheel: noxfile.py runs them.

Run by `make versions`. Test files that are named are run alone, and then no figures are kept.
"""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.pythons import VERSIONS, usable
from helpers.verdicts import Verdict, conclude, keep, not_asked

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / ".nox" / "reports"
SESSIONS = {
    **{f"tests-{version}": f"the tests on Python {version}" for version in VERSIONS},
    "lowest": "the tests on the lowest allowed versions",
    "wheel": "the tests on the wheel, without the sources",
}


def counted(report: Path) -> dict[str, int]:
    """Return how many tests passed, failed and were skipped, from a report of pytest's."""
    suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 (pytest wrote it)
    total, *other = (
        sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "failures", "errors", "skipped")
    )
    failed = other[0] + other[1]
    return {"passed": total - failed - other[2], "failed": failed, "skipped": other[2]}


def tried(session: str, tests: list[str]) -> dict[str, object] | None:
    """Run a session and return its figures; None if it came to no end."""
    nox = str(Path(sys.executable).with_name("nox"))
    began = time.monotonic()
    ended = subprocess.run([nox, "--session", session, "--", *tests], cwd=ROOT, check=False)
    seconds = round(time.monotonic() - began)
    found, report = REPORTS / f"{session}.json", REPORTS / f"{session}.xml"
    if not report.is_file():
        return None
    return {**json.loads(found.read_text()), **counted(report), "seconds": seconds, "status": ended.returncode}


def main(tests: list[str]) -> int:
    """Run every session, and say of each what came of it."""
    shutil.rmtree(REPORTS, ignore_errors=True)
    verdicts, figures = [], {}
    for session, what in SESSIONS.items():
        version = session.removeprefix("tests-")
        if version in VERSIONS and usable(version) is None:
            figures[session] = "not on this machine"
            verdicts.append(not_asked(f"{what} pass", f"Python {version} is not on this machine"))
            continue
        figure = figures[session] = tried(session, tests)
        said = (
            "it came to no end"
            if figure is None
            else "{passed} passed, {failed} failed, {skipped} skipped".format(**figure)
        )
        fine = figure is not None and figure["status"] == 0 and figure["passed"] > 0
        verdicts.append(Verdict(f"{what} pass", said, fine))
    if tests:
        print("Nothing is kept: only a run of all tests is.")
    else:
        keep("versions", verdicts, sessions=figures)
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
