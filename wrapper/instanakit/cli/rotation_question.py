"""What a person is asked before tokens are rotated."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from instanakit.cli.session import Session

if TYPE_CHECKING:
    from datetime import datetime

    from instanakit.models import Token
    from instanakit.sinks import Sink


def question(
    session: Session, tokens: "Sequence[Token]", sinks: "Mapping[str, Sink]", grace: timedelta, danger: str = ""
) -> str:
    """Ask whether these tokens are to be rotated; of several each has a line of its own."""
    if len(tokens) == 1:
        internal_id = tokens[0].internal_id
        names, what = "", f"{tokens[0].name!r} ({internal_id}) on {session.unit} into {sinks[internal_id].spec}"
    else:
        lines = (f"  {token.name!r} ({token.internal_id}) into {sinks[token.internal_id].spec}\n" for token in tokens)
        names, what = "".join(lines), f"these {len(tokens)} tokens on {session.unit}"
    ends = [token.expires_at for token in tokens if token.expires_at and token.expires_at < session.now + grace]
    return f"{names}Rotate {what}? {_what_becomes_of_the_old(grace, len(tokens), ends)} {danger}".rstrip()


def _what_becomes_of_the_old(grace: timedelta, number: int, ends: "Sequence[datetime]") -> str:
    """Say how long the old ones work; `ends`: when some of them expire within the grace period."""
    if not grace:
        return "The old one is deleted at once." if number == 1 else "The old ones are deleted at once."
    old, them = ("one works", "it") if number == 1 else ("ones work", "them")
    more = f"for {length(grace)} more"
    if ends:
        more = f"until it expires, {ends[0]:%Y-%m-%d %H:%M} UTC" if number == 1 else f"{more}, or until they expire"
    return f"The old {old} {more}; then 'instanakit rotations resume' deletes {them}."


def length(grace: timedelta) -> str:
    """Write a duration in words: 24 hours, 2 days 12 hours."""
    days, rest = divmod(round(grace / timedelta(minutes=1)), 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days == 1:
        days, hours = 0, hours + 24
    units = ((days, "day"), (hours, "hour"), (minutes, "minute"))
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in units if number)
