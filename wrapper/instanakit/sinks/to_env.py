"""env:FILE#KEY: an entry of an env file. The rest of the file is kept byte for byte.

The pending and the previous value are in files beside it: as entries, whoever sources the file would hand them to
every program that is started from there.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from instanakit.secret import Secret
from instanakit.sinks.entries import Problem, find, with_value, without
from instanakit.sinks.errors import not_done
from instanakit.sinks.fit import kept
from instanakit.sinks.folder import Content, Folder, opened
from instanakit.sinks.readers import Seen
from instanakit.sinks.slots import NOTHING, Held, Nothing, Slot, Slots
from instanakit.sinks.staging import StagingSink
from instanakit.sinks.to_file import TEMPORARY, FileSlots


class EnvSlots(FileSlots):
    """The current slot is the entry, the others are files named after file and key."""

    def __init__(self, folder: Folder, file: str, key: str, spec: str) -> None:
        super().__init__(folder, f"{file}.{key}", spec)
        self._file = file
        self._key = key

    def read(self, slot: Slot) -> Held:
        if slot is not Slot.CURRENT:
            return super().read(slot)
        seen = self._find(self._content())
        if seen is None:
            return None
        return kept(Secret(seen.taken), self.spec) if seen.taken else NOTHING

    def write(self, slot: Slot, value: Secret | Nothing) -> None:
        if value is NOTHING or slot is Slot.PREVIOUS:
            super().write(slot, value)
            return
        changed = self._changed(value)
        if slot is Slot.CURRENT:
            self.folder.write(self._file, changed)
        else:
            super().write(slot, value)

    def _changed(self, secret: Secret) -> Content:
        """Return the file with the secret in it; what cannot be an entry is not staged either."""
        content = self._content()
        self._find(content)
        changed = with_value(content, self._key, secret)
        if changed is None:
            problem = "a shell and python-dotenv would not read the same secret from it, however it is quoted"
            raise not_done(self.spec, "written", problem, "Use another sink for this secret, for instance file:PATH.")
        return changed

    def remove(self, slot: Slot) -> None:
        if slot is not Slot.CURRENT:
            super().remove(slot)
            return
        content = self._content()
        seen = self._find(content)
        if seen is not None:
            self.folder.write(self._file, without(content, seen))

    def _content(self) -> Content:
        return self.folder.read(self._file) or Content("")

    def _find(self, content: Content) -> Seen | None:
        found = find(content, self._key)
        if isinstance(found, Problem):
            raise not_done(self.spec, "read", found.text, found.hint)
        return found


class EnvSink(StagingSink):
    """An entry of a file that shells source and python-dotenv reads."""

    def __init__(self, path: Path, key: str) -> None:
        self.spec = f"env:{path}#{key}"
        self._path = path
        self._key = key

    @contextmanager
    def _opened(self) -> Generator[Slots]:
        file = self._path.name
        with opened(self._path.parent, self.spec, f"{file}.{self._key}{TEMPORARY}") as folder:
            yield EnvSlots(folder, file, self._key, self.spec)
