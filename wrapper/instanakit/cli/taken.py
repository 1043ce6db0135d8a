"""Which options the command that runs takes, lest another one's are advised. A leaf."""

import click


def takes(option: str) -> bool:
    """Tell whether the command that runs has an option of this name."""
    context = click.get_current_context(silent=True)
    return context is not None and any(one.name == option for one in context.command.params)
