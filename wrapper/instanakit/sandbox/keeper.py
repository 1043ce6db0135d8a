"""Keeper: what a unit tells of its changes. This one keeps nothing; the one of a state file keeps all."""

from collections.abc import Iterable
from typing import Literal

from instanakit.sandbox.rules import Document

LogName = Literal["audit_log", "access_log"]


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

    def commit(self) -> None:
        """Have everything kept that was told."""

    def close(self, tokens: Iterable[Document] | None) -> None:
        """Keep no more; of the tokens these, if any are given, in the place of all that were told."""
