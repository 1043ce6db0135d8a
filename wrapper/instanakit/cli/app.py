"""The commands, by name. What each does is in commands/, loaded when it is used."""

import click

from instanakit._version import __version__
from instanakit.cli.options import Group

root = Group(
    "instanakit",
    help="Handle the API tokens of an IBM Instana tenant unit.",
    epilog="Try everything out against 'instanakit sandbox'.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, help="Show the version.")],
    later={
        "tokens": ("tokens", "List, read, create, change, check, rotate and delete API tokens."),
        "rotations": ("rotations", "Show rotations, go on with them, or roll them back."),
        "logs": ("logs", "Read the audit log and the access log."),
        "profiles": ("profiles", "Show the profiles, and where each setting comes from."),
        "doctor": ("doctor", "Check what stands between here and the tenant unit."),
        "sandbox": ("sandbox", "Serve a stand-in for a tenant unit."),
        "completion": ("completion", "Write the script that completes commands in a shell."),
    },
)


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"instanakit {__version__}")
        ctx.exit()


root.params[0].callback = _show_version
