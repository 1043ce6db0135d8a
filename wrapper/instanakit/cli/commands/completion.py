"""instanakit completion: the script by which a shell completes commands, options, permissions and profiles."""

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from instanakit.cli.options import command as make
from instanakit.cli.session import COMPLETE, PROGRAM, Session

_SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@make(
    "completion",
    help="Write the script that completes commands, permissions and profiles in a shell.",
    epilog="\b\nFor instance:\n  instanakit completion bash > ~/.local/share/bash-completion/completions/instanakit",
)
@click.argument("shell", type=click.Choice(tuple(_SHELLS)), metavar="SHELL", help="bash, zsh or fish.")
def command(session: Session, shell: str) -> None:
    """Write the script of a shell."""
    kind = _SHELLS[shell]
    values = {
        "complete_func": "_instanakit_completion",
        "complete_var": COMPLETE,
        "prog_name": PROGRAM,
    }
    session.write(kind.source_template % values)
