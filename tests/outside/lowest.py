"""Write requirements/lowest.txt: the lowest versions that pyproject.toml allows of what the package and its extras need.

Run by `make lock`. All else, the tools of the tests among it, is of the versions in requirements/dev.txt.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"
GROUPS = ("codegen", "spec", "test", "dist")  # what the tests need; other tools want newer versions than the lowest


def direct() -> frozenset[str]:
    """Return the names of what the package and its extras need themselves."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    return frozenset(re.match(r"[\w.-]+", one)[0].lower() for one in wanted)


def locked(path: Path, *, without: frozenset[str]) -> str:
    """Return the versions of a lock but for some names, without hashes."""
    pins = re.findall(r"^([\w.-]+)(==[^\\\n]+)", path.read_text(), re.MULTILINE)
    return "".join(f"{name}{pin.rstrip()}\n" for name, pin in pins if name not in without)


def resolve(*options: str) -> None:
    """Run uv."""
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "pip", "compile", *["--universal", "--python-version", "3.11", "--quiet"]]
    hidden = ["--no-emit-index-url", "--no-header", "--no-annotate"]  # the last would tell where the constraints were
    subprocess.run([*command, *hidden, *options], check=True, cwd=ROOT)


def main() -> int:
    """Find the lowest versions, then what else goes with them."""
    with tempfile.TemporaryDirectory() as folder:
        rest, lowest = Path(folder, "rest.txt"), Path(folder, "lowest.txt")
        rest.write_text(locked(REQUIREMENTS / "dev.txt", without=direct()))
        newest = ("--constraint", str(rest))
        resolve("pyproject.toml", "--all-extras", "--resolution", "lowest-direct", *newest, "-o", str(lowest))
        pins = Path(folder, "pins.txt")
        pins.write_text(locked(lowest, without=frozenset()))
        groups = [word for group in GROUPS for word in ("--group", group)]
        output = ("--generate-hashes", "-o", "requirements/lowest.txt")
        resolve("pyproject.toml", "--all-extras", *groups, *newest, "--constraint", str(pins), *output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
