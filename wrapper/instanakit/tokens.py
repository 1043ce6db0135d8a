"""The token methods, sync and async: what a user calls, with its documentation; the work is in the flows."""

import builtins
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from instanakit import _flows
from instanakit._defaults import INHERIT, KEEP, KEEP_LIFETIME, Keep, KeepLifetime, documented_by
from instanakit._flows.update import change
from instanakit._settings import hide
from instanakit._wire import AsyncWire, Deadline, Options, Retry, SyncWire
from instanakit.models import Token, unknown_flags_of
from instanakit.secret import Secret

if TYPE_CHECKING:
    from instanakit.hygiene import Baseline, Policy, Report
    from instanakit.rotation import Rotation
    from instanakit.sinks import Sink


class Tokens:
    """The API tokens of the tenant unit; every method needs the permission `canConfigureApiTokens`.

    All methods take `deadline`, the seconds that a call may take in all, and `retry`; left out they are the client's,
    and None means none. All raise ConfigurationError before anything is sent, or APIError.
    """

    def __init__(self, wire: SyncWire) -> None:
        self._wire = wire

    def list(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> builtins.list[Token]:
        """Return all tokens, secrets masked; an empty list if there are none."""
        return self._wire.run(_flows.list_tokens, Options(deadline, retry))

    def get(self, internal_id: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token:
        """Return one token, its secret masked. Raises NotFoundError if there is none."""
        return self._wire.run(_flows.get_token, Options(deadline, retry), internal_id)

    def create(
        self,
        name: str,
        *,
        permissions: Iterable[str] = (),
        limited_scopes: Iterable[str] = (),
        expires_at: datetime | None = None,
        allow_unknown: bool = False,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> Token:
        """Create a token and return it with its `secret`, which cannot be read again later.

        `permissions` and `limited_scopes` are wire names; one that this build does not know is refused unless
        `allow_unknown`. `expires_at` has a time zone; None: never. What the server stored differently is in
        `corrections`. Raises OutcomeUnknownError, with the internal id, if the answer was lost.
        """
        options = Options(deadline, retry)
        names = (permissions, limited_scopes)
        return self._wire.run(_flows.create_token, options, name, *names, expires_at, allow_unknown=allow_unknown)

    def update(
        self,
        internal_id: str,
        *,
        name: str | Keep = KEEP,
        grant: Iterable[str] = (),
        revoke: Iterable[str] = (),
        limit_scopes: Iterable[str] = (),
        unlimit_scopes: Iterable[str] = (),
        expires_at: datetime | Keep | None = KEEP,
        secret: str | Secret | None = None,
        allow_unknown: bool = False,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> Token:
        """Change the named fields of a token, and nothing else; what this build does not know goes back as it came.

        `grant` and `revoke` turn permissions on and off, `limit_scopes` and `unlimit_scopes` limited scopes.
        `expires_at=None` removes the expiry. `secret` is sent as the token's secret, and returned; left out, the mask
        that the server showed goes back, unless the client has `masked_secret="refuse"`. If nothing differs, nothing is
        sent. Raises NotFoundError if there is no such token.
        """
        secret = hide(secret)
        flags = (grant, revoke, limit_scopes, unlimit_scopes)
        wanted = change(name, *flags, expires_at, secret, allow_unknown=allow_unknown)
        return self._wire.run(_flows.update_token, Options(deadline, retry), internal_id, wanted)

    def delete(
        self, internal_id: str, *, missing_ok: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT
    ) -> None:
        """Delete a token for good. Raises NotFoundError if there is none, unless `missing_ok`."""
        return self._wire.run(_flows.delete_token, Options(deadline, retry), internal_id, missing_ok=missing_ok)

    def check(
        self,
        *,
        policy: "Policy | None" = None,
        baseline: "Baseline | None" = None,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> "Report":
        """Check which tokens are dangerous, and why; see docs/hygiene.md.

        `policy` is what the rules are checked with, the packaged one if it is left out; `baseline` what the tokens are
        compared with. The time is the server's; rotations in progress are those of this machine's journal.
        """
        from instanakit._checking import checking  # noqa: PLC0415 (the core imports no subpackage)

        return self._wire.run(checking(self._wire, policy, baseline), Options(deadline, retry))

    def rotate(
        self,
        internal_id: str,
        *,
        sink: "Sink",
        grace: timedelta = timedelta(hours=24),
        expires_at: datetime | KeepLifetime | None = KEEP_LIFETIME,
        own: bool = False,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> "Rotation":
        """Replace a token by a new one with the same permissions, whose secret goes into `sink`; see docs/rotation.md.

        Returns when the grace period runs, in which both work; `instana.rotations.resume` deletes the old token when it
        has ended, or this call does if `grace` is nothing. `expires_at` is the new token's: the old lifetime anew, a
        time, or None for never. `own` says that the old token is the one this client authenticates with. Raises
        RotationError if the token is being rotated already, SinkError, APIError.
        """
        from instanakit.rotation.api import begin  # noqa: PLC0415 (the core imports no subpackage)

        return self._wire.run(
            begin(self._wire, internal_id, sink, grace, expires_at, own=own), Options(deadline, retry)
        )

    def unknown_permissions(self, tokens: Iterable[Token]) -> builtins.list[str]:
        """Return the wire names of the flags of these tokens, on or off, that this build does not know.

        They are permissions and limited scopes of a newer server; nothing is sent. Updates keep them as they are.
        """
        return sorted(unknown_flags_of(tokens))


class AsyncTokens:
    """The API tokens of the tenant unit, for asyncio: the methods of Tokens, to be awaited."""

    def __init__(self, wire: AsyncWire) -> None:
        self._wire = wire

    @documented_by(Tokens.list)
    async def list(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> builtins.list[Token]:
        return await self._wire.run(_flows.list_tokens, Options(deadline, retry))

    @documented_by(Tokens.get)
    async def get(self, internal_id: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Token:
        return await self._wire.run(_flows.get_token, Options(deadline, retry), internal_id)

    @documented_by(Tokens.create)
    async def create(
        self,
        name: str,
        *,
        permissions: Iterable[str] = (),
        limited_scopes: Iterable[str] = (),
        expires_at: datetime | None = None,
        allow_unknown: bool = False,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> Token:
        options = Options(deadline, retry)
        names = (permissions, limited_scopes)
        return await self._wire.run(_flows.create_token, options, name, *names, expires_at, allow_unknown=allow_unknown)

    @documented_by(Tokens.update)
    async def update(
        self,
        internal_id: str,
        *,
        name: str | Keep = KEEP,
        grant: Iterable[str] = (),
        revoke: Iterable[str] = (),
        limit_scopes: Iterable[str] = (),
        unlimit_scopes: Iterable[str] = (),
        expires_at: datetime | Keep | None = KEEP,
        secret: str | Secret | None = None,
        allow_unknown: bool = False,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> Token:
        secret = hide(secret)
        flags = (grant, revoke, limit_scopes, unlimit_scopes)
        wanted = change(name, *flags, expires_at, secret, allow_unknown=allow_unknown)
        return await self._wire.run(_flows.update_token, Options(deadline, retry), internal_id, wanted)

    @documented_by(Tokens.delete)
    async def delete(
        self, internal_id: str, *, missing_ok: bool = False, deadline: Deadline = INHERIT, retry: Retry = INHERIT
    ) -> None:
        return await self._wire.run(_flows.delete_token, Options(deadline, retry), internal_id, missing_ok=missing_ok)

    @documented_by(Tokens.check)
    async def check(
        self,
        *,
        policy: "Policy | None" = None,
        baseline: "Baseline | None" = None,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> "Report":
        from instanakit._checking import checking  # noqa: PLC0415 (likewise)

        return await self._wire.run(checking(self._wire, policy, baseline), Options(deadline, retry))

    @documented_by(Tokens.rotate)
    async def rotate(
        self,
        internal_id: str,
        *,
        sink: "Sink",
        grace: timedelta = timedelta(hours=24),
        expires_at: datetime | KeepLifetime | None = KEEP_LIFETIME,
        own: bool = False,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> "Rotation":
        from instanakit.rotation.api import begin  # noqa: PLC0415 (the core imports no subpackage)

        flow = begin(self._wire, internal_id, sink, grace, expires_at, own=own)
        return await self._wire.run(flow, Options(deadline, retry))

    @documented_by(Tokens.unknown_permissions)
    async def unknown_permissions(self, tokens: Iterable[Token]) -> builtins.list[str]:
        return sorted(unknown_flags_of(tokens))
