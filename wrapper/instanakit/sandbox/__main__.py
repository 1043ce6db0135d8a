"""python -m instanakit.sandbox: serve the sandbox until it is interrupted.

The first line on standard output is JSON with `base_url`, `api_token`, `control_url` and `control_token`.
"""

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Callable

import attrs

from instanakit import sandbox as served
from instanakit.errors import ConfigurationError
from instanakit.sandbox.moment import clock_from, moment
from instanakit.sandbox.options import CHOICES, Options

_NUMBERS = {"page_cap": int, "list_lag": float}


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    found = argparse.ArgumentParser("python -m instanakit.sandbox", description="A stand-in for the Instana API.")
    found.add_argument(
        "--port", type=int, default=8787, help="port to listen on; 0 takes any that is free (default: 8787)"
    )
    found.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine alone)"
    )
    found.add_argument("--tokens", type=int, default=0, metavar="N", help="how many tokens there are (default: 0)")
    found.add_argument(
        "--seed", type=int, default=0, metavar="S", help="the same seed makes the same tokens (default: 0)"
    )
    found.add_argument(
        "--now",
        type=_now,
        metavar="TIME",
        help="what its clock says as it begins, from which it runs on: an ISO date or date-time, in UTC unless it has "
        "an offset; with it the same tokens and seed make the same unit on any day (default: the time that it is)",
    )
    found.add_argument(
        "--state", metavar="FILE", help="keep everything in this file, secrets in clear (default: nothing is written)"
    )
    found.add_argument(
        "--rate-limit", type=int, default=5000, metavar="N", help="calls that are allowed an hour (default: 5000)"
    )
    found.add_argument("--api-token", metavar="T", help="the owner's token (default: the state file's, or a new one)")
    open_questions = found.add_argument_group("what the documentation leaves open")
    for option in attrs.fields(Options):
        open_questions.add_argument(
            f"--{option.name.replace('_', '-')}",
            choices=CHOICES.get(option.name),
            type=_NUMBERS.get(option.name, str),
            metavar=None if option.name in CHOICES else "N",
            default=option.default,
            help=f"{option.metadata['help']} (default: {option.default})",
        )
    return found


def signalled() -> Callable[[], object]:
    """Heed from now on those who interrupt or end this process; returns what waits until somebody does."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: told.set())
    return told.wait


def main(arguments: list[str] | None = None, wait: Callable[[], object] | None = None) -> int:
    """Run the command line, until `wait` returns; without one, until somebody interrupts or ends it."""
    options = parser().parse_args(arguments)
    del arguments  # which the traceback of an error would show
    try:
        return _serve(options, wait)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # before it served
        return 130


def _serve(options: argparse.Namespace, wait: Callable[[], object] | None) -> int:
    sandbox = served.Sandbox(  # looked up here, where it can say what is not installed
        tokens=options.tokens,
        seed=options.seed,
        state=options.state,
        rate_limit=options.rate_limit,
        api_token=vars(options).pop("api_token"),  # so that no traceback shows it
        host=options.host,
        port=options.port,
        clock=time.time if options.now is None else clock_from(options.now),
        **{option.name: getattr(options, option.name) for option in attrs.fields(Options)},
    )
    try:
        # Whoever reads the first line may end it at once.
        wait = wait or signalled()
        sandbox.start()
        _tell(sandbox)
        if sandbox.is_public:
            print("Other machines can reach this sandbox.", file=sys.stderr)
        wait()
    finally:
        sandbox.stop()
    return 0


def _tell(sandbox: "served.Sandbox") -> None:
    told = ("base_url", "api_token", "control_url", "control_token")
    try:
        print(json.dumps({name: getattr(sandbox, name) for name in told}), flush=True)
    except OSError as error:
        problem = f"The sandbox cannot say on standard output where it is: {error.strerror}"
    else:
        return
    # What could not be written would be tried again when Python ends.
    sys.stdout = None
    raise ConfigurationError(problem, hint="Let somebody read it, or send it to a file.")


def _now(text: str) -> float:
    try:
        return moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
