"""Differences that openapi.yaml makes on purpose, as codegen/known.yaml declares them, each with its reason."""

from fnmatch import fnmatchcase
from pathlib import Path

import attrs

from specs.difference import Difference, Found
from specs.reading import UnreadableError, read_plain

_NEEDED = {"kind", "where", "what", "reason"}


@attrs.frozen(kw_only=True)
class Declaration:
    """A difference, or with `*` and `[...]` in `where` and `what` several, and why it is meant."""

    kind: str
    where: str
    what: str
    reason: str
    there: str | None = None

    def covers(self, difference: Difference) -> bool:
        """Tell whether this is what was declared; of what changed only the one value that was."""
        return (
            self.kind == difference.kind
            and fnmatchcase(difference.where, self.where)
            and fnmatchcase(difference.what, self.what)
            and (self.kind != "changed" or self.there == difference.there)
        )

    @property
    def text(self) -> str:
        """The declaration for people."""
        there = "" if self.there is None else f", there {self.there}"
        return f"{self.kind} {self.where}: {self.what}{there}"


@attrs.frozen
class Sorted:
    """What was found, sorted by what was declared; `outdated` are declarations of what is no longer there."""

    open: list[Difference]
    known: dict[Difference, Declaration]
    outdated: list[Declaration]


def sort_out(found: Found, declarations: list[Declaration]) -> Sorted:
    """Part the differences that were declared from those that were not."""
    known: dict[Difference, Declaration] = {}
    used: set[Declaration] = set()
    for difference in found.differences:
        covering = [declaration for declaration in declarations if declaration.covers(difference)]
        used.update(covering)
        if covering:
            known[difference] = covering[0]
    rest = [difference for difference in found.differences if difference not in known]
    return Sorted(rest, known, [declaration for declaration in declarations if declaration not in used])


def read_declarations(path: Path) -> list[Declaration]:
    """Read the file; each entry must be whole, so that none is passed over in silence."""
    entries, _ = read_plain(path)
    if not isinstance(entries, list):
        message = f"{path} cannot be read: it is no list"
        raise UnreadableError(message)
    return [_declaration(path, number, entry) for number, entry in enumerate(entries, 1)]


def _declaration(path: Path, number: int, entry: object) -> Declaration:
    if not isinstance(entry, dict) or not all(isinstance(value, str) and value for value in entry.values()):
        problem = "is no mapping of texts"
    elif missing := (_NEEDED | ({"there"} if entry.get("kind") == "changed" else set())) - entry.keys():
        problem = f"lacks {', '.join(sorted(missing))}"
    elif unknown := entry.keys() - _NEEDED - {"there"}:
        problem = f"has what is not known here: {', '.join(sorted(map(str, unknown)))}"
    elif entry["kind"] not in {"new", "gone", "changed"}:
        problem = f"has the kind {entry['kind']}, which is none of new, gone, changed"
    else:
        return Declaration(**entry)
    message = f"{path} cannot be read: entry {number} {problem}"
    raise UnreadableError(message)
