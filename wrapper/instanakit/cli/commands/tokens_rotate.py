"""instanakit tokens rotate: one token by its id, or several by a selector."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.filters import Filter
from instanakit.cli.options import command as make
from instanakit.cli.rotate_all import rotate_all, rotate_one, status_of
from instanakit.cli.rotating import end
from instanakit.cli.rotation_plan import question, show_plan
from instanakit.cli.rotation_rows import NOT_BEGUN
from instanakit.cli.rotation_words import show
from instanakit.cli.rows import token_row
from instanakit.cli.session import Session
from instanakit.cli.sinkpattern import sinks_of
from instanakit.cli.storing import check
from instanakit.cli.values import AHEAD, DURATION, GRACE, NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instanakit import Instana
    from instanakit.cli.output import Row
    from instanakit.models import Token

_SELECTORS = ("names", "created_by", "older_than", "expiring")
_SINK = "Where the secret goes: file:PATH, env:FILE#KEY or keyring:SERVICE/NAME; for several with {name} in it."


@make("rotate", help="Replace a token by a new one with the same permissions, without a moment in which none works.")
@click.argument("internal_id", metavar="[ID]", required=False, help="Its internal id; or select several.")
@click.option("--sink", metavar="SINK", required=True, help=_SINK)
@click.option("--grace", type=GRACE, metavar="FOR", help="How long both work; 24h unless given, 0 for not at all.")
@click.option("--compromised", is_flag=True, help="Delete the old token at once, without grace.")
@click.option("--expires", type=AHEAD, metavar="WHEN", help="When the new one ends; else the old lifetime anew.")
@click.option("--no-expiry", is_flag=True, help="Let the new one never end.")
@click.option("--self", "is_own", is_flag=True, help="Rotate the token that this command authenticates with.")
@click.option("--name", "names", metavar="GLOB", multiple=True, help="Select those whose name fits, as in 'ci-*'.")
@click.option("--created-by", metavar="GLOB", multiple=True, help="Select those of this creator.")
@click.option("--older-than", type=DURATION, metavar="FOR", help="Select those created longer ago, as 90d.")
@click.option("--expiring", type=DURATION, metavar="WITHIN", help="Select those that expire within, as 30d.")
@click.option("--max-failures", type=NUMBER, metavar="N", default=1, help="Stop several after so many; 1 unless given.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show the plan and the calls that it takes, and change nothing.")
def command(session: Session, **given: Any) -> None:
    """Rotate tokens."""
    _check(given)
    internal_id = _own_id(session) if given["is_own"] else given["internal_id"]
    session.task = f"rotate the token {internal_id}" if internal_id else "rotate the tokens"
    if not given["dry_run"]:
        session.refuse_unattended(yes=given["yes"])
    options = _options(given)
    with session.client(session.task) as instana:
        tokens = _selected(session, instana, internal_id, given)
        sinks = sinks_of(given["sink"], tokens, several=internal_id is None)
        for sink in sinks.values():
            check(session, sink)
        if given["dry_run"]:
            show_plan(session, instana, tokens, sinks, options["grace"])
            return
        if tokens and not given["yes"]:
            session.confirm(question(tokens, sinks, options["grace"], session.unit))
        if internal_id:
            row = rotate_one(session, instana, tokens[0], sinks[internal_id], options)
            _warn_of_own_id(session, [row])
            end(session, [row], [])
            return
        rows, failures = rotate_all(session, instana, tokens, sinks, options, given["max_failures"])
    _warn_of_own_id(session, rows)
    task = session.task
    show(session, rows, "no token is selected")
    status = status_of(rows, failures)
    if status not in {Exit.DONE, Exit.PENDING}:
        begun = sum(row["state"] != NOT_BEGUN for row in rows)
        why = f"{len(failures)} of {len(rows)} failed, {len(rows) - begun} not begun"
        raise Failure(f"cannot {task}", why, "The output says why of each.", status)
    raise click.exceptions.Exit(status)


def _check(given: "Mapping[str, Any]") -> None:
    selected = any(given[selector] for selector in _SELECTORS)
    ways = [bool(given["internal_id"]), given["is_own"], selected]
    message = ""
    if sum(ways) != 1:
        message = "name one token, or --self, or select several with --name, --created-by, --older-than, --expiring"
    elif given["compromised"] and given["grace"]:
        message = "--compromised and --grace contradict each other"
    elif given["no_expiry"] and given["expires"]:
        message = "--expires and --no-expiry contradict each other"
    if message:
        raise click.UsageError(message)


def _own_id(session: Session) -> str:
    own_id: str | None = session.settings.internal_id.value
    if own_id is None:
        message = "--self needs to know which token is in use: set internal_id in the profile"
        raise click.UsageError(message)
    return own_id


def _options(given: "Mapping[str, Any]") -> dict[str, Any]:
    """Return what tokens.rotate is given beside the token and the sink."""
    grace = timedelta(hours=24) if given["grace"] is None else given["grace"]
    grace = timedelta() if given["compromised"] else grace
    found: dict[str, Any] = {"grace": grace, "own": given["is_own"]}
    if given["expires"] or given["no_expiry"]:
        found["expires_at"] = given["expires"]
    return found


def _selected(
    session: Session, instana: "Instana", internal_id: str | None, given: "Mapping[str, Any]"
) -> "list[Token]":
    """Return the tokens that are to be rotated, in the order of their names."""
    if internal_id:
        return [instana.tokens.get(internal_id)]
    wanted = Filter(names=given["names"], created_by=given["created_by"], expiring=given["expiring"])
    older, now = given["older_than"], session.now
    return sorted(
        (
            token
            for token in instana.tokens.list()
            if wanted.accepts(token_row(token, now), now)
            and (older is None or (token.created_at is not None and token.created_at < now - older))
        ),
        key=lambda token: (token.name, token.internal_id),
    )


def _warn_of_own_id(session: Session, rows: "Sequence[Row]") -> None:
    """Say what to set in the settings, if the token that they name was replaced."""
    known = session.settings.internal_id
    for row in rows:
        new = row["new_internal_id"]
        if new is not None and row["internal_id"] == known.value:
            spec, where = row["sink"], known.origin
            message = (
                f"the token in use was replaced: in {where} set internal_id to {new}, and read its secret from {spec}"
            )
            session.warnings.append(message)
