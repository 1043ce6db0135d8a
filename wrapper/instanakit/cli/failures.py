"""How a command says that it failed: what, why, next; in a JSON form as one JSON object."""

import sys

import click

from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.failure import Failure
from instanakit.cli.output import dump, escape
from instanakit.cli.session import Session
from instanakit.errors import APIError, AuthenticationError, InstanaError, NotFoundError, OutcomeUnknownError


def told(error: BaseException, session: Session) -> Exit:
    """Write a failure to standard error and return the exit status that it stands for."""
    failure = _failure(error, session)
    if session.is_for_programs:
        words = {"what": failure.what, "why": failure.why, "next": failure.next_step}
        document = {**words, **_facts(error), "exit_status": int(failure.status)}
        sys.stderr.write(dump({"error": document, "warnings": session.warnings}))
        session.warnings.clear()
    else:
        lines = [f"error: {failure.what}", f"why:   {failure.why}", f"next:  {failure.next_step}"]
        sys.stderr.write("".join(f"{escape(line)}\n" for line in lines if line[7:]))
    return failure.status


def _failure(error: BaseException, session: Session) -> Failure:
    if isinstance(error, Failure):
        return error
    if isinstance(error, click.UsageError):
        return _wrong_usage(error)
    if isinstance(error, InstanaError):
        return Failure(f"cannot {session.task}", error.message, _next_step(error), exit_of(error))
    if isinstance(error, (KeyboardInterrupt, click.exceptions.Abort)):
        return Failure("interrupted", f"while trying to {session.task}", session.left, Exit.INTERRUPTED)
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
    next_step = "It is an error of instanakit: run it again with --debug, and report what that shows."
    return Failure(f"cannot {session.task}", f"unexpected {type(error).__name__}", next_step)


# What the library advises to a program, in the words of the command line.
_ADVICE: dict[type[InstanaError], str] = {
    NotFoundError: "Check the internal id; 'instanakit tokens list' shows those that exist.",
    AuthenticationError: "Run 'instanakit doctor': it finds out whether the credential or the way to send it is wrong.",
}


def _next_step(error: InstanaError) -> str:
    return next((advice for kind, advice in _ADVICE.items() if isinstance(error, kind)), error.hint)


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
