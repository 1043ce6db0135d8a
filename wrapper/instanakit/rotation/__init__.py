"""Rotation of a token without a moment of loss; docs/rotation.md says what happens at a crash."""

from instanakit._defaults import KEEP_LIFETIME
from instanakit.rotation.errors import JournalError, RotationError, RotationInProgressError
from instanakit.rotation.rotation import Rotation
from instanakit.rotation.state import State

__all__ = ["KEEP_LIFETIME", "JournalError", "Rotation", "RotationError", "RotationInProgressError", "State"]
