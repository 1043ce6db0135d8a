"""A new secret on its way into a sink: found out before whether it can be written, and nothing left half done after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from instanakit.cli.exits import Exit
from instanakit.cli.session import Failure, Session
from instanakit.errors import InstanaError
from instanakit.sinks import Sink

if TYPE_CHECKING:
    from instanakit import Instana, Token


def refuse_if_unfit(session: Session, sink: Sink, *, overwrite: bool) -> None:
    """Raise, before anything is created, if the sink cannot be written or holds a secret that would be lost."""
    sink.check()
    if sink.can_read_back and not overwrite and sink.current() is not None:
        what, why = f"cannot {session.task}", f"{sink.spec} holds a secret already"
        raise Failure(what, why, "Name another sink, or add --overwrite if that secret may go.", Exit.USAGE)


def store(instana: "Instana", token: "Token", sink: Sink) -> None:
    """Put the secret of a new token into the sink. If that fails, nobody holds it, so the token is deleted again."""
    with _undone(instana, token):
        if token.secret is not None:
            sink.put(token.secret)


@contextmanager
def _undone(instana: "Instana", token: "Token") -> Iterator[None]:
    try:
        yield
    except (InstanaError, OSError, KeyboardInterrupt) as error:
        why = error.message if isinstance(error, InstanaError) else str(error) or "interrupted"
        what = f"cannot put the secret of the new token {token.internal_id} away"
        try:
            instana.tokens.delete(token.internal_id, missing_ok=True)
        except InstanaError as second:
            next_step = f"Nobody holds its secret: run 'instanakit tokens delete {token.internal_id}'."
            raise Failure(what, f"{why}; nor could it be deleted again: {second.message}", next_step) from None
        hint = error.hint if isinstance(error, InstanaError) else ""
        raise Failure(what, why, f"The token was deleted again. {hint}".strip()) from None
