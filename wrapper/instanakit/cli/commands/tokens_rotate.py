"""instanakit tokens rotate: one token by its id, or several by a selector."""

from typing import TYPE_CHECKING, Any

import click

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.filters import Filter
from instanakit.cli.options import command as make
from instanakit.cli.rotate_all import come_back, how_many, rotate_all, rotate_one, status_of
from instanakit.cli.rotating import end
from instanakit.cli.rotation_how import How, how_of
from instanakit.cli.rotation_own import danger, successor, warn
from instanakit.cli.rotation_plan import show_plan
from instanakit.cli.rotation_question import question
from instanakit.cli.rotation_selection import Selection, expired_words, one, several
from instanakit.cli.rotation_words import show
from instanakit.cli.session import Session
from instanakit.cli.sinkpattern import sinks_of
from instanakit.cli.storing import check
from instanakit.cli.values import AHEAD, DURATION, GRACE, NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instanakit import Instana

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
    internal_id = _own_id(session, given["internal_id"]) if given["is_own"] else given["internal_id"]
    session.task = f"rotate the token {internal_id}" if internal_id else "rotate the tokens"
    if not given["dry_run"]:
        session.refuse_unattended(yes=given["yes"])
    with session.client(session.task) as instana:
        own_id = successor(instana, internal_id if given["is_own"] else session.settings.internal_id.value)
        internal_id = own_id if given["is_own"] else internal_id
        how = how_of(given, own_id)
        selection = _selected(session, instana, internal_id, given, how)
        tokens = selection.tokens
        sinks = sinks_of(given["sink"], tokens, several=internal_id is None)
        if internal_id:  # of several, one whose sink is unfit is one that fails
            check(session, sinks[internal_id])
        if given["dry_run"]:
            show_plan(session, instana, selection, sinks, how)
            return
        if tokens and not given["yes"]:
            session.confirm(question(session, tokens, sinks, how.grace, danger(session, sinks, how)))
        if internal_id:
            row = rotate_one(session, instana, tokens[0], sinks[internal_id], how)
            warn(session, [row], how)
            end(session, [row], [])
            return
        rows, failures = rotate_all(session, instana, tokens, sinks, how, given["max_failures"])
    warn(session, rows, how)
    task = session.task
    show(session, [*rows, *selection.waiting], "no token is selected")
    if selection.expired:
        session.say(expired_words(selection.expired))
    status = status_of(rows, failures, selection.waiting)
    if status not in {Exit.DONE, Exit.PENDING}:
        raise Failure(f"cannot {task}", how_many(rows, failures), come_back(instana, rows, how.grace), status)
    raise click.exceptions.Exit(status)


def _check(given: "Mapping[str, Any]") -> None:
    selected = any(given[selector] for selector in _SELECTORS)
    message = ""
    if bool(given["internal_id"] or given["is_own"]) == selected:
        message = "name one token, or --self, or select several with --name, --created-by, --older-than, --expiring"
    elif given["compromised"] and given["grace"]:
        message = "--compromised and --grace contradict each other"
    elif given["no_expiry"] and given["expires"]:
        message = "--expires and --no-expiry contradict each other"
    if message:
        raise click.UsageError(message)


def _own_id(session: Session, named: str | None) -> str:
    """Return the id of the token in use: the one that the settings know, or else the one that is named."""
    known = session.settings.internal_id
    own_id: str | None = known.value or named
    if own_id is None:
        message = "--self needs to know which token is in use: set internal_id in the profile, or add its ID"
        raise click.UsageError(message)
    if named not in {None, own_id}:
        message = f"--self is about the token in use, which is {own_id} ({known.origin}), not {named}"
        raise click.UsageError(message)
    return own_id


def _selected(
    session: Session, instana: "Instana", internal_id: str | None, given: "Mapping[str, Any]", how: How
) -> Selection:
    if internal_id:
        return one(session, instana, internal_id, has_expiry=bool(how.expiry))
    wanted = Filter(names=given["names"], created_by=given["created_by"], expiring=given["expiring"])
    return several(session, instana, wanted, given["older_than"], how.own_id)
