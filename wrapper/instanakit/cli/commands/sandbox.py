"""instanakit sandbox: the stand-in server, with the options of its own program."""

import gc

import click

from instanakit.cli.exits import Exit
from instanakit.cli.session import Session
from instanakit.cli.signals import leave_signals


@click.command(
    "sandbox",
    help="Serve a stand-in for a tenant unit.",
    add_help_option=False,  # its own program has the help
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def command(session: Session, arguments: tuple[str, ...]) -> None:
    """Serve the sandbox until it is interrupted or ended."""
    from instanakit import sandbox  # noqa: PLC0415 (it needs a server, which no other command does)
    from instanakit.sandbox.__main__ import main, parser  # noqa: PLC0415 (likewise)

    session.task = "serve a sandbox"
    described = parser()
    described.prog = "instanakit sandbox"
    vars(described)["error"] = _refuse
    described.parse_args(arguments)
    _ = sandbox.Sandbox  # raises ConfigurationError where the extra is missing
    gc.enable()  # unlike the other commands this one lasts
    leave_signals()  # it sees to them itself
    status = main(list(arguments))
    raise click.exceptions.Exit(status or Exit.DONE)


def _refuse(message: str) -> None:
    raise click.UsageError(message)
