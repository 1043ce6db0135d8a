"""What must not be deleted by accident: the token in use, and the last one that can manage tokens. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from instanakit.models import Token

MANAGES_TOKENS = "canConfigureApiTokens"


def dangers(doomed: Collection[str], tokens: "Iterable[Token]", own_id: str | None, now: datetime) -> list[str]:
    """Say what speaks against deleting the tokens of these internal ids."""
    found = []
    if own_id in doomed:
        found.append(f"{own_id} is the token that this command authenticates with")
    managers = {
        token.internal_id for token in tokens if MANAGES_TOKENS in token.permissions and not token.is_expired(now)
    }
    if managers and managers <= set(doomed):
        found.append(f"no token would be left that can manage tokens ({MANAGES_TOKENS})")
    return found


def question(doomed: "Sequence[Token]", missing: Sequence[str], own_id: str | None, unit: str) -> str:
    """Ask whether these tokens of a unit are to be deleted; say what was not found, and what is not known."""
    lines = []
    if own_id is None:
        lines.append("Which token this command authenticates with is not known, since no internal_id is configured.")
    if missing:
        lines.append(f"Not found: {', '.join(missing)}.")
    names = ", ".join(f"{token.name!r} ({token.internal_id})" for token in doomed)
    what = f"the token {names}" if len(doomed) == 1 else f"{len(doomed)} tokens: {names},"
    return "\n".join([*lines, f"Delete {what} on {unit}?"])
