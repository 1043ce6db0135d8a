"""The states of a rotation, in the order in which they are reached. A leaf."""

from enum import StrEnum


class State(StrEnum):
    """How far a rotation is; CREATING, RETIRING and ROLLING_BACK say what is about to be done."""

    PLANNED = "PLANNED"
    STAGED = "STAGED"
    CREATING = "CREATING"
    CREATED = "CREATED"
    STORED = "STORED"
    VERIFIED = "VERIFIED"
    PROMOTED = "PROMOTED"
    GRACE = "GRACE"
    RETIRING = "RETIRING"
    DONE = "DONE"
    ROLLING_BACK = "ROLLING_BACK"
    ROLLED_BACK = "ROLLED_BACK"

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self in {State.DONE, State.ROLLED_BACK}

    @property
    def can_roll_back(self) -> bool:
        """Whether the old token is surely there still, as far as this rotation is concerned."""
        return self not in {State.RETIRING, State.DONE, State.ROLLED_BACK}
