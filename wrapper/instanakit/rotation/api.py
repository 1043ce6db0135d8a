"""`instana.rotations`, sync and async: the rotations of a tenant unit that the journal knows."""

import builtins
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from instanakit._defaults import INHERIT, documented_by
from instanakit._flows import Flow, Terms
from instanakit._wire import AsyncWire, Deadline, Options, Retry, SyncWire
from instanakit.profiles import state_path
from instanakit.rotation import flows
from instanakit.rotation.journal import Journal
from instanakit.rotation.plan import Expiry
from instanakit.rotation.planning import Place, Wanted
from instanakit.rotation.rotation import Rotation
from instanakit.sinks import Sink


def place_of(wire: SyncWire | AsyncWire) -> Place:
    """Return where a client's rotations are carried out."""
    settings = wire.settings
    return Place(base_url=settings.base_url, credential=settings.credential, journal=Journal(state_path()))


def begin(
    wire: SyncWire | AsyncWire,
    internal_id: str,
    sink: Sink,
    grace: timedelta,
    expires_at: Expiry,
    *,
    own: bool,
) -> Callable[[Terms], Flow[Rotation]]:
    """Return the flow of a rotation that begins."""
    wanted = Wanted(internal_id=internal_id, sink=sink, grace=grace, expires_at=expires_at, is_own=own)
    return partial(flows.rotate, place=place_of(wire), wanted=wanted)


def list_of(wire: SyncWire | AsyncWire) -> Callable[[Terms], Flow[builtins.list[Rotation]]]:
    """Return the flow that lists the rotations of a client's tenant unit."""
    return partial(flows.list_rotations, place=place_of(wire))


class Rotations:
    """The rotations that were begun on this machine, of tokens of this tenant unit.

    All methods raise JournalError, and nothing is changed, if the journal cannot be used.
    """

    def __init__(self, wire: SyncWire) -> None:
        self._wire = wire

    def list(self) -> builtins.list[Rotation]:
        """Return all rotations, the oldest first. Nothing is sent."""
        return self._wire.run(flows.list_rotations, Options(), place_of(self._wire))

    def get(self, rid: str) -> Rotation:
        """Return one rotation. Nothing is sent. Raises RotationError if there is none."""
        return self._wire.run(flows.get, Options(), place_of(self._wire), rid)

    def resume(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation:
        """Go on with a rotation as far as that is possible now; its `state` says how far that is.

        One whose grace period runs stays in GRACE; one that is over is returned. Raises RotationError, SinkError or
        APIError; it can be resumed again unless it says that it was rolled back.
        """
        return self._wire.run(flows.resume, Options(deadline, retry), place_of(self._wire), rid)

    def rollback(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation:
        """Go back to how it was: the sink has its former secret, the new token is deleted.

        Raises RotationError if the old token is being deleted, or gone, and what `resume` raises.
        """
        return self._wire.run(flows.roll_back, Options(deadline, retry), place_of(self._wire), rid)


class AsyncRotations:
    """The rotations that were begun on this machine, for asyncio: the methods of Rotations, to be awaited."""

    def __init__(self, wire: AsyncWire) -> None:
        self._wire = wire

    @documented_by(Rotations.list)
    async def list(self) -> builtins.list[Rotation]:
        return await self._wire.run(flows.list_rotations, Options(), place_of(self._wire))

    @documented_by(Rotations.get)
    async def get(self, rid: str) -> Rotation:
        return await self._wire.run(flows.get, Options(), place_of(self._wire), rid)

    @documented_by(Rotations.resume)
    async def resume(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation:
        return await self._wire.run(flows.resume, Options(deadline, retry), place_of(self._wire), rid)

    @documented_by(Rotations.rollback)
    async def rollback(self, rid: str, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Rotation:
        return await self._wire.run(flows.roll_back, Options(deadline, retry), place_of(self._wire), rid)
