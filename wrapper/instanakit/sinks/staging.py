"""StagingSink: a sink with a pending, a current and a previous slot."""

from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from instanakit.secret import Secret
from instanakit.sinks import slots
from instanakit.sinks.errors import failed, not_done
from instanakit.sinks.fit import check_fit
from instanakit.sinks.sink import Sink
from instanakit.sinks.slots import Slot, Slots

T = TypeVar("T")


class StagingSink(Sink):
    """A sink whose kind says how its slots are opened."""

    can_stage = True
    can_read_back = True
    keeps_previous = True

    @abstractmethod
    def _opened(self) -> AbstractContextManager[Slots]:
        """Open the slots, for nobody else meanwhile where the kind can see to it."""

    def _do(self, doing: str, act: Callable[[Slots], T]) -> T:
        try:
            with self._opened() as opened:
                return act(opened)
        except OSError as error:
            problem = failed(self.spec, doing, error)
        raise problem

    def check(self) -> None:
        self._do("written", lambda opened: opened.check())

    def _put(self, secret: Secret) -> None:
        self._do("written", lambda opened: slots.put(opened, secret))

    def _put_new(self, secret: Secret) -> None:
        if not self._do("written", lambda opened: slots.put_new(opened, secret)):
            hint = "Name another sink, or replace that secret if it may go."
            raise not_done(self.spec, "written", "it holds a secret already", hint)

    def stage(self, secret: Secret) -> None:
        check_fit(secret, self.spec, "written")
        self._do("written", lambda opened: slots.stage(opened, secret))

    def pending(self) -> Secret | None:
        return self._do("read", lambda opened: slots.held(opened, Slot.PENDING))

    def current(self) -> Secret | None:
        return self._do("read", lambda opened: slots.held(opened, Slot.CURRENT))

    def previous(self) -> Secret | None:
        return self._do("read", lambda opened: slots.held(opened, Slot.PREVIOUS))

    def promote(self) -> None:
        self._do("promoted", slots.promote)

    def discard(self) -> None:
        self._do("written", lambda opened: opened.remove(Slot.PENDING))

    def restore(self) -> None:
        self._do("restored", slots.restore)

    def drop_previous(self) -> None:
        self._do("written", lambda opened: opened.remove(Slot.PREVIOUS))
