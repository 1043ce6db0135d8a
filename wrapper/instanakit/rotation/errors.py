"""RotationError: why a rotation was refused, or stopped, and what goes on with it. A leaf."""

from instanakit.errors import InstanaError


class RotationError(InstanaError):
    """A rotation was refused or stopped: what, why, what to do next. `rid` names it, if there is one."""


class RotationInProgressError(RotationError):
    """The token is being rotated already, by this or by another operator."""


class JournalError(RotationError):
    """The journal cannot be used: nothing is begun, and what is in progress can be resumed later."""
