"""What keeps a rotation from being begun: another one of its token or its sink, or another token's secret. Pure."""

from collections.abc import Iterable
from typing import NoReturn

from instanakit.models import Token
from instanakit.rotation.errors import RotationError, RotationInProgressError
from instanakit.rotation.overlap import overlap
from instanakit.rotation.plan import marked, rivals
from instanakit.rotation.recorded import Recorded, fingerprint
from instanakit.rotation.state import State
from instanakit.secret import Secret


def refuse_second(known: Iterable[Recorded], base_url: str, internal_id: str, sink: str) -> None:
    """Refuse a token, or a sink, that a rotation in progress has."""
    for other in known:
        if other.is_over:
            continue
        if other.base_url == base_url and internal_id in {other.internal_id, other.new_internal_id}:
            why = f"The token {internal_id} is being rotated already"
        elif other.sink == sink:
            why = f"The sink {other.sink} is used by a rotation of the token {other.internal_id}"
        elif overlap(other.sink, sink):
            shared = f"The sink {sink} shares a file with {other.sink}"
            why = f"{shared}, which is used by a rotation of the token {other.internal_id}"
        else:
            continue
        where = "" if other.base_url == base_url else f" of {other.base_url}"
        hint = "Resume that one, or roll it back."
        error = RotationInProgressError(f"{why} (rotation {other.rid}{where}, {other.state})", hint=hint)
        error.rid = other.rid
        raise error


def refuse_overtaken(rid: str) -> NoReturn:
    """Refuse to go on with a rotation that somebody else has gone on with meanwhile."""
    message = f"The rotation {rid} was gone on with by another call meanwhile"
    error = RotationInProgressError(message, hint="Look how far it is, then resume.")
    error.rid = rid
    raise error


def refuse_marked(old: Token, tokens: Iterable[Token]) -> None:
    """Refuse a token that a rotation has made which this journal does not know, and one that has such a successor."""
    marker = marked(old.name)
    others = rivals(tokens, old.internal_id, "")
    if marker is not None:
        message = f"The token {old.internal_id} is itself what the rotation {marker[0]} has made, which is in progress"
    elif others:
        names = ", ".join(token.internal_id for token in others)
        message = f"The token {old.internal_id} is being rotated already: its new token is {names}"
    else:
        return
    hint = (
        "Resume it where it was begun. If nobody can: find out which of the two is in use, delete the other, and take "
        "the marker out of the name."
    )
    raise RotationInProgressError(message, hint=hint)


def refuse_taken(known: Iterable[Recorded], internal_id: str, sink: str, current: Secret | None) -> None:
    """Refuse a sink that holds the secret which a rotation of another token has put there."""
    for other in known:
        if current is None or not overlap(other.sink, sink) or other.state is not State.DONE:
            continue
        if other.new_internal_id != internal_id and fingerprint(other.rid, current) == other.fingerprint:
            message = f"The sink {sink} holds the secret of another token, {other.new_internal_id} ({other.name!r})"
            raise RotationError(message, hint="Name a sink of its own, or remove that secret if it may go.")
