"""The command `instanakit`, for the person at the keyboard and the nightly job.

Nothing but what is asked for is loaded: `--version` needs no library, `--help` only click. It builds on the public
surface of the package, and is the extra `cli`.
"""

import gc
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from instanakit._version import __version__

_MISSING = (
    "error: the command line is not installed\n"
    "why:   it needs {name}, which is part of the extra 'cli'\n"
    "next:  pip install 'instanakit[cli]'"
)
_EXTRA = ("click", "rich")
# httpx loads a command line of its own, and with it much of Rich, unless that cannot be imported.
_HTTPX_COMMAND = "httpx._main"
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; docs/command-line.md has them."""
    return _main(list(sys.argv[1:] if arguments is None else arguments))


def program() -> int:
    """Run the command line as a process of its own, which ends with it."""
    # What is loaded stays to the end, so to look for garbage in it is a tenth of a short command's time.
    gc.disable()
    _open_streams()
    status = _main(sys.argv[1:], is_process=True)
    gc.freeze()
    return status


def _main(given: list[str], *, is_process: bool = False) -> int:
    if given == ["--version"]:
        sys.stdout.write(f"instanakit {__version__}\n")
        return 0
    try:
        from instanakit.cli.run import run  # noqa: PLC0415 (only here can its absence be explained)

        if is_process:  # the signals of a program that calls main() are its own
            from instanakit.cli.signals import raise_on_signals  # noqa: PLC0415 (likewise)

            raise_on_signals()
        with _without(_HTTPX_COMMAND):
            return run(given)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in _EXTRA:
            raise
        sys.stderr.write(_MISSING.format(name=name) + "\n")
        return 1
    except KeyboardInterrupt as error:  # before the command began, or while it said that it had been interrupted
        sys.stderr.write("error: interrupted\n")
        return int(getattr(error, "status", _INTERRUPTED))


def _open_streams() -> None:
    """Put /dev/null where a stream is closed, so that what is written goes nowhere, and no socket takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 (open to the end)


@contextmanager
def _without(module: str) -> Generator[None]:
    """Let a module be one that cannot be imported, unless it is loaded already."""
    sys.modules.setdefault(module, None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        if sys.modules[module] is None:
            del sys.modules[module]
