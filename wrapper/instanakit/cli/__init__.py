"""The command `instanakit`, for the person at the keyboard and the nightly job.

Nothing but what is asked for is loaded: `--version` needs no library, `--help` only click. It builds on the public
surface of the package, and is the extra `cli`.
"""

import sys
from collections.abc import Sequence

from instanakit._version import __version__

_MISSING = (
    "error: the command line is not installed\n"
    "why:   it needs {name}, which is part of the extra 'cli'\n"
    "next:  pip install 'instanakit[cli]'"
)
_EXTRA = ("click", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; see docs/command-line.md."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        sys.stdout.write(f"instanakit {__version__}\n")
        return 0
    try:
        from instanakit.cli.run import run  # noqa: PLC0415 (only here can its absence be explained)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        sys.stderr.write(_MISSING.format(name=error.name) + "\n")
        return 1
    return run(given)
