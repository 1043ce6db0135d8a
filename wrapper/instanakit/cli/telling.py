"""What the library logs while a command runs: warnings are kept for its end, the rest is told with `--debug`."""

import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager


class _Warnings(logging.Handler):
    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, each once."""
        if record.getMessage() not in self._found:
            self._found.append(record.getMessage())


@contextmanager
def told(warnings: list[str], *, debug: bool) -> Generator[None]:
    """Keep warnings; write each request, answer and wait to standard error if asked, as logged: without a secret."""
    logger, handlers, former = logging.getLogger("instanakit"), list[logging.Handler]([_Warnings(warnings)]), None
    if debug:
        handlers.append(logging.StreamHandler(sys.stderr))
        handlers[-1].setFormatter(logging.Formatter("debug: %(message)s"))
        handlers[-1].addFilter(lambda record: record.levelno < logging.WARNING)
        former = logger.level
        logger.setLevel(logging.DEBUG)
    for handler in handlers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
        if former is not None:
            logger.setLevel(former)
