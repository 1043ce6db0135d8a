"""instanakit tokens get."""

import click

from instanakit.cli.options import command as make
from instanakit.cli.output import Record
from instanakit.cli.rows import token_row
from instanakit.cli.session import Session


@make("get", help="Show one token, with all its permissions. Its secret is not shown: the API masks it.")
@click.argument("internal_id", metavar="ID", help="Its internal id.")
def command(session: Session, internal_id: str) -> None:
    """Show one token."""
    with session.client(f"read the token {internal_id}") as instana:
        token = instana.tokens.get(internal_id)
    session.show(Record("token", token_row(token, session.now)))
