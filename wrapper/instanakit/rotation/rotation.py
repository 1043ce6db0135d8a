"""Rotation: one rotation of a token as a user sees it."""

from datetime import datetime, timedelta

import attrs

from instanakit.rotation.state import State


@attrs.frozen(kw_only=True)
class Rotation:
    """A rotation: the token `internal_id` is replaced by `new_internal_id`, whose secret is in `sink`.

    `grace_ends_at` is when the old token may be deleted, once PROMOTED; `problem` says why it was rolled back.
    """

    rid: str
    state: State
    base_url: str
    internal_id: str
    new_internal_id: str
    name: str
    sink: str
    grace: timedelta
    started_at: datetime
    changed_at: datetime
    grace_ends_at: datetime | None = None
    problem: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is done, or rolled back."""
        return self.state.is_over

    @property
    def marker(self) -> str:
        """The end of the new token's name while the rotation is in progress."""
        return f" [rotation {self.rid} of {self.internal_id}]"
