"""What one check of the doctor found."""

from enum import StrEnum

import attrs


class Result(StrEnum):
    """How a check ended."""

    FINE = "fine"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@attrs.frozen
class Finding:
    """One line: what was checked, how it ended, what was seen, and what to do next ("" if nothing)."""

    check: str
    result: Result
    seen: str
    next_step: str = ""
