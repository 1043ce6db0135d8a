"""How a command says that it failed: what, why, next, and where more is said; in a JSON form as one JSON object."""

import sys
from contextlib import suppress

import click

from instanakit.cli.advice import advice
from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.failure import Failure
from instanakit.cli.output import dump, escape
from instanakit.cli.see import place_of
from instanakit.cli.session import Session
from instanakit.cli.signals import exit_of_interruption, how_interrupted
from instanakit.errors import (
    APIError,
    ConfigurationError,
    InstanaError,
    OutcomeUnknownError,
)


def told(error: BaseException, session: Session) -> Exit:
    """Write a failure to standard error and return the exit status that it stands for."""
    failure = _failure(error, session)
    error = failure.error or error
    next_step = failure.next_step or next_unless_named(error)
    if session.is_for_programs:
        words = {"what": failure.what, "why": failure.why, "next": next_step}
        facts = _facts(error)
        facts["internal_id"] = facts["internal_id"] or session.internal_id
        document = {**words, **facts, "exit_status": int(failure.status), "help": place_of(error)}
        text = dump({"error": document, "warnings": session.warnings})
        session.warnings.clear()
    else:
        lines = [f"error: {failure.what}", f"why:   {failure.why}", f"next:  {next_step}", f"see:   {place_of(error)}"]
        text = "".join(f"{escape(line)}\n" for line in lines)
    with suppress(OSError):  # the terminal may be gone, and the status counts all the same
        sys.stderr.write(text)
    return failure.status


def _failure(error: BaseException, session: Session) -> Failure:
    if isinstance(error, Failure):
        return error
    if isinstance(error, click.UsageError):
        return _wrong_usage(error)
    if isinstance(error, InstanaError):
        return Failure(f"cannot {session.task}", error.message, advice(error), exit_of(error))
    if isinstance(error, (KeyboardInterrupt, click.exceptions.Abort)):
        status = exit_of_interruption(error)
        return Failure(how_interrupted(error), f"while trying to {session.task}", session.left, status)
    return _unforeseen(error, session)


def _wrong_usage(error: click.UsageError) -> Failure:
    command = "instanakit" if error.ctx is None else error.ctx.command_path
    # Where no command is named, the message is all of the help.
    is_help = isinstance(error, click.exceptions.NoArgsIsHelpError)
    why = "no command is named" if is_help else error.format_message().rstrip(".")
    return Failure(f"{command}: wrong usage", why, f"See '{command} --help'.", Exit.USAGE)


def _unforeseen(error: BaseException, session: Session) -> Failure:
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        where = f": {error.filename}" if error.filename else ""
        return Failure(f"cannot {session.task}", f"{why}{where}", session.left)
    # Its text is not shown: nobody knows what an error that nobody expected quotes.
    next_step = f"{session.left} {next_unless_named(error)}".strip()
    return Failure(f"cannot {session.task}", f"unexpected {type(error).__name__}", next_step)


# The first kind that fits counts.
_UNLESS_NAMED: tuple[tuple[type[BaseException], str], ...] = (
    (ConfigurationError, "Correct that; 'instanakit profiles show' tells where each setting comes from."),
    (InstanaError, "Run 'instanakit doctor': it checks what stands between here and the tenant unit."),
    (click.ClickException, "See 'instanakit --help'."),
    (click.exceptions.Abort, "Nothing was changed."),
    (KeyboardInterrupt, "Nothing was changed."),
    (OSError, "See to that, or write somewhere else, and run it again."),
    (BaseException, "It is an error of instanakit: run it again with --debug, and report what that shows."),
)


def next_unless_named(error: BaseException) -> str:
    """Say what to do about a failure that does not say so itself."""
    return next(step for kind, step in _UNLESS_NAMED if isinstance(error, kind))


def _facts(error: BaseException) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": type(error).__name__,
        "status_code": None,
        "attempts": None,
        "internal_id": None,
    }
    if isinstance(error, APIError):
        found |= {"status_code": error.status_code, "attempts": error.attempts}
    if isinstance(error, OutcomeUnknownError):
        found["internal_id"] = error.internal_id
    return found
