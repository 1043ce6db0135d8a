"""Write the public surface of the façade as a stub file, or name what breaks the one that was released last.

The stub has the names of `instanakit.__all__` and `instanakit.sandbox.__all__`, and what applications reach through
them. What is added breaks nothing, unless it is an argument without a default; all else does. What CHANGELOG.md does
not announce is not written.
"""

import argparse
import re
import sys
from pathlib import Path

from instanakit._version import __version__
from stubs.comparing import breakages
from stubs.writing import surface

ROOT = Path(__file__).resolve().parent.parent
RELEASED = ROOT / "tests" / "contract" / "released.pyi"


CHANGELOG = ROOT / "CHANGELOG.md"


def announced(changelog: str, version: str) -> set[str]:
    """Return the names in backticks under 'Breaking' of what is not released yet, and of that version."""
    names: set[str] = set()
    for heading in ("Unreleased", version):
        section = changelog.partition(f"\n## [{heading}]")[2].partition("\n## ")[0]
        breaking = section.partition("\n### Breaking")[2].partition("\n### ")[0]
        names.update(re.findall(r"`([\w.]+)`", breaking))
    return names


def unannounced(broken: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what breaks and is not announced."""
    names = announced(CHANGELOG.read_text(), __version__)
    return [(path, explained) for path, explained in broken if path.partition("(")[0] not in names]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what breaks the released surface")
    options = parser.parse_args(arguments)
    now = surface(ROOT)
    if not options.check and not RELEASED.exists():
        RELEASED.write_text(now)
        return 0
    try:
        broken = list(breakages(RELEASED.read_text(), now))
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        print(f"{RELEASED.name} cannot be read: {error}; restore it as the last release had it", file=sys.stderr)
        return 2
    if not options.check:
        broken = unannounced(broken)
    for path, explained in broken:
        print(f"{path}: {explained}", file=sys.stderr)
    if broken and not options.check:
        print(f"nothing was written: name them in backticks under '### Breaking' in {CHANGELOG.name}", file=sys.stderr)
    elif not options.check:
        RELEASED.write_text(now)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
