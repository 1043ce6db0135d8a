"""The exit statuses of the command line, and which of them an error stands for."""

from enum import IntEnum

from instanakit.errors import (
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    InstanaError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
)


class Exit(IntEnum):
    """What a command ends with; scripts rely on these, so they stay."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    FINDINGS = 3
    NOT_PERMITTED = 4
    NOT_FOUND = 5
    CONFLICT = 6
    RATE_LIMITED = 7
    PENDING = 8
    PARTLY_FAILED = 9
    OUTCOME_UNKNOWN = 10
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143


_BY_ERROR: dict[type[InstanaError], Exit] = {
    ConfigurationError: Exit.USAGE,
    AuthenticationError: Exit.NOT_PERMITTED,
    PermissionDeniedError: Exit.NOT_PERMITTED,
    NotFoundError: Exit.NOT_FOUND,
    ConflictError: Exit.CONFLICT,
    RateLimitError: Exit.RATE_LIMITED,
    OutcomeUnknownError: Exit.OUTCOME_UNKNOWN,
}
# By its name, since few commands load the package that has it.
_BY_NAME = {"RotationInProgressError": Exit.CONFLICT}


def exit_of(error: InstanaError) -> Exit:
    """Return the exit status that an error stands for."""
    named = _BY_NAME.get(type(error).__name__, Exit.ERROR)
    return next((status for kind, status in _BY_ERROR.items() if isinstance(error, kind)), named)
