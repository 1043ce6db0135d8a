"""What a command works with: what was said on the command line, the client it leads to, and where its words go."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from instanakit.cli.exits import Exit
from instanakit.cli.output import Listing, Record, Style, render
from instanakit.cli.output.escape import escape

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.profiles import Resolved


class Failure(click.ClickException):
    """A command that ends without success, and says what, why, and what next."""

    def __init__(self, what: str, why: str, next_step: str, status: Exit = Exit.ERROR) -> None:
        super().__init__(what)
        self.what, self.why, self.next_step, self.status = what, why, next_step, status


@attrs.define(slots=False)
class Session:
    """One run of the command line. Flags that were not given are None."""

    profile: str | None = None
    base_url: str | None = None
    output: str | None = None
    color: str | None = None
    quiet: bool = False
    debug: bool = False
    task: str = "run the command"
    warnings: list[str] = attrs.field(factory=list)
    now: datetime = attrs.field(factory=lambda: datetime.now(UTC))

    @cached_property
    def settings(self) -> "Resolved":
        """All settings with their origins; see docs/profiles.md."""
        from instanakit.profiles import resolve  # noqa: PLC0415 (help needs none)

        flags = {"profile": self.profile, "base_url": self.base_url, "output": self.output, "color": self.color}
        return resolve(**flags, environ=os.environ, cwd=Path.cwd())

    @property
    def form(self) -> str:
        """The form of the output, as far as it is known."""
        known = vars(self).get("settings")
        return self.output or (known.output.value if known else os.environ.get("INSTANAKIT_OUTPUT")) or "table"

    @contextmanager
    def client(self, task: str) -> Iterator["Instana"]:
        """Open a client for a task, named as in 'cannot <task>'."""
        from instanakit import Instana  # noqa: PLC0415 (help and completion need no client)

        self.task = task
        with Instana(**self.settings.client_options()) as instana, _told(on=self.debug):
            yield instana

    def show(self, shown: Listing | Record) -> None:
        """Write a result to standard output, whole."""
        text, dropped = render(shown, self.settings.output.value, self._style(), self.warnings)
        self.write(text)
        if self.form == "json":
            self.warnings.clear()
        if dropped:
            self.say(f"too narrow for: {', '.join(dropped)}; see --fields and -o")

    def write(self, text: str) -> None:
        """Write data to standard output, at once."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """Tell a person something that is not data."""
        if not self.quiet and self.form == "table":
            sys.stderr.write(f"{text}\n")

    @property
    def is_attended(self) -> bool:
        """Whether there is somebody to ask."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def _style(self) -> Style:
        is_terminal = sys.stdout.isatty()
        width = os.get_terminal_size(sys.stdout.fileno()).columns if is_terminal else None
        return Style(width, self.has_colour(is_terminal=is_terminal), self.now)

    def has_colour(self, *, is_terminal: bool) -> bool:
        """Whether to write in colour: as asked, else NO_COLOR and FORCE_COLOR count, else a terminal gets it."""
        chosen = self.settings.color.value
        if chosen != "auto":
            return bool(chosen == "always")
        if os.environ.get("NO_COLOR"):
            return False
        return bool(os.environ.get("FORCE_COLOR")) or (is_terminal and os.environ.get("TERM") != "dumb")

    def refuse_unattended(self, *, yes: bool) -> None:
        """Raise, before anything is asked of the server, if `--yes` is missing and nobody can be asked."""
        if not yes and not self.is_attended:
            why = "it destroys something, and there is no terminal to ask at"
            next_step = "Add --yes if that is what you want, or --dry-run to see it."
            raise Failure(f"cannot {self.task}", why, next_step, Exit.USAGE)

    def confirm(self, text: str) -> None:
        """Ask before something is destroyed; anything but yes ends the command."""
        for line in text.splitlines():
            sys.stderr.write(f"{escape(line)}\n")
        if not click.confirm("Go on?", err=True):
            raise click.Abort


@contextmanager
def _told(*, on: bool) -> Iterator[None]:
    """Write each request, answer and wait to standard error, as the library logs it: without a secret."""
    logger, handler = logging.getLogger("instanakit"), logging.StreamHandler()
    handler.setFormatter(logging.Formatter("debug: %(message)s"))
    if on:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


class Warnings(logging.Handler):
    """Collects what the library warns of, for the end of the command."""

    def __init__(self, session: Session) -> None:
        super().__init__(logging.WARNING)
        self._session = session

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        self._session.warnings.append(record.getMessage())
