"""Staging, promoting and taking back, for every sink with three slots.

Each step is one write or one removal, so a process that is killed leaves a state between two steps. The order of the
steps is such that the state tells what is left to do. Pure but for the slots.
"""

from abc import ABC, abstractmethod
from enum import Enum
from typing import Final, TypeAlias

from instanakit.secret import Secret


class Slot(Enum):
    """The slots, by what is added to the sink's own name."""

    CURRENT = ""
    PENDING = ".pending"
    PREVIOUS = ".previous"


class Nothing(Enum):
    """The type of NOTHING."""

    NOTHING = "nothing"


# What the previous slot holds if there was no value before: without it, restoring twice could not be told from
# restoring to no value, and would remove what the first time has restored.
NOTHING: Final = Nothing.NOTHING
Held: TypeAlias = Secret | Nothing | None


class Slots(ABC):
    """The three slots of a sink. A write is atomic and durable: the slot holds the former value or the new one."""

    @abstractmethod
    def read(self, slot: Slot) -> Held:
        """Return what a slot holds, None if it is not there."""

    @abstractmethod
    def write(self, slot: Slot, value: Secret | Nothing) -> None:
        """Put a value into a slot; only the previous one is given NOTHING."""

    @abstractmethod
    def remove(self, slot: Slot) -> None:
        """Make a slot be not there; it may not be there already."""

    @abstractmethod
    def check(self) -> None:
        """Refuse slots that could not be written."""


def held(slots: Slots, slot: Slot) -> Secret | None:
    """Return the secret in a slot, if there is one."""
    value = slots.read(slot)
    return value if isinstance(value, Secret) else None


def put(slots: Slots, secret: Secret) -> None:
    """Overwrite the current value, which is read first: what is no secret is not overwritten."""
    slots.read(Slot.CURRENT)
    slots.write(Slot.CURRENT, secret)


def put_new(slots: Slots, secret: Secret) -> bool:
    """Make a secret the current value if there is none; tell whether there was none."""
    is_free = held(slots, Slot.CURRENT) is None
    if is_free:
        slots.write(Slot.CURRENT, secret)
    return is_free


def stage(slots: Slots, secret: Secret) -> None:
    """Fill the pending slot."""
    # Pending, current and previous all there, the first two alike, is a promotion but for its last step. A secret that
    # is current already would look like one, with a previous value that is an older one's.
    if held(slots, Slot.PENDING) != secret and held(slots, Slot.CURRENT) == secret:
        slots.remove(Slot.PREVIOUS)
    slots.write(Slot.PENDING, secret)


def promote(slots: Slots) -> None:
    """Move the pending secret into the current slot, and the current one into the previous slot."""
    pending = held(slots, Slot.PENDING)
    if pending is None:
        return
    current = held(slots, Slot.CURRENT)
    if current != pending or slots.read(Slot.PREVIOUS) is None:
        slots.write(Slot.PREVIOUS, current or NOTHING)
        slots.write(Slot.CURRENT, pending)
    slots.remove(Slot.PENDING)


def restore(slots: Slots) -> None:
    """Move the previous value back into the current slot, if it was promotion that put it where it is."""
    pending, current, previous = (held(slots, Slot.PENDING), held(slots, Slot.CURRENT), slots.read(Slot.PREVIOUS))
    if pending is None or pending == current:
        if previous is NOTHING:
            slots.remove(Slot.CURRENT)
        elif previous is not None:
            slots.write(Slot.CURRENT, previous)
    # In this order: a pending secret that is not current says that nothing is to be moved back any more.
    slots.remove(Slot.PREVIOUS)
    slots.remove(Slot.PENDING)
