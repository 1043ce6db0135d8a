"""Kept: a unit in a state file. It is read once, and written with each change."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from threading import Lock

import attrs

from instanakit.sandbox.checks import is_header_text
from instanakit.sandbox.keeper import Given, Keeper, LogName
from instanakit.sandbox.logs import KEPT_ENTRIES
from instanakit.sandbox.packing import packed, packed_entry, unpacked, unpacked_entry
from instanakit.sandbox.rules import Document
from instanakit.sandbox.statefile import Opened, opened
from instanakit.sandbox.trouble import NotKeptError, unreadable, unwritable
from instanakit.sandbox.undo import Undo

_PUT = """INSERT INTO token (internal_id, document, rank) VALUES (?, ?, ?)
ON CONFLICT (internal_id) DO UPDATE SET document = excluded.document, rank = excluded.rank"""
_KEEP = """INSERT INTO token (internal_id, document, rank) VALUES (?, ?, ?)
ON CONFLICT (internal_id) DO UPDATE SET document = excluded.document"""
_USED = "UPDATE token SET document = ? WHERE internal_id = ?"
_DELETE = "DELETE FROM token WHERE internal_id = ?"
_ORDER = "SELECT internal_id FROM token ORDER BY position"
_LOGS: dict[LogName, tuple[str, str, str]] = {
    "audit_log": (
        "SELECT entry FROM audit_log ORDER BY number",
        "INSERT INTO audit_log (entry) VALUES (?)",
        "DELETE FROM audit_log WHERE number <= (SELECT max(number) FROM audit_log) - ?",
    ),
    "access_log": (
        "SELECT entry FROM access_log ORDER BY number",
        "INSERT INTO access_log (entry) VALUES (?)",
        "DELETE FROM access_log WHERE number <= (SELECT max(number) FROM access_log) - ?",
    ),
}


@attrs.frozen
class Content:
    """What a state file holds: the owner's token, and what State remembers."""

    api_token: str = attrs.field(repr=False)
    tokens: list[Document] = attrs.field(factory=list, repr=False)
    secrets_since: list[int] = attrs.field(factory=list)  # for each token: larger, the later it got its secret
    logs: dict[LogName, list[Document]] = attrs.field(factory=dict, repr=False)


class StateFile(Keeper):
    """Keeps a unit in a state file. Raises ConfigurationError for what is none."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file: Opened = opened(path)
        self._lock = Lock()
        self._ranks = count(1)
        self._problem: NotKeptError | None = None
        # In their order; none before the first commit, until which there is no unit to go back to.
        self._undos: list[Undo] | None = None

    def read(self) -> Content | None:
        """Return what the file holds, None if it is a new one, or close it and raise ConfigurationError."""
        try:
            return self._read()
        except (sqlite3.Error, ValueError, TypeError, RecursionError) as error:
            problem = unreadable(self._file.name, error)
        self.abandon()
        raise problem

    def _read(self) -> Content | None:
        connection = self._file.connection
        owner = connection.execute("SELECT api_token FROM owner").fetchone()
        if owner is None:
            return None
        if not is_header_text(owner[0]):
            message = "no owner's token"
            raise ValueError(message)
        content = Content(owner[0])
        for document, rank in connection.execute("SELECT document, rank FROM token ORDER BY position"):
            content.tokens.append(unpacked(document))
            content.secrets_since.append(rank)
        for log, (select, _, _) in _LOGS.items():
            content.logs[log] = [unpacked_entry(entry) for (entry,) in connection.execute(select)]
        self._ranks = count(max(content.secrets_since, default=0) + 1)
        return content

    def owned_by(self, api_token: str) -> None:
        """Keep the token of the unit's owner."""
        self._write("DELETE FROM owner")
        self._write("INSERT INTO owner (api_token) VALUES (?)", api_token)

    def put(self, token: Document) -> None:
        """Keep a token that is new, or that has got a secret anew."""
        self._write(_PUT, _key(token["internalId"]), packed(token), next(self._ranks))

    def used(self, token: Document) -> None:
        """Keep a token of which anything else has changed."""
        self._write(_USED, packed(token), _key(token["internalId"]))

    def deleted(self, internal_id: str) -> None:
        """Keep no longer what is gone."""
        self._write(_DELETE, _key(internal_id))

    def logged(self, log: LogName, entry: Document) -> None:
        """Keep the newest entry of a log."""
        _, insert, forget = _LOGS[log]
        self._write(insert, packed_entry(entry))
        self._write(forget, KEPT_ENTRIES)

    def unless_kept(self, remember: Callable[Given, Undo], *given: Given.args, **named: Given.kwargs) -> None:
        """Remember what is to be changed, so as to change it back if that cannot be kept."""
        if self._undos is not None:
            self._undos.append(remember(*given, **named))

    def order(self) -> list[str]:
        """Return the ids of the tokens that are kept, in their order; none if they cannot be read."""
        with suppress(sqlite3.Error):
            return [_id(key) for (key,) in self._file.connection.execute(_ORDER)]
        return []

    def commit(self) -> None:
        """Have everything kept that was told, or undo it and raise NotKeptError."""
        with self._lock:
            self._carry_out(self._file.connection.commit)
            problem, self._problem = self._problem, None
            if problem is not None:
                with suppress(sqlite3.Error):
                    self._file.connection.rollback()
                for undo in reversed(self._undos or []):
                    undo()
            self._undos = []
        if problem is not None:
            raise problem

    def abandon(self) -> None:
        """Close the file without what was told since the last commit."""
        self._file.close()

    def only(self, tokens: Iterable[Document]) -> None:
        """Keep these tokens in the place of all that were told."""
        gone: set[bytes] = set()
        with self._lock:
            self._carry_out(lambda: gone.update(key for (key,) in self._file.connection.execute(_ORDER)))
        for token in tokens:
            key = _key(token["internalId"])
            gone.discard(key)
            self._write(_KEEP, key, packed(token), next(self._ranks))
        for key in gone:
            self._write(_DELETE, key)

    def close(self) -> None:
        """Have everything kept as `commit` does, and close the file."""
        try:
            self.commit()
        finally:
            self._file.close()

    def _write(self, statement: str, *values: object) -> None:
        with self._lock:
            self._carry_out(self._file.connection.execute, statement, values)

    def _carry_out(self, step: Callable[..., object], *arguments: object) -> None:
        # The first problem is told at the commit, far from the frames that hold secrets; nothing is written after it.
        if self._problem is None:
            try:
                step(*arguments)
            except sqlite3.Error as error:
                self._problem = unwritable(self._file.name, error)


def _key(internal_id: str) -> bytes:
    # JSON may write what is no character, and SQLite takes characters alone as a text.
    return internal_id.encode("utf-8", "surrogatepass")


def _id(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")
