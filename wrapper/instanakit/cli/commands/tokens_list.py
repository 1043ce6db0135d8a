"""instanakit tokens list."""

from datetime import timedelta

import click

from instanakit.cli.filters import Filter, in_order
from instanakit.cli.options import command as make
from instanakit.cli.output import Listing
from instanakit.cli.progress import progress
from instanakit.cli.rows import TOKEN_COLUMNS, TOKEN_FIELDS, token_row
from instanakit.cli.session import Session
from instanakit.cli.values import DURATION, PERMISSION, Fields, Order


@make("list", help="List the tokens, filtered and sorted.", short_help="List the tokens.")
@click.option("--name", "names", metavar="GLOB", multiple=True, help="Only those whose name fits, as in 'ci-*'.")
@click.option("--created-by", metavar="GLOB", multiple=True, help="Only those of this creator.")
@click.option(
    "--permission",
    "permissions",
    type=PERMISSION,
    metavar="P",
    multiple=True,
    help="Only those with this permission; given more than once, with all of them.",
)
@click.option("--unused", type=DURATION, metavar="FOR", help="Only those not used for so long, as 45d.")
@click.option("--expiring", type=DURATION, metavar="WITHIN", help="Only those that expire within, as 30d.")
@click.option("--expired", is_flag=True, help="Only those that are expired.")
@click.option(
    "--sort", type=Order(TOKEN_FIELDS), default="name", show_default=True, help="By this field; -FIELD turns it round."
)
@click.option("--fields", type=Fields(TOKEN_FIELDS), metavar="F,F", help="Show these fields alone.")
def command(
    session: Session,
    names: tuple[str, ...],
    created_by: tuple[str, ...],
    permissions: tuple[str, ...],
    unused: timedelta | None,
    expiring: timedelta | None,
    expired: bool,
    sort: str,
    fields: tuple[str, ...] | None,
) -> None:
    """List the tokens that pass the filters."""
    wanted = Filter(
        names=names,
        created_by=created_by,
        permissions=permissions,
        unused=unused,
        expiring=expiring,
        expired=expired,
    )
    with session.client("list the tokens") as instana, progress(session, "list the tokens"):
        rows = [token_row(token, session.now) for token in instana.tokens.list()]
    kept = [row for row in rows if wanted.accepts(row, session.now)]
    ordered = in_order(kept, sort.removeprefix("-").replace("-", "_"), descending=sort.startswith("-"))
    session.show(Listing("tokens", ordered, fields or TOKEN_FIELDS, fields or TOKEN_COLUMNS, chosen=fields is not None))
    if len(kept) < len(rows):
        session.say(f"{len(kept)} of {len(rows)} tokens")
