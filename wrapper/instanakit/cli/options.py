"""The options that every command has, wherever on the line they stand; and the commands that have them."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from instanakit.cli.session import Session
from instanakit.cli.values import PROFILE

FORMS = ("table", "json", "jsonl", "csv")
COLOURS = ("auto", "always", "never")


def common(forms: Sequence[str] = ()) -> list[click.Parameter]:
    """Make the options that every command has; the one that stands last counts. `forms` are a command's own."""
    every = (*FORMS, *forms)
    return [
        click.Option(
            ["--profile"],
            type=PROFILE,
            metavar="NAME",
            help="The profile: a named tenant unit.",
            **_kept("profile"),
        ),
        click.Option(["--base-url"], metavar="URL", help="The tenant unit's address.", **_kept("base_url")),
        click.Option(
            ["-o", "--output"],
            type=click.Choice(every),
            metavar="FORM",
            help=f"How results are written: {', '.join(every[:-1])} or {every[-1]}.",
            **_kept("output"),
        ),
        click.Option(
            ["--color"],
            type=click.Choice(COLOURS),
            metavar="WHEN",
            help="Whether to use colour: auto, always or never.",
            **_kept("color"),
        ),
        click.Option(["-q", "--quiet"], is_flag=True, help="Say nothing but results and errors.", **_kept("quiet")),
        click.Option(["--debug"], is_flag=True, help="Tell each request on standard error.", **_kept("debug")),
    ]


def _kept(name: str) -> dict[str, Any]:
    def keep(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value is not None and value is not False:
            # A profile has none of a command's own forms.
            is_own = name == "output" and value not in FORMS
            setattr(context.ensure_object(Session), "own_form" if is_own else name, value)

    return {"expose_value": False, "is_eager": True, "callback": keep}


class Command(click.Command):
    """A command that has the common options too, which its help lists by themselves."""

    def __init__(self, *arguments: Any, forms: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.common = common(forms)
        self.params = [*self.params, *self.common]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then the common ones."""
        _write_options(self, self.common, ctx, formatter)


class Group(click.Group):
    """A command with commands, each of which is loaded when it is used: name -> (module, what its help begins with)."""

    def __init__(self, *arguments: Any, later: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.later = later
        self.common = common()
        self.params = [*self.params, *self.common]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which they are written."""
        del ctx
        return list(self.later)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        if cmd_name not in self.later:
            return None
        command: click.Command = import_module(f"instanakit.cli.commands.{self.later[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named, or say which one may have been meant."""
        if args[0] not in self.later and args[0][:1] != "-" and not ctx.resilient_parsing:
            from difflib import get_close_matches  # noqa: PLC0415 (only a typing error needs it)

            near = get_close_matches(args[0], self.later, n=2)
            advice = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(self.later)}."
            ctx.fail(f"there is no command {args[0]!r}. {advice}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the commands are for, without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self.later.items()])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        _write_options(self, self.common, ctx, formatter)


def _write_options(
    command: click.Command, shared: list[click.Parameter], ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    # Arguments have a section of their own already.
    own = [found for found in command.get_params(ctx) if found not in shared and not isinstance(found, click.Argument)]
    for title, parameters in (("Options", own), ("Common options", shared)):
        lines = [line for parameter in parameters if (line := parameter.get_help_record(ctx))]
        if lines:
            with formatter.section(title):
                formatter.write_dl(lines)


def command(name: str, **options: Any) -> Callable[[Callable[..., None]], Command]:
    """Make a command of a function that takes a Session first."""

    def make(function: Callable[..., None]) -> Command:
        return click.command(name, cls=Command, **options)(click.pass_obj(function))

    return make
