"""Failure: a command that ends without success."""

from typing import TYPE_CHECKING

import click

from instanakit.cli.exits import Exit

if TYPE_CHECKING:
    from instanakit.errors import InstanaError


class Failure(click.ClickException):
    """A command that ends without success, and says what, why, and what next; `error` is what the library said."""

    def __init__(
        self,
        what: str,
        why: str,
        next_step: str,
        status: Exit = Exit.ERROR,
        error: "InstanaError | None" = None,
    ) -> None:
        super().__init__(what)
        self.what, self.why, self.next_step, self.status, self.error = what, why, next_step, status, error

    @property
    def reason(self) -> str:
        """Why, and what next, in one text."""
        return f"{self.why}. {self.next_step}"
