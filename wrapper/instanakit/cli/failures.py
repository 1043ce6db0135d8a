"""How a command says that it failed: what, why, next; in a JSON form as one JSON object."""

import sys

import click

from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.output import dump
from instanakit.cli.output.escape import escape
from instanakit.cli.session import Failure, Session
from instanakit.errors import APIError, AuthenticationError, InstanaError, NotFoundError, OutcomeUnknownError


def told(error: Exception, session: Session) -> Exit:
    """Write a failure to standard error and return the exit status that it stands for."""
    failure = _failure(error, session)
    facts = {"kind": type(error).__name__} | _facts(error)
    if session.form in {"json", "jsonl"}:
        words = {"what": failure.what, "why": failure.why, "next": failure.next_step}
        document = words | facts | {"exit_status": int(failure.status)}
        sys.stderr.write(dump({"error": document, "warnings": session.warnings}))
    else:
        lines = [f"error: {failure.what}", f"why:   {failure.why}", f"next:  {failure.next_step}"]
        sys.stderr.write("".join(f"{escape(line)}\n" for line in lines if line[7:]))
    return failure.status


def _failure(error: Exception, session: Session) -> Failure:
    if isinstance(error, Failure):
        return error
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "instanakit"
        return Failure(f"{command}: wrong usage", error.format_message(), f"See '{command} --help'.", Exit.USAGE)
    if isinstance(error, InstanaError):
        return Failure(f"cannot {session.task}", error.message, _next_step(error), exit_of(error))
    if isinstance(error, click.ClickException):
        return Failure(f"cannot {session.task}", error.format_message(), "", Exit.ERROR)
    return Failure(f"cannot {session.task}", f"{type(error).__name__}: {error}", "Run it again with --debug.")


# What the library advises to a program, in the words of the command line.
_ADVICE: dict[type[InstanaError], str] = {
    NotFoundError: "Check the internal id; 'instanakit tokens list' shows those that exist.",
    AuthenticationError: "Run 'instanakit doctor': it finds out whether the credential or the way to send it is wrong.",
}


def _next_step(error: InstanaError) -> str:
    return next((advice for kind, advice in _ADVICE.items() if isinstance(error, kind)), error.hint)


def _facts(error: Exception) -> dict[str, object]:
    found: dict[str, object] = {"status_code": None, "attempts": None, "internal_id": None}
    if isinstance(error, APIError):
        found |= {"status_code": error.status_code, "attempts": error.attempts}
    if isinstance(error, OutcomeUnknownError):
        found["internal_id"] = error.internal_id
    return found
