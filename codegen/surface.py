"""Write the public surface of the façade as a stub file, or name what breaks the one that was released last.

The stub has the names of `instanakit.__all__` and `instanakit.sandbox.__all__`, and what applications reach through
them. What is added breaks nothing, unless it is an argument without a default; all else does.
"""

import argparse
import re
import sys
from pathlib import Path

from stubs.comparing import breakages
from stubs.writing import surface

ROOT = Path(__file__).resolve().parent.parent
RELEASED = ROOT / "tests" / "contract" / "released.pyi"


def announced(changelog: str) -> set[str]:
    """Return the names that the section 'Breaking' of what is not released yet puts in backticks."""
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## ")[0]
    breaking = unreleased.partition("### Breaking")[2].partition("\n### ")[0]
    return set(re.findall(r"`([\w.]+)`", breaking))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what breaks the released surface")
    options = parser.parse_args(arguments)
    now = surface(ROOT)
    if not options.check:
        RELEASED.write_text(now)
        return 0
    try:
        broken = list(breakages(RELEASED.read_text(), now))
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        print(f"{RELEASED.name} cannot be read: {error}; restore it as the last release had it", file=sys.stderr)
        return 2
    for path, explained in broken:
        print(f"{path}: {explained}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
