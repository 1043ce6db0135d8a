"""The lock of the lowest versions is what pyproject.toml allows at least."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements" / "lowest.txt").read_text()


def test_the_lowest_versions_that_are_tried_are_the_lower_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(text) for text in project["dependencies"]]
    wanted += [Requirement(text) for texts in project["optional-dependencies"].values() for text in texts]
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE))
    for one in wanted:
        (bound,) = [part.version for part in one.specifier if part.operator == ">="]
        assert Version(pins[one.name]) == Version(bound), one


def test_the_lock_of_the_lowest_versions_has_hashes_and_says_nothing_of_where_it_was_made():
    pins = re.findall(r"^[\w.-]+==.*\n( +--hash=sha256:\w{64})", LOCK, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S", LOCK, re.MULTILINE))
    assert not re.search(r"://|index|/tmp", LOCK)
