"""Where the documentation says more about a failure: the one rule that leads from a kind of error to its section."""

import click

from instanakit.cli.failure import Failure
from instanakit.errors import InstanaError

PAGE = "docs/errors.md"
# The first kind that fits counts. A class of the library has a section of its own.
SECTIONS: tuple[tuple[type[BaseException], str], ...] = (
    (click.UsageError, "wrong-usage"),
    (Failure, "failure"),
    (KeyboardInterrupt, "interrupted"),
    (click.exceptions.Abort, "interrupted"),
    (OSError, "files-and-streams"),
    (BaseException, "unexpected-error"),
)


def place_of(error: BaseException) -> str:
    """Name the section about an error: the page in the repository, and the anchor, which the site has too."""
    return f"{PAGE}#{_anchor(type(error))}"


def _anchor(kind: type[BaseException]) -> str:
    if issubclass(kind, InstanaError):
        # What applications can catch is in a module `errors`; the rest is said where its base is.
        return next(base for base in kind.__mro__ if base.__module__.endswith(".errors")).__name__.lower()
    return next(anchor for base, anchor in SECTIONS if issubclass(kind, base))
