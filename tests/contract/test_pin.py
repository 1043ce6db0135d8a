"""docs/pin.md: what it says of the package is so."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "pin.md").read_text()


def test_the_page_lists_what_a_vendored_folder_needs_with_its_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = re.search(r"```\n(attrs\b.*?)```", PAGE, re.DOTALL)[1].splitlines()
    assert listed == project["dependencies"]


def test_the_page_names_every_variable_that_the_package_reads():
    sources = (ROOT / "wrapper" / "instanakit").rglob("*.py")
    read = {name for path in sources for name in re.findall(r"\bINSTANA_[A-Z_]+\b", path.read_text())}
    assert {name for name in read if f"`{name}`" not in PAGE} == set()
