"""Acts on this machine as steps of a flow: their errors are raised in the flow, where they can be dealt with."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from instanakit._flows import Do, Flow
from instanakit.errors import InstanaError

T = TypeVar("T")


def local(act: Callable[..., T], *arguments: Any) -> Flow[T]:
    """Do something that may block, and return what it returns; an InstanaError of it is raised here."""
    result, error = yield Do(partial(_caught, act, arguments))
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def _caught(act: Callable[..., T], arguments: tuple[Any, ...]) -> tuple[T | None, InstanaError | None]:
    try:
        return act(*arguments), None
    except InstanaError as error:
        return None, error
