"""How bad a finding is, and whether it is one or could not be told."""

from enum import StrEnum

from instanakit.errors import ConfigurationError


class Severity(StrEnum):
    """From low to critical; `rank` orders them, the worst highest."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return _RANKS[self]

    @classmethod
    def named(cls, name: str) -> "Severity":
        """Return the one of this name. Raises ConfigurationError if there is none."""
        if name not in list(cls):
            message = f"There is no severity {name!r}"
            raise ConfigurationError(message, hint=f"Severities are {', '.join(cls)}.")
        return cls(name)


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Outcome(StrEnum):
    """What a rule came to, unless it passed."""

    FAIL = "fail"
    CANNOT_CHECK = "cannot-check"
