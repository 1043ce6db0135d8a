"""Sink: what all kinds have in common."""

from abc import ABC, abstractmethod
from typing import NoReturn

from instanakit.secret import Secret
from instanakit.sinks.errors import SinkError
from instanakit.sinks.fit import check_fit


class Sink(ABC):
    """A place for a new secret. `spec` names it, in a form that `parse_sink` takes.

    `can_stage` says whether it has a pending slot beside the current value, `can_read_back` whether it tells what it
    holds, `keeps_previous` whether the former value is kept until it is dropped. Every method may raise SinkError.
    """

    spec: str
    can_stage: bool = False
    can_read_back: bool = False
    keeps_previous: bool = False

    def __repr__(self) -> str:
        return f"<Sink {self.spec}>"

    @abstractmethod
    def check(self) -> None:
        """Raise SinkError if the sink cannot be written; change nothing."""

    def put(self, secret: Secret, *, replace: bool = True) -> None:
        """Make the secret the current value, in the place of the one that is there.

        Without `replace`, a sink that can read back raises SinkError instead if there is one, however late it came.
        Raises SinkError for a secret that is no single line of text, too.
        """
        check_fit(secret, self.spec, "written")
        if replace:
            self._put(secret)
        else:
            self._put_new(secret)

    @abstractmethod
    def _put(self, secret: Secret) -> None: ...

    def _put_new(self, secret: Secret) -> None:
        """Put the secret where there is none; a sink that does not know what it holds takes it like any other."""
        self._put(secret)

    def stage(self, secret: Secret) -> None:  # noqa: ARG002 (those that can stage use it)
        """Put the secret into the pending slot, durably; the current value stays."""
        self._cannot_stage()

    def pending(self) -> Secret | None:
        """Return the secret that is staged, None if none is."""
        self._cannot_stage()

    def current(self) -> Secret | None:
        """Return the current value, None if there is none."""
        self._cannot_stage()

    def previous(self) -> Secret | None:
        """Return the value that `promote` replaced, None if there was none or it was dropped."""
        self._cannot_stage()

    def promote(self) -> None:
        """Make the pending secret the current value and keep the former one as previous.

        Called again after it was interrupted, it finishes; with nothing pending it does nothing.
        """
        self._cannot_stage()

    def discard(self) -> None:
        """Drop the pending secret."""
        self._cannot_stage()

    def restore(self) -> None:
        """Undo `promote`, finished or not: the former value is current again, nothing is pending or previous.

        Where there was no value before, there is none afterwards. Called again it does nothing.
        """
        self._cannot_stage()

    def drop_previous(self) -> None:
        """Drop the value that `promote` replaced; from then on it cannot be undone."""
        self._cannot_stage()

    def _cannot_stage(self) -> NoReturn:
        message = f"The sink {self.spec} has no pending, current and previous value that could be read or moved"
        raise SinkError(message, hint="Use a sink of the kind file, env or keyring.")
