"""instanakit tokens create: the secret goes into a sink, and nowhere else."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from instanakit.cli.options import command as make
from instanakit.cli.output import Record
from instanakit.cli.progress import progress
from instanakit.cli.rows import corrections_of, token_row
from instanakit.cli.session import Session
from instanakit.cli.storing import refuse_if_unfit, store
from instanakit.cli.values import AHEAD, LIMITED_SCOPE, PERMISSION, SINK

if TYPE_CHECKING:
    from instanakit.sinks import Sink


@make("create", help="Create a token and put its secret into a sink: it is shown this once and never again.")
@click.argument("name", metavar="NAME", help="What people call it.")
@click.option("--permission", "permissions", type=PERMISSION, metavar="P", multiple=True, help="Grant a permission.")
@click.option("--limit-scope", "scopes", type=LIMITED_SCOPE, metavar="S", multiple=True, help="Limit a scope.")
@click.option("--expires", type=AHEAD, metavar="WHEN", help="When it ends, as 90d or 2027-01-31; else never.")
@click.option(
    "--sink",
    type=SINK,
    metavar="SINK",
    required=True,
    help="Where the secret goes: file:PATH, env:FILE#KEY, keyring:SERVICE/NAME, exec:COMMAND or stdout.",
)
@click.option("--overwrite", is_flag=True, help="Replace the secret that the sink holds.")
@click.option("--allow-unknown", is_flag=True, is_eager=True, help="Take names that this build does not know.")
@click.option("--dry-run", is_flag=True, help="Check the sink, show what would be created, and change nothing.")
def command(
    session: Session,
    name: str,
    permissions: tuple[str, ...],
    scopes: tuple[str, ...],
    expires: datetime | None,
    sink: "Sink",
    overwrite: bool,
    allow_unknown: bool,
    dry_run: bool,
) -> None:
    """Create a token."""
    session.task = f"create the token {name!r}"
    refuse_if_unfit(session, sink, overwrite=overwrite)
    if dry_run:
        flags = {"permissions": sorted(set(permissions)), "limited_scopes": sorted(set(scopes))}
        session.show(Record("plan", {"name": name, **flags, "expires_at": expires, "sink": sink.spec}))
        session.say("this was a dry run: nothing was created")
        return
    session.left = f"A token {name!r} may have been made; see 'instanakit tokens list'."
    with session.client(session.task) as instana:
        with progress(session, session.task):
            token = instana.tokens.create(
                name,
                permissions=permissions,
                limited_scopes=scopes,
                expires_at=expires,
                allow_unknown=allow_unknown,
            )
        store(session, instana, token, sink, overwrite=overwrite)
    row = {**token_row(token, session.now), "sink": sink.spec, "corrections": corrections_of(token)}
    # With the sink stdout, standard output has the secret alone.
    (session.show_aside if sink.spec == "stdout" else session.show)(Record("token", row))
