"""Which tokens are rotated: one by its id, or those that are selected; without those whose rotation is in progress."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.filters import Filter
from instanakit.cli.output import Row
from instanakit.cli.rotation_rows import ELSEWHERE, empty_row, rotation_row
from instanakit.cli.rows import token_row
from instanakit.cli.session import Session

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.models import Token
    from instanakit.rotation import Rotation


@attrs.frozen
class Selection:
    """The tokens to rotate in their order, the rows of those whose rotation is in progress, and how many expired."""

    tokens: "Sequence[Token]"
    waiting: Sequence[Row] = ()
    expired: int = 0


def one(session: Session, instana: "Instana", internal_id: str, *, has_expiry: bool) -> Selection:
    """Return the token of an id. Raises Failure if it has expired, unless the new one's expiry is given."""
    token = instana.tokens.get(internal_id)
    if token.is_expired(session.now) and not has_expiry:
        why = f"it expired at {token.expires_at:%Y-%m-%d %H:%M} UTC, and a new one in its place would work again"
        next_step = (
            f"Add --expires or --no-expiry if it shall, or run 'instanakit tokens delete {internal_id}' if it need not."
        )
        raise Failure(f"cannot {session.task}", why, next_step, Exit.USAGE)
    return Selection([token])


def several(
    session: Session, instana: "Instana", wanted: Filter, older_than: timedelta | None, own_id: str | None
) -> Selection:
    """Return the tokens that are selected, in the order of their names; the one in use comes last.

    One whose rotation is in progress is not begun again, and one that has expired would be revived.
    """
    listed, now = instana.tokens.list(), session.now
    known = [rotation for rotation in instana.rotations.list() if not rotation.is_over]
    begun = {rotation.internal_id: rotation_row(rotation) for rotation in known}
    waiting = begun | {old: row for old, row in _begun_elsewhere(listed).items() if old not in begun}
    meant = sorted(
        (token for token in listed if _is_meant(token, wanted, older_than, now) and not _is_made(token, known)),
        key=lambda token: (token.internal_id == own_id, token.name, token.internal_id),
    )
    free = [token for token in meant if token.internal_id not in waiting]
    tokens = [token for token in free if not token.is_expired(now)]
    rows = [waiting[token.internal_id] for token in meant if token.internal_id in waiting]
    return Selection(tokens, rows, len(free) - len(tokens))


def expired_words(number: int) -> str:
    """Say how many were left out since they have expired."""
    return f"expired, and left out: {number}; 'instanakit tokens list --expired' shows them"


def _is_meant(token: "Token", wanted: Filter, older_than: timedelta | None, now: datetime) -> bool:
    is_old = older_than is None or (token.created_at is not None and token.created_at < now - older_than)
    return is_old and wanted.accepts(token_row(token, now), now)


def _is_made(token: "Token", known: "Sequence[Rotation]") -> bool:
    """Tell whether a rotation in progress has made a token, here or elsewhere."""
    from instanakit.rotation.plan import marked  # noqa: PLC0415 (only now is it loaded anyway)

    return marked(token.name) is not None or any(token.internal_id == each.new_internal_id for each in known)


def _begun_elsewhere(listed: "Sequence[Token]") -> dict[str, Row]:
    """Return a row for each token that has a successor with the marker of a rotation."""
    from instanakit.rotation.plan import marked  # noqa: PLC0415 (likewise)

    names = {token.internal_id: token.name for token in listed}
    found: dict[str, Row] = {}
    for token in listed:
        marker = marked(token.name)
        if marker is not None and marker[1] in names:
            rid, old = marker
            found[old] = empty_row(
                internal_id=old,
                name=names[old],
                state=ELSEWHERE,
                problem=f"its rotation was begun elsewhere: go on there with 'instanakit rotations resume {rid}'",
                new_internal_id=token.internal_id,
            )
    return found
