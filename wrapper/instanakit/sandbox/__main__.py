"""python -m instanakit.sandbox: serve the sandbox until it is interrupted.

The first line on standard output is JSON with `base_url`, `api_token`, `control_url` and `control_token`.
"""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable

import attrs

from instanakit import sandbox as served
from instanakit.errors import ConfigurationError
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


def wait_for_signal() -> None:
    """Wait until somebody interrupts or ends this process."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: told.set())
    told.wait()


def main(arguments: list[str] | None = None, wait: Callable[[], None] = wait_for_signal) -> int:
    """Run the command line."""
    options = parser().parse_args(arguments)
    try:
        sandbox = served.Sandbox(  # looked up here, where it can say what is not installed
            tokens=options.tokens,
            seed=options.seed,
            state=options.state,
            rate_limit=options.rate_limit,
            api_token=vars(options).pop("api_token"),  # so that no traceback shows it
            host=options.host,
            port=options.port,
            **{option.name: getattr(options, option.name) for option in attrs.fields(Options)},
        )
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        sandbox.start()
        told = ("base_url", "api_token", "control_url", "control_token")
        print(json.dumps({name: getattr(sandbox, name) for name in told}), flush=True)
        if sandbox.is_public:
            print("Other machines can reach this sandbox.", file=sys.stderr)
        wait()
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        sandbox.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
