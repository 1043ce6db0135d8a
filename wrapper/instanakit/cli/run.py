"""Run the command line: catch what ends a command, say it, and return the exit status."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from instanakit.cli.app import root
from instanakit.cli.exits import Exit
from instanakit.cli.options import FORMS
from instanakit.cli.session import COMPLETE, PROGRAM, Session


def run(arguments: Sequence[str], session: Session | None = None) -> int:
    """Run a command and return its exit status."""
    session = session or Session()
    session.asked_form = _asked_form(arguments)
    try:
        if instruction := os.environ.get(COMPLETE):
            return _completed(instruction)
        # Not main(), which writes an empty line to standard error before an interrupt is told.
        with root.make_context(PROGRAM, list(arguments), obj=session) as context:
            root.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except ModuleNotFoundError:  # main() says what to install
        raise
    except BrokenPipeError as error:  # whoever read the output has gone, as `head` does
        _drop_output()
        return _failed(error, session) if session.left else Exit.ERROR
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (no traceback: its last line may quote anything)
        return _failed(error, session)
    else:
        return Exit.DONE
    finally:
        session.say_warnings()


def _completed(instruction: str) -> int:
    from click.shell_completion import shell_complete  # noqa: PLC0415 (only a shell asks for it)

    return shell_complete(root, {}, PROGRAM, COMPLETE, instruction)


def _failed(error: BaseException, session: Session) -> int:
    from instanakit.cli.failures import told  # noqa: PLC0415 (most commands do not fail)

    if isinstance(error, click.exceptions.NoArgsIsHelpError) and not session.is_for_programs:
        sys.stderr.write(f"{error.message}\n")
        return Exit.USAGE
    try:
        sys.stdout.flush()
    except OSError:  # what could not be written must not be tried once more
        _drop_output()
    if session.debug and not isinstance(error, click.exceptions.ClickException):
        import traceback  # noqa: PLC0415 (likewise)

        for line in traceback.format_tb(error.__traceback__):
            sys.stderr.write(f"debug: {line}")
    return told(error, session)


def _asked_form(arguments: Sequence[str]) -> str | None:
    """Return the form that the line seems to ask for, for an error in the line itself."""
    found = None
    for name, value in zip(arguments, (*arguments[1:], ""), strict=False):
        given = value if name in {"-o", "--output"} else name.removeprefix("--output=").removeprefix("-o")
        if given != name and given in FORMS:
            found = given
    return found


def _drop_output() -> None:
    """Let nothing more be written to standard output, lest Python complains of it once more when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
