"""What the signatures of the façade are made with: KEEP and its like, and documentation written once. A leaf."""

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


class Keep(Enum):
    """The type of KEEP."""

    KEEP = "KEEP"

    def __repr__(self) -> str:
        return self.value


class KeepLifetime(Enum):
    """The type of KEEP_LIFETIME."""

    KEEP_LIFETIME = "KEEP_LIFETIME"

    def __repr__(self) -> str:
        return self.value


class Inherit(Enum):
    """The type of INHERIT."""

    INHERIT = "INHERIT"

    def __repr__(self) -> str:
        return self.value


KEEP: Final = Keep.KEEP
KEEP_LIFETIME: Final = KeepLifetime.KEEP_LIFETIME
INHERIT: Final = Inherit.INHERIT


def documented_by(original: object) -> Callable[[F], F]:
    """Give a method the documentation of the one that does the same in the other colour."""

    def decorate(method: F) -> F:
        method.__doc__ = original.__doc__
        return method

    return decorate
