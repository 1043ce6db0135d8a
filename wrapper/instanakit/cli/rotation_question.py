"""What a person is asked before tokens are rotated."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from instanakit.models import Token
    from instanakit.sinks import Sink


def question(
    tokens: "Sequence[Token]", sinks: "Mapping[str, Sink]", grace: timedelta, unit: str, danger: str = ""
) -> str:
    """Ask whether these tokens of a unit are to be rotated; of several each has a line of its own."""
    if len(tokens) == 1:
        internal_id = tokens[0].internal_id
        names, what = "", f"{tokens[0].name!r} ({internal_id}) on {unit} into {sinks[internal_id].spec}"
    else:
        lines = (f"  {token.name!r} ({token.internal_id}) into {sinks[token.internal_id].spec}\n" for token in tokens)
        names, what = "".join(lines), f"these {len(tokens)} tokens on {unit}"
    return f"{names}Rotate {what}? {_what_becomes_of_the_old(grace, len(tokens))} {danger}".rstrip()


def _what_becomes_of_the_old(grace: timedelta, number: int) -> str:
    if not grace:
        return "The old one is deleted at once." if number == 1 else "The old ones are deleted at once."
    old, them = ("one works", "it") if number == 1 else ("ones work", "them")
    return f"The old {old} for {length(grace)} more; then 'instanakit rotations resume' deletes {them}."


def length(grace: timedelta) -> str:
    """Write a duration in words: 24 hours, 2 days 12 hours."""
    days, rest = divmod(round(grace / timedelta(minutes=1)), 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days == 1:
        days, hours = 0, hours + 24
    units = ((days, "day"), (hours, "hour"), (minutes, "minute"))
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in units if number)
