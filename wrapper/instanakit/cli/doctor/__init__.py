"""The doctor: what stands between here and the tenant unit, and what to do about it."""

from instanakit.cli.doctor.examine import examine, failed
from instanakit.cli.doctor.finding import Finding, Result

__all__ = ["Finding", "Result", "examine", "failed"]
