"""What a person is shown before tokens are rotated: the plan of a dry run, or the question."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from instanakit.cli.output import Listing
from instanakit.cli.rotate_all import calls_of
from instanakit.cli.session import Session

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.models import Token
    from instanakit.sinks import Sink

_FIELDS = ("internal_id", "name", "sink", "calls_now", "calls_later", "calls_left")
# The first two stay on a narrow terminal: what would be overwritten where.
_COLUMNS = ("name", "sink", "internal_id")


def show_plan(
    session: Session, instana: "Instana", tokens: "Sequence[Token]", sinks: "Mapping[str, Sink]", grace: timedelta
) -> None:
    """Show which tokens would be rotated into which sinks, and how many calls that takes."""
    now, later = calls_of(grace)
    left = None if instana.rate_limit is None else instana.rate_limit.remaining
    calls = {"calls_now": now, "calls_later": later, "calls_left": left}
    rows = [
        {"internal_id": token.internal_id, "name": token.name, "sink": sinks[token.internal_id].spec, **calls}
        for token in tokens
    ]
    session.show(Listing("plan", rows, _FIELDS, _COLUMNS))
    if rows:
        after = f" and {later} after the grace period of {_length(grace)}" if later else ", without a grace period"
        limit = "" if left is None else f"; {left} are left in this hour"
        session.say(f"a rotation takes {now} calls{after}{limit}")
    session.say("this was a dry run: nothing was changed" if rows else "no token is selected")


def question(tokens: "Sequence[Token]", sinks: "Mapping[str, Sink]", grace: timedelta, unit: str) -> str:
    """Ask whether these tokens of a unit are to be rotated; of several each has a line of its own."""
    if len(tokens) == 1:
        names, what = "", f"{tokens[0].name!r} ({tokens[0].internal_id})"
    else:
        lines = (f"  {token.name!r} ({token.internal_id}) into {sinks[token.internal_id].spec}\n" for token in tokens)
        names, what = "".join(lines), f"these {len(tokens)} tokens"
    return f"{names}Rotate {what} on {unit}? {_what_becomes_of_the_old(grace)}"


def _what_becomes_of_the_old(grace: timedelta) -> str:
    if not grace:
        return "The old one is deleted at once."
    return f"The old one works for {_length(grace)} more; then 'instanakit rotations resume' deletes it."


def _length(grace: timedelta) -> str:
    """Write a duration as it is typed: 24h, 90m, 7d."""
    days, rest = divmod(round(grace / timedelta(minutes=1)), 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days == 1:
        days, hours = 0, hours + 24
    return "".join(f"{number}{unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "m")) if number)
