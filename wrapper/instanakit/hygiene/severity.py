"""How bad a finding is, and whether it is one or could not be told."""

from enum import StrEnum


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


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Outcome(StrEnum):
    """What a rule came to, unless it passed."""

    FAIL = "fail"
    CANNOT_CHECK = "cannot-check"
