"""What a dry run shows: for each token what would become of it, or why it would be refused, and the calls."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.output import Listing, Row, escape
from instanakit.cli.rotate_all import calls_of, renewal
from instanakit.cli.rotating import failure_of
from instanakit.cli.rotation_check import tried
from instanakit.cli.rotation_how import How
from instanakit.cli.rotation_question import length
from instanakit.cli.rotation_selection import Selection, expired_words
from instanakit.cli.session import Session
from instanakit.errors import InstanaError

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.sinks import Sink

_FIELDS = (
    "internal_id",
    "name",
    "sink",
    "is_canary",
    "grace_ends_at",
    "new_expires_at",
    "calls_now",
    "calls_later",
    "calls_left",
    "problem",
)
# The first ones stay on a narrow terminal: what would be overwritten where. What stops one is told beside it.
_COLUMNS = ("name", "sink", "grace_ends_at", "new_expires_at", "is_canary", "internal_id", "problem")


def show_plan(
    session: Session, instana: "Instana", selection: Selection, sinks: "Mapping[str, Sink]", how: How
) -> None:
    """Show what rotations would do. Raises Failure if the run would refuse one."""
    rows: list[Row] = []
    failures: list[Failure] = []
    graces: list[timedelta] = []
    for token in selection.tokens:
        sink = sinks[token.internal_id]
        is_canary = not rows and len(selection.tokens) > 1
        known = {"internal_id": token.internal_id, "name": token.name, "sink": sink.spec, "is_canary": is_canary}
        try:
            planned = tried(instana, token, sink, how)
        except InstanaError as error:
            failures.append(failure_of(session, error))
            rows.append({**dict.fromkeys(_FIELDS), **known, "problem": failures[-1].reason})
            continue
        times = {
            "grace_ends_at": planned.started_at + planned.grace if planned.grace else None,
            "new_expires_at": _time(planned.expires_on),
        }
        graces.append(planned.grace)
        now, later = calls_of(planned.grace)
        rows.append({**dict.fromkeys(_FIELDS), **known, **times, "calls_now": now, "calls_later": later})
    if failures and len(rows) == 1 and not selection.waiting:
        raise failures[0]
    waiting = [_waiting(row) for row in selection.waiting]
    left = None if instana.rate_limit is None else instana.rate_limit.remaining
    _show(session, [{**row, "calls_left": left} for row in (*rows, *waiting)])
    _say_calls(session, instana, graces)
    if selection.expired:
        session.say(expired_words(selection.expired))
    session.say("this was a dry run: nothing was changed" if rows or waiting else "no token is selected")
    if failures:
        why = f"{len(failures)} of {len(rows)} would be refused"
        statuses = {failure.status for failure in failures}
        alike = len(statuses) == 1 and len(failures) == len(rows)
        status = statuses.pop() if alike else Exit.PARTLY_FAILED
        raise Failure(f"cannot {session.task}", why, "The output says why of each.", status)


def _time(epoch_ms: int | None) -> datetime | None:
    from instanakit._views import from_epoch_ms  # noqa: PLC0415 (what makes a plan has loaded it)

    return from_epoch_ms(epoch_ms)


def _waiting(row: Row) -> Row:
    """Return the row of a token that would be left out, since its rotation is in progress."""
    problem = row["problem"] or f"its rotation {row['rid']} is in progress ({row['state']})"
    known = {name: row[name] for name in ("internal_id", "name", "sink", "grace_ends_at")}
    return {**dict.fromkeys(_FIELDS), **known, "is_canary": False, "calls_now": 0, "calls_later": 0, "problem": problem}


def _show(session: Session, rows: list[Row]) -> None:
    told = [f"{row['name']}: {row['problem']}" for row in rows if row["problem"]]
    dropped = session.show(Listing("plan", rows, _FIELDS, _COLUMNS if told else _COLUMNS[:-1]))
    if "problem" in dropped:  # it is part of an error, so with --quiet too
        sys.stderr.write("".join(f"{escape(line)}\n" for line in told))
    canary = next((row for row in rows if row["is_canary"]), None)
    if canary is not None:
        session.say(f"the canary is {escape(str(canary['name']))}: if it fails, no other one is begun")


def _say_calls(session: Session, instana: "Instana", graces: Sequence[timedelta]) -> None:
    """Say how many calls rotations take, each with its grace period: an old token's expiry may end it earlier."""
    if not graces:
        return
    now, later = (sum(calls) for calls in zip(*map(calls_of, graces), strict=True))
    after = f" and {later} after the grace period of {length(min(graces))}" if later else ", without a grace period"
    if min(graces) != max(graces):
        after = f" and {later} after the grace periods of {length(max(graces))} at most"
    what = "the rotation takes" if len(graces) == 1 else f"the {len(graces)} rotations take"
    limit = instana.rate_limit
    left = "" if limit is None or limit.remaining is None else f"; {limit.remaining} are left{renewal(limit)}"
    session.say(f"{what} {now} calls{after}{left}")
