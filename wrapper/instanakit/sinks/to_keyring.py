"""keyring:SERVICE/NAME: the operating system's store of secrets, through the keyring library."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from instanakit.secret import Secret
from instanakit.sinks.errors import not_done
from instanakit.sinks.fit import kept
from instanakit.sinks.said import shown
from instanakit.sinks.slots import NOTHING, Held, Nothing, Slot, Slots
from instanakit.sinks.staging import StagingSink

T = TypeVar("T")
# What is stored for NOTHING, since not every store can hold an empty text. No secret has a tab in it.
_NOTHING = Secret("no value\tbefore")


class KeyringSlots(Slots):
    """The slots are entries of one service, named as the current one with the slot's suffix."""

    def __init__(self, library: Any, service: str, name: str, spec: str) -> None:
        self._library = library
        self._service = service
        self._name = name
        self._spec = spec

    def read(self, slot: Slot) -> Held:
        stored = self._stored(slot)
        if stored is None or stored == _NOTHING:
            return stored and NOTHING
        return kept(stored, self._spec)

    def write(self, slot: Slot, value: Secret | Nothing) -> None:
        secret = _NOTHING if value is NOTHING else value
        name = self._name + slot.value
        self._ask("written", secret, lambda: self._library.set_password(self._service, name, secret.reveal()))
        if self._stored(slot) != secret:
            raise not_done(self._spec, "written", f"{self._backend()} did not keep it", "Choose another backend.")

    def remove(self, slot: Slot) -> None:
        if self._stored(slot) is not None:
            name = self._name + slot.value
            self._ask("written", None, lambda: self._library.delete_password(self._service, name))

    def check(self) -> None:
        for name in ("fail", "null"):
            if isinstance(self._library.get_keyring(), import_module(f"keyring.backends.{name}").Keyring):
                hint = "Set one up (keyring --list-backends shows those that are there), or name another sink."
                raise not_done(self._spec, "used", "no keyring keeps secrets here", hint)
        for slot in Slot:
            self.read(slot)

    def _stored(self, slot: Slot) -> Secret | None:
        name = self._name + slot.value
        return self._ask("read", None, lambda: _hidden(self._library.get_password(self._service, name)))

    def _ask(self, doing: str, secret: Secret | None, act: Callable[[], T]) -> T:
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (each backend has errors of its own)
            said = shown(str(error), secret)
            reason = f"{self._backend()} raised {type(error).__name__}" + (f" and said: {said}" if said else "")
        raise not_done(self._spec, doing, reason, "Unlock the keyring, or name another sink.")

    def _backend(self) -> str:
        kind = type(self._library.get_keyring())
        return f"{kind.__module__}.{kind.__qualname__}"


def _hidden(text: str | None) -> Secret | None:
    return Secret(text) if text else None


class KeyringSink(StagingSink):
    """An entry of the keyring, and one more for each other slot."""

    def __init__(self, service: str, name: str) -> None:
        self.spec = f"keyring:{service}/{name}"
        self._service = service
        self._name = name

    @contextmanager
    def _opened(self) -> Generator[Slots]:
        if find_spec("keyring") is None:
            hint = "Install the extra: pip install 'instanakit[keyring]'."
            raise not_done(self.spec, "used", "it needs keyring, which is not installed", hint)
        yield KeyringSlots(import_module("keyring"), self._service, self._name, self.spec)
