"""Says in the log, once in a process, that a server has flags that this build does not know."""

import logging
from threading import Lock

from instanakit.models import Token, unknown_flags_of

_told: set[str] = set()
_lock = Lock()
logger = logging.getLogger("instanakit")


def tell_of_unknown_flags(value: object) -> None:
    """Look at what a call returns; each flag is told once, however many clients there are."""
    tokens = [value] if isinstance(value, Token) else value
    if not isinstance(tokens, list) or not tokens or not isinstance(tokens[0], Token):
        return
    unknown = unknown_flags_of(tokens)
    with _lock:
        new = sorted(unknown - _told)
        _told.update(new)
    if new:
        logger.warning(
            "tokens have flags that this build of instanakit does not know: %s. They are kept as they are; "
            "a newer build may know them (told once)",
            ", ".join(new),
        )
