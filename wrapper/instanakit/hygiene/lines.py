"""Which line of a TOML file has a key: tomllib tells no positions. Pure."""

import re

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the line of the longest part of a path that is written as such, counted from 1; else 1."""
    best, line = 0, 1
    table: tuple[str, ...] = ()
    for number, content in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(content):
            table = _parts(header[1])
            written = table
        elif key := _KEY.match(content):
            written = (*table, *_parts(key[1]))
        else:
            continue
        length = len(written) if path[: len(written)] == written else 0
        # An inline table has its keys on its own line.
        if length > best:
            best, line = length, number
    return line


def line_of_one(text: str, path: tuple[str, ...], number: int) -> int:
    """Return the line of a key in one of several tables of its first name, `[[name]]`, of which the first is 0."""
    lines = text.splitlines()
    begins = [at for at, content in enumerate(lines) if re.match(rf"\s*\[\[\s*{path[0]}\s*\]\]", content)]
    if number >= len(begins):
        return line_of(text, path)
    end = begins[number + 1] if number + 1 < len(begins) else len(lines)
    return begins[number] + line_of("\n".join(lines[begins[number] : end]), path)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(text))
