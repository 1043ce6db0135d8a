"""Rotate tokens one after the other: the first one is the canary, and failures, or too few calls, stop the rest."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.failure import Failure
from instanakit.cli.output import Row
from instanakit.cli.progress import progress
from instanakit.cli.rotating import failure_of, is_in_other_hands, unfinished
from instanakit.cli.rotation_how import How
from instanakit.cli.rotation_rows import ELSEWHERE, FAILED, NOT_BEGUN, empty_row, is_in_progress, rotation_row
from instanakit.cli.rotation_words import how_to_go_on, shown_when_interrupted
from instanakit.cli.session import Session
from instanakit.errors import InstanaError, RateLimitError

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.events import RateLimit
    from instanakit.models import Token
    from instanakit.sinks import Sink

# What one rotation asks of the server: until the grace period begins, and after it. A test counts them.
CALLS_BEFORE_GRACE, CALLS_AFTER_GRACE = 10, 9


def rotate_one(session: Session, instana: "Instana", token: "Token", sink: "Sink", how: How) -> Row:
    """Rotate a token and return what became of it. Whatever stops it, what is said next is how to go on."""
    session.left = f"Run 'instanakit rotations list': what was begun of {token.internal_id} can be resumed."
    try:
        return rotation_row(instana.tokens.rotate(token.internal_id, sink=sink, **how.options(token)))
    except InstanaError as error:
        failure = _stopped(session, instana, token, error)
    except KeyboardInterrupt:
        with suppress(InstanaError):  # the journal cannot be read
            session.left = (
                how_to_go_on(unfinished(instana, token.internal_id)) or f"Nothing of {token.internal_id} was changed."
            )
        raise
    raise failure


def _stopped(session: Session, instana: "Instana", token: "Token", error: InstanaError) -> Failure:
    rotation = None
    with suppress(InstanaError):  # the journal may be what failed
        rotation = unfinished(instana, token.internal_id)
    failure = failure_of(session, error, how_to_go_on(rotation))
    failure.what = f"cannot rotate the token {token.internal_id}"
    # It may be the sink that another rotation has; then the error says which one.
    if rotation is not None and is_in_other_hands(error) and error.rid in {None, rotation.rid}:
        failure.next_step = f"{how_to_go_on(rotation)} To undo it: 'instanakit rotations rollback {rotation.rid}'."
        if rotation.state == "GRACE":
            delete = f"'instanakit tokens delete {rotation.internal_id}'"
            failure.next_step += f" To end its grace period at once: {delete}, then resume it."
    return failure


def rotate_all(
    session: Session,
    instana: "Instana",
    tokens: Sequence["Token"],
    sinks: Mapping[str, "Sink"],
    how: How,
    max_failures: int,
) -> tuple[list[Row], list[Failure]]:
    """Rotate tokens one after the other; return what became of each, and the failures."""
    rows: list[Row] = []
    failures: list[Failure] = []
    stopped = ""
    with shown_when_interrupted(session, rows), progress(session, session.task) as tell:
        for number, token in enumerate(tokens):
            stopped = stopped or _too_few_calls(instana, how.grace)
            if stopped:
                rows.append(_row(token, NOT_BEGUN, stopped))
                continue
            tell(f"{number + 1} of {len(tokens)}")
            try:
                rows.append(rotate_one(session, instana, token, sinks[token.internal_id], how))
            except Failure as failure:
                failures.append(failure)
                rows.append(_failed(instana, token, failure))
                if not number or len(failures) >= max_failures:
                    stopped = "the first one failed" if not number else f"{len(failures)} had failed"
    return rows, failures


def _failed(instana: "Instana", token: "Token", failure: Failure) -> Row:
    """Return the row of a rotation that failed, with what is known of it: it may be in progress, or rolled back."""
    rotation, rid = None, failure.error and failure.error.rid
    with suppress(InstanaError):  # the journal may be what failed
        rotation = instana.rotations.get(rid) if rid else unfinished(instana, token.internal_id)
    if rotation is None or rotation.internal_id != token.internal_id:  # another one has its sink
        return _row(token, FAILED, failure.reason)
    return {**rotation_row(rotation), "state": FAILED, "problem": failure.reason}


def calls_of(grace: timedelta) -> tuple[int, int]:
    """Return how many calls a rotation takes now, and after its grace period."""
    return (CALLS_BEFORE_GRACE, CALLS_AFTER_GRACE) if grace else (CALLS_BEFORE_GRACE + CALLS_AFTER_GRACE, 0)


def _too_few_calls(instana: "Instana", grace: timedelta) -> str:
    """Say that the rate limit leaves too few calls for one more."""
    limit = instana.rate_limit
    needed, _ = calls_of(grace)
    if limit is None or limit.remaining is None or limit.remaining >= needed:
        return ""
    return f"{limit.remaining} calls are left{renewal(limit)}, and one rotation takes {needed}"


def renewal(limit: "RateLimit") -> str:
    """Say until when a rate limit holds, if the server said so."""
    return "" if limit.resets_at is None else f" until {limit.resets_at:%H:%M} UTC"


def come_back(instana: "Instana", rows: Sequence[Row], grace: timedelta) -> str:
    """Say what to do next after a run that was stopped: if it was the rate limit, when to come back."""
    limit = instana.rate_limit
    is_short = any(row["state"] == NOT_BEGUN for row in rows) and _too_few_calls(instana, grace)
    if not is_short or limit is None or limit.resets_at is None:
        return "The output says why of each."
    renewed = limit.resets_at + timedelta(seconds=59)  # the minute after, since seconds are not shown
    return f"The output says why of each. Run it again after {renewed:%Y-%m-%d %H:%M} UTC: the rate limit is renewed."


def _row(token: "Token", state: str, problem: str) -> Row:
    return empty_row(internal_id=token.internal_id, name=token.name, state=state, problem=problem)


def how_many(rows: Sequence[Row], failures: Sequence[Failure]) -> str:
    """Say how many failed, and how many were not begun."""
    left = sum(row["state"] == NOT_BEGUN for row in rows)
    failed = f"{len(failures)} of {len(rows)} failed"
    return f"{failed}, {left} not begun" if left else failed


def status_of(rows: Sequence[Row], failures: Sequence[Failure], waiting: Sequence[Row] = ()) -> Exit:
    """Return the exit status of a run over several tokens, beside which some waited: they are pending, not failed."""
    begun = [row for row in rows if row["state"] != NOT_BEGUN]
    if failures:
        statuses = {failure.status for failure in failures}
        return statuses.pop() if len(failures) == len(begun) and len(statuses) == 1 else Exit.PARTLY_FAILED
    if len(begun) < len(rows):
        return exit_of(RateLimitError("")) if not begun else Exit.PARTLY_FAILED
    is_pending = any(is_in_progress(row) or row["state"] == ELSEWHERE for row in (*rows, *waiting))
    return Exit.PENDING if is_pending else Exit.DONE
