"""Says in the log, once in a process, that a server has flags that this build does not know."""

import logging
from threading import Lock

from instanakit.models import Token, unknown_flags_of

# A server that makes up names without an end fills neither the log nor the memory of the process.
_MOST, _LONGEST = 1000, 100
_told: set[str] = set()
_lock = Lock()
logger = logging.getLogger("instanakit")


def tell_of_unknown_flags(value: object) -> None:
    """Look at what a call returns; each flag is told once, however many clients there are."""
    tokens = [value] if isinstance(value, Token) else value
    if not isinstance(tokens, list) or not tokens or not isinstance(tokens[0], Token):
        return
    unknown = {name for name in unknown_flags_of(tokens) if len(name) <= _LONGEST}
    with _lock:
        new = sorted(unknown - _told)[: _MOST - len(_told)]
        _told.update(new)
    if new:
        logger.warning(
            "tokens have flags that this build of instanakit does not know: %s. They are kept as they are; "
            "a newer build may know them (told once)",
            ", ".join(new),
        )
