"""What a command works with: what was said on the command line, the client it leads to, and where its words go."""

import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.taken import takes

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.cli.output import Listing, Record
    from instanakit.profiles import Resolved

PROGRAM = "instanakit"
COMPLETE = "_INSTANAKIT_COMPLETE"  # set by the script of a shell that wants something completed


def _clock() -> datetime:
    return datetime.now(UTC)


def _options_for_more() -> str:
    """Name the options with which a command shows what found no place."""
    return "--fields and -o" if takes("fields") else "-o"


# A dataclass, since attrs takes a tenth of the time that the help may take.
@dataclass(kw_only=True)
class Session:
    """One run of the command line. Flags that were not given are None.

    `task` is what is being done, as in 'cannot <task>'; `left` what may be left behind if it is interrupted now;
    `internal_id` that of the token which was written; `own_form` a form of the output that only this command has.
    """

    profile: str | None = None
    base_url: str | None = None
    output: str | None = None
    color: str | None = None
    quiet: bool = False
    debug: bool = False
    task: str = "run the command"
    left: str = ""
    internal_id: str | None = None
    asked_form: str | None = None
    own_form: str | None = None
    warnings: list[str] = field(default_factory=list)
    clock: Callable[[], datetime] = _clock

    @cached_property
    def now(self) -> datetime:
        """The time that this run counts from."""
        return self.clock()

    @cached_property
    def settings(self) -> "Resolved":
        """All settings with their origins."""
        from instanakit.profiles import resolve  # noqa: PLC0415 (help needs none)

        flags = {"profile": self.profile, "base_url": self.base_url, "output": self.output, "color": self.color}
        return resolve(**flags, environ=os.environ, cwd=self.folder)

    @property
    def folder(self) -> Path:
        """The current folder. Raises Failure if there is none any more."""
        try:
            return Path.cwd()
        except FileNotFoundError:
            why, next_step = "the current folder was removed", "Change to a folder that exists, and run it again."
        raise Failure(f"cannot {self.task}", why, next_step)

    @property
    def unit(self) -> str:
        """The tenant unit, and what names it, as a question says it."""
        profile, base_url = self.settings.profile, self.settings.base_url
        if profile.value is None:
            return f"{base_url.value} (named by {base_url.origin})"
        return f"{profile.value} ({base_url.value}, named by {profile.origin})"

    @property
    def form(self) -> str:
        """The form of the output, as far as it is known: before the options are read, as the line seems to ask."""
        known = vars(self).get("settings")
        named = self.output or self.asked_form or (known.output.value if known else os.environ.get("INSTANAKIT_OUTPUT"))
        return named or "table"

    @property
    def is_for_programs(self) -> bool:
        """Whether errors and warnings are written as JSON."""
        return self.form in {"json", "jsonl"}

    @contextmanager
    def client(self, task: str, **options: Any) -> Generator["Instana"]:
        """Open a client for a task; `options` count more than the settings."""
        from instanakit import Instana  # noqa: PLC0415 (help and completion need no client)
        from instanakit.cli.light import lightened  # noqa: PLC0415 (likewise)
        from instanakit.cli.telling import told  # noqa: PLC0415 (likewise)

        self.task = task
        with (
            told(self.warnings, debug=self.debug),
            Instana(**lightened(self.settings.client_options() | options, os.environ)) as instana,
        ):
            yield instana

    def wrote(self, what: str, internal_id: str | None = None) -> None:
        """Take note of what was written: from here on only showing it can fail, and then that it was done is said."""
        self.task, self.left, self.internal_id = "show the result", what, internal_id

    def show(self, shown: "Listing | Record") -> Sequence[str]:
        """Write a result to standard output, whole; return the columns that found no place."""
        text, dropped = self._rendered(shown, sys.stdout)
        self.write(text)
        if dropped:
            self.say(f"too narrow for: {', '.join(dropped)}; see {_options_for_more()}")
        return dropped

    def show_aside(self, shown: "Listing | Record") -> None:
        """Write a result to standard error, where standard output is for something else."""
        if not self.quiet:
            sys.stderr.write(self._rendered(shown, sys.stderr)[0])

    def _rendered(self, shown: "Listing | Record", stream: TextIO) -> tuple[str, list[str]]:
        from instanakit.cli.output import render  # noqa: PLC0415 (help needs none)
        from instanakit.cli.terminal import style  # noqa: PLC0415 (likewise)

        rendered = render(shown, self.settings.output.value, style(self, stream), self.warnings)
        if self.form == "json":
            self.warnings.clear()
        return rendered

    def write(self, text: str) -> None:
        """Write data to standard output, at once; what its encoding lacks is escaped."""
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """Tell a person something that is not data."""
        if not self.quiet and self.form == "table":
            sys.stderr.write(f"{text}\n")

    def say_warnings(self) -> None:
        """Write the warnings that no result has carried, at the end of the command."""
        found = [*self.warnings]
        self.warnings.clear()
        if self.quiet or not found:
            return
        if self.is_for_programs:
            from instanakit.cli.output import dump  # noqa: PLC0415 (few commands warn)

            sys.stderr.write(dump({"warnings": found}))
        else:
            from instanakit.cli.output import escape  # noqa: PLC0415 (likewise)

            sys.stderr.write("".join(f"warning: {escape(warning)}\n" for warning in found))

    @property
    def is_attended(self) -> bool:
        """Whether there is somebody to ask."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def refuse_unattended(self, *, yes: bool) -> None:
        """Raise, before anything is asked of the server, if `--yes` is missing and nobody can be asked."""
        if not yes and not self.is_attended:
            why = "it destroys something, and there is no terminal to ask at"
            or_look = ", or --dry-run to see it" if takes("dry_run") else ""
            next_step = f"Add --yes if that is what you want{or_look}."
            raise Failure(f"cannot {self.task}", why, next_step, Exit.USAGE)

    def confirm(self, text: str) -> None:
        """Ask before something is destroyed; anything but yes ends the command."""
        from instanakit.cli.output import escape  # noqa: PLC0415 (few commands ask)

        for line in text.splitlines():
            sys.stderr.write(f"{escape(line)}\n")
        try:
            is_agreed = click.confirm("Go on?", err=True)
        except click.Abort:
            sys.stderr.write("\n")
            raise
        if not is_agreed:
            raise Failure(f"did not {self.task}", "the answer was no", "Nothing was changed.")
