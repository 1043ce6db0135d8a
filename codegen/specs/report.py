"""The outcome of a comparison: text for people, or one JSON object for programs."""

import json
import re
from typing import Any

import attrs

from specs.difference import Difference, Found
from specs.document import Document
from specs.known import Sorted

# Raised when a name in the JSON object changes or goes; new names may come.
SCHEMA_VERSION = 1


@attrs.frozen
class Report:
    """Both documents, all that was found, and the part of it that was not declared."""

    ours: Document
    theirs: Document
    found: Found
    sorted: Sorted

    @property
    def warnings(self) -> list[str]:
        """What could not be compared, with the name of the document."""
        return [f"{document.name}: {text}" for document in (self.ours, self.theirs) for text in document.warnings]

    @property
    def release(self) -> str | None:
        """The release of the other document, as `x-first-release` names it."""
        matched = re.match(r"1\.\d+", self.theirs.version)
        return matched[0] if matched else None

    @property
    def flags(self) -> list[str]:
        """New flags of the token, for `make spec-add`; not those that were declared."""
        wanted = {difference.what.removeprefix("field ") for difference in self.sorted.open}
        return [name for name in self.found.new_flags if name in wanted]


def as_json(report: Report) -> str:
    """Return one JSON object."""
    found = report.found
    kinds = [difference.kind for difference in report.sorted.open]
    return json.dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "ours": {"file": report.ours.name, "version": report.ours.version},
            "theirs": {"file": report.theirs.name, "version": report.theirs.version},
            "counts": {kind: kinds.count(kind) for kind in ("new", "gone", "changed")},
            "differences": [_entry(found, difference) for difference in report.sorted.open],
            "known": [
                {**_entry(found, difference), "reason": declaration.reason}
                for difference, declaration in report.sorted.known.items()
            ],
            "outdated": [attrs.asdict(declaration) for declaration in report.sorted.outdated],
            "new_flags": report.flags,
            "release": report.release,
            "warnings": report.warnings,
            "lost": list(found.lost),
        },
        indent=2,
    )


def as_text(report: Report) -> str:
    """Return text, grouped by operation and schema, that ends in a line with the numbers."""
    blocks = [f"{_title(report.ours)} and {_title(report.theirs)}", *_groups(report)]
    if report.flags:
        command = f'make spec-add FIELDS="{" ".join(report.flags)}" RELEASE={report.release or "1.NNN"}'
        blocks.append(f"new flags, to be added with\n  {command}")
    if report.warnings:
        blocks.append("\n  ".join(["not compared, or not as it stands:", *report.warnings]))
    if report.found.lost:
        blocks.append("\n  ".join(["could not be compared, or not whole:", *report.found.lost]))
    if report.sorted.outdated:
        lines = [f"{declaration.text} ({declaration.reason})" for declaration in report.sorted.outdated]
        blocks.append("\n  ".join(["declared as known, but no longer there:", *lines]))
    return "\n\n".join([*blocks, _last(report)])


def _title(document: Document) -> str:
    return f"{document.name} ({document.version or 'no version'})"


def _groups(report: Report) -> list[str]:
    groups: dict[str, list[str]] = {}
    for difference in report.sorted.open:
        groups.setdefault(difference.where, []).append(_line(report.found, difference))
    return ["\n  ".join([where, *lines]) for where, lines in groups.items()]


def _line(found: Found, difference: Difference) -> str:
    line = f"{difference.kind:<9}{difference.what}"
    if difference.kind == "changed":
        line += f": {difference.ours}, there {difference.there}"
    elif text := difference.ours or difference.there:
        line += f": {text}"
    only = found.only(difference)
    return line + (f" (only in {', '.join(only)})" if only else "")


def _last(report: Report) -> str:
    kinds = [difference.kind for difference in report.sorted.open]
    if kinds:
        parts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("new", "gone", "changed") if kind in kinds)
        text = f"{len(kinds)} {'difference' if len(kinds) == 1 else 'differences'} ({parts})"
    else:
        text = "no difference"
    if report.found.lost:
        text += " in what could be compared"
    known = len(report.sorted.known)
    return f"{text}; {known} more declared as known" if known else text


def _entry(found: Found, difference: Difference) -> dict[str, Any]:
    return {**attrs.asdict(difference), "places": found.differences[difference]}
