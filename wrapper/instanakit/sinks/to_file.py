"""file:PATH: a file that holds the secret and a line break, and beside it one for each other slot."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from instanakit.secret import Secret
from instanakit.sinks.fit import kept
from instanakit.sinks.folder import Content, Folder, opened
from instanakit.sinks.slots import NOTHING, Held, Nothing, Slot, Slots
from instanakit.sinks.staging import StagingSink

TEMPORARY = ".temporary"


class FileSlots(Slots):
    """Slots that are files of a folder: `name`, and `name` with the slot's suffix."""

    def __init__(self, folder: Folder, name: str, spec: str) -> None:
        self.folder = folder
        self.spec = spec
        self._name = name

    def name(self, slot: Slot) -> str:
        """Name the file of a slot."""
        return self._name + slot.value

    def read(self, slot: Slot) -> Held:
        content = self.folder.read(self.name(slot))
        if content is None:
            return None
        if content.text in {"", "\n"}:
            return NOTHING
        return kept(Secret(content.text.removesuffix("\n")), self.spec)

    def write(self, slot: Slot, value: Secret | Nothing) -> None:
        content = Content("" if value is NOTHING else f"{value.reveal()}\n")
        self.folder.write(self.name(slot), content)

    def remove(self, slot: Slot) -> None:
        self.folder.remove(self.name(slot))

    def check(self) -> None:
        for slot in Slot:
            self.read(slot)
        self.folder.check_writable()


class FileSink(StagingSink):
    """A file for the secret alone, with mode 0600 from its first byte."""

    def __init__(self, path: Path) -> None:
        self.spec = f"file:{path}"
        self._path = path

    @contextmanager
    def _opened(self) -> Generator[Slots]:
        name = self._path.name
        with opened(self._path.parent, self.spec, name + TEMPORARY) as folder:
            yield FileSlots(folder, name, self.spec)
