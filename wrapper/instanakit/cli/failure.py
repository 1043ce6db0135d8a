"""Failure: a command that ends without success."""

import click

from instanakit.cli.exits import Exit


class Failure(click.ClickException):
    """A command that ends without success, and says what, why, and what next."""

    def __init__(self, what: str, why: str, next_step: str, status: Exit = Exit.ERROR) -> None:
        super().__init__(what)
        self.what, self.why, self.next_step, self.status = what, why, next_step, status
