"""Keeper: what a unit tells of its changes. This one keeps nothing; the one of a state file keeps all."""

from collections.abc import Callable, Iterable
from typing import Literal, ParamSpec

from instanakit.sandbox.rules import Document
from instanakit.sandbox.undo import Undo

LogName = Literal["audit_log", "access_log"]
Given = ParamSpec("Given")


class Keeper:
    """Is told of each change, and of the moments when what was told must be kept."""

    def put(self, token: Document) -> None:
        """Keep a token that is new, or that has got a secret anew."""

    def used(self, token: Document) -> None:
        """Keep a token of which anything else has changed."""

    def deleted(self, internal_id: str) -> None:
        """Keep no longer what is gone."""

    def logged(self, log: LogName, entry: Document) -> None:
        """Keep the newest entry of a log."""

    def unless_kept(self, remember: Callable[Given, Undo], *given: Given.args, **named: Given.kwargs) -> None:
        """Remember what is to be changed, so as to change it back if that cannot be kept."""

    def order(self) -> list[str]:
        """Return the ids of the tokens that are kept, in their order; none if they cannot be read."""
        return []

    def commit(self) -> None:
        """Have everything kept that was told, or undo it and raise NotKeptError."""

    def only(self, tokens: Iterable[Document]) -> None:
        """Keep these tokens in the place of all that were told."""

    def close(self) -> None:
        """Have everything kept as `commit` does, and keep no more."""
