"""A new secret on its way into a sink: found out before whether it can be written, and nothing left half done after."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.session import Session
from instanakit.cli.signals import exit_of_interruption, how_interrupted
from instanakit.errors import InstanaError

if TYPE_CHECKING:
    from instanakit import Instana, Token
    from instanakit.sinks import Sink


def refuse_if_unfit(session: Session, sink: "Sink", *, overwrite: bool) -> None:
    """Raise, before anything is created, if the sink cannot be written or holds a secret that would be lost."""
    what = f"cannot {session.task}"
    check(session, sink)
    if sink.spec == "stdout" and getattr(sys.stdout, "name", "") == os.devnull:  # where program() found none
        raise Failure(what, "standard output is closed", "Open it, or name another sink.", Exit.USAGE)
    if sink.can_read_back and not overwrite and sink.current() is not None:
        why = f"{sink.spec} holds a secret already"
        raise Failure(what, why, "Name another sink, or add --overwrite if that secret may go.", Exit.USAGE)


def check(session: Session, sink: "Sink") -> None:
    """Raise if a sink cannot be written; nothing was sent then, so that the usage is wrong."""
    try:
        sink.check()
    except InstanaError as error:
        failure = Failure(f"cannot {session.task}", error.message, error.hint, Exit.USAGE)
    else:
        return
    raise failure


def store(session: Session, instana: "Instana", token: "Token", sink: "Sink") -> None:
    """Put the secret of a new token into the sink. If that fails, nobody holds it, so the token is deleted again."""
    session.left = f"Nobody holds the secret of the new token: instanakit tokens delete {token.internal_id}"
    with _undone(session, instana, token):
        if token.secret is None:
            message = "The server did not give its secret"
            raise InstanaError(message)
        # Another command may have filled the sink since it was looked at.
        sink.put(token.secret, replace=click.get_current_context().params["overwrite"])
    session.wrote(f"The token {token.internal_id} was created; its secret is in {sink.spec}.", token.internal_id)


@contextmanager
def _undone(session: Session, instana: "Instana", token: "Token") -> Generator[None]:
    try:
        yield
    except BaseException as error:  # noqa: BLE001 (whatever it is, nobody holds the secret)
        why, hint = _why(error)
        status = exit_of_interruption(error) if isinstance(error, KeyboardInterrupt) else Exit.ERROR
        what = f"cannot put the secret of the new token {token.internal_id} away"
        try:
            instana.tokens.delete(token.internal_id, missing_ok=True)
        except InstanaError as second:
            problem = f"{why}; nor could the token be deleted again: {second.message}"
            raise Failure(what, problem, session.left, status) from None
        raise Failure(what, why, f"The token was deleted again. {hint}".strip(), status) from None


def _why(error: BaseException) -> tuple[str, str]:
    """Return the reason of a failure, and what to do about it."""
    if isinstance(error, InstanaError):
        return error.message, error.hint
    if isinstance(error, KeyboardInterrupt):
        return how_interrupted(error), ""
    return f"unexpected {type(error).__name__}", ""
