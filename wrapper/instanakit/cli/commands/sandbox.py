"""instanakit sandbox: the stand-in server, with the options of its own program."""

import click

from instanakit.cli.session import Session


@click.command(
    "sandbox",
    help="Serve a stand-in for a tenant unit.",
    add_help_option=False,  # its own program has the help
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def command(session: Session, arguments: tuple[str, ...]) -> None:
    """Serve the sandbox."""
    from instanakit.sandbox.__main__ import main  # noqa: PLC0415 (it needs a server, which no other command does)

    session.task = "serve a sandbox"
    raise click.exceptions.Exit(main(list(arguments)))
