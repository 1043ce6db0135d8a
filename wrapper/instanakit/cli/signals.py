"""SIGTERM and SIGHUP end a command as Ctrl-C does: what is half done is undone, or what is left is told."""

import signal
from typing import NoReturn

from instanakit.cli.exits import Exit

_BY_SIGNAL = {name: 128 + getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)}


class Ended(KeyboardInterrupt):
    """The process is told to end, by a signal of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name, self.status = name, Exit(_BY_SIGNAL[name])


def raise_on_signals() -> None:
    """Let the signals that end a process raise Ended; one that is ignored, as under nohup, stays so."""
    for name in _BY_SIGNAL:
        if signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
            signal.signal(getattr(signal, name), _raise)


def leave_signals() -> None:
    """Let the signals end the process at once again, where something else sees to them."""
    for name in _BY_SIGNAL:
        if signal.getsignal(getattr(signal, name)) is _raise:
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def _raise(number: int, _frame: object) -> NoReturn:
    # What undoes things is not to be ended in its turn: a terminal that is closed sends more than one.
    for name in _BY_SIGNAL:
        if signal.getsignal(getattr(signal, name)) is _raise:
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise Ended(signal.Signals(number).name)


def exit_of_interruption(error: BaseException) -> Exit:
    """Return the status of a command that was interrupted: 128 and the signal's number."""
    return error.status if isinstance(error, Ended) else Exit.INTERRUPTED


def how_interrupted(error: BaseException) -> str:
    """Say what interrupted a command."""
    return f"interrupted by {error.name}" if isinstance(error, Ended) else "interrupted"
