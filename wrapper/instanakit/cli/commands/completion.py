"""instanakit completion: the script by which a shell completes commands, options, permissions and profiles."""

import click
from click.shell_completion import FishComplete, ZshComplete

from instanakit.cli.options import command as make
from instanakit.cli.session import COMPLETE, PROGRAM, Session

# Click's own script hands on the words of bash, which splits them at ':' and '=', as in a URL. This one hands on the
# line up to the cursor, of which the last word is the one to complete; bash then replaces that word's last piece alone.
_BASH = r"""%(complete_func)s() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}" option= breaks= cut= completion type value response
    local word="${line##*[[:space:]]}"
    [[ -n $word ]] || line+="''"
    response=$(env COMP_WORDS="$line" COMP_CWORD=-1 %(complete_var)s=bash_complete "$1")
    [[ $word == -*=* ]] && option="${word%%%%=*}="
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=":"
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+="="
    [[ -n $breaks && $word == *[$breaks]* ]] && cut="${word%%"${word##*[$breaks]}"}"
    for completion in $response; do
        IFS=, read -r type value <<< "$completion"
        value="$option$value"
        COMPREPLY+=("${value#"$cut"}")
    done
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_SHELLS = {"bash": _BASH, "zsh": ZshComplete.source_template, "fish": FishComplete.source_template}


@make(
    "completion",
    help="Write the script that completes commands, permissions and profiles in a shell.",
    epilog="\b\nFor instance:\n  instanakit completion bash > ~/.local/share/bash-completion/completions/instanakit",
)
@click.argument("shell", type=click.Choice(tuple(_SHELLS)), metavar="SHELL", help="bash, zsh or fish.")
def command(session: Session, shell: str) -> None:
    """Write the script of a shell."""
    values = {
        "complete_func": "_instanakit_completion",
        "complete_var": COMPLETE,
        "prog_name": PROGRAM,
    }
    session.write(_SHELLS[shell] % values)
