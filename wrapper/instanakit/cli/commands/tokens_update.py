"""instanakit tokens update: named changes, everything else stays as it is."""

from datetime import datetime
from typing import Any

import click

from instanakit.cli.options import command as make
from instanakit.cli.output import Record, Row, rfc3339
from instanakit.cli.rows import corrections_of, token_row
from instanakit.cli.session import Session
from instanakit.cli.values import AHEAD, LIMITED_SCOPE, PERMISSION

_WATCHED = ("name", "permissions", "limited_scopes", "expires_at")


@make("update", help="Change named things of a token, and nothing else.")
@click.argument("internal_id", metavar="ID", help="Its internal id.")
@click.option("--name", metavar="N", help="Rename it.")
@click.option("--grant", type=PERMISSION, metavar="P", multiple=True, help="Grant a permission.")
@click.option("--revoke", type=PERMISSION, metavar="P", multiple=True, help="Revoke a permission.")
@click.option("--limit-scope", "limit", type=LIMITED_SCOPE, metavar="S", multiple=True, help="Limit a scope.")
@click.option("--unlimit-scope", "unlimit", type=LIMITED_SCOPE, metavar="S", multiple=True, help="Unlimit a scope.")
@click.option("--expires", type=AHEAD, metavar="WHEN", help="When it ends, as 90d or 2027-01-31.")
@click.option("--no-expiry", is_flag=True, help="Let it never end.")
@click.option("--allow-unknown", is_flag=True, is_eager=True, help="Take names that this build does not know.")
@click.option("--dry-run", is_flag=True, help="Read the token, show what would change, and change nothing.")
def command(
    session: Session,
    internal_id: str,
    name: str | None,
    grant: tuple[str, ...],
    revoke: tuple[str, ...],
    limit: tuple[str, ...],
    unlimit: tuple[str, ...],
    expires: datetime | None,
    no_expiry: bool,
    allow_unknown: bool,
    dry_run: bool,
) -> None:
    """Change a token."""
    changes: dict[str, Any] = {
        option: value
        for option, value in {
            "name": name,
            "grant": grant,
            "revoke": revoke,
            "limit_scopes": limit,
            "unlimit_scopes": unlimit,
            "expires_at": expires,
        }.items()
        if value or value == ""
    }
    if no_expiry and expires:
        message = "--expires and --no-expiry contradict each other"
        raise click.UsageError(message)
    if no_expiry:
        changes["expires_at"] = None
    if not changes:
        message = "nothing to change is named"
        raise click.UsageError(message)
    with session.client(f"update the token {internal_id}") as instana:
        before = token_row(instana.tokens.get(internal_id), session.now)
        if dry_run:
            session.show(Record("plan", {"internal_id": internal_id, "changes": _planned(before, changes)}))
            session.say("this was a dry run: nothing was changed")
            return
        session.left = f"It may or may not have been done; see 'instanakit tokens get {internal_id}'."
        token = instana.tokens.update(internal_id, allow_unknown=allow_unknown, **changes)
    session.wrote(f"The token {internal_id} was updated.", internal_id)
    after = token_row(token, session.now)
    session.show(Record("token", {**after, "changes": _changed(before, after), "corrections": corrections_of(token)}))


def _planned(before: Row, changes: dict[str, Any]) -> list[dict[str, object]]:
    """Return what would change, as far as it is not so already."""
    after = dict(before)
    for field, on, off in (("permissions", "grant", "revoke"), ("limited_scopes", "limit_scopes", "unlimit_scopes")):
        after[field] = sorted((set(before[field]) | set(changes.get(on, ()))) - set(changes.get(off, ())))
    after |= {field: changes[field] for field in ("name", "expires_at") if field in changes}
    return _changed(before, after)


def _changed(before: Row, after: Row) -> list[dict[str, object]]:
    """Return each field that differs, before and after; of lists what was added and removed."""
    found: list[dict[str, object]] = []
    for field in _WATCHED:
        old, new = before[field], after[field]
        if old == new:
            continue
        if isinstance(old, list):
            added, removed = sorted(set(new) - set(old)), sorted(set(old) - set(new))
            found.append({"field": field, "added": added, "removed": removed})
        else:
            found.append({"field": field, "before": _text(old), "after": _text(new)})
    return found


def _text(value: object) -> object:
    return rfc3339(value) if isinstance(value, datetime) else value
