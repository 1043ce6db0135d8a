"""Where a shell and where python-dotenv see a key in an env file, and which value they take from it. Pure.

Each is told by its own grammar: a shell's words with their quotes, python-dotenv's lines. Both scans take a text that
nobody but this machine wrote, so the patterns need not be safe from a hostile one; none of them backtracks over lines.
"""

import re

import attrs


@attrs.frozen
class Seen:
    """A key at a place of the text, its value there with its quotes, and what is taken from it (None: not known)."""

    start: int
    value: slice
    taken: str | None = attrs.field(repr=False)


_QUOTED = r"""'[^']*'|"(?:\\.|[^"\\])*"|\\."""
_SHELL = re.compile(
    rf"""
    (?P<comment>\#[^\n]*)
    | (?P<between>[ \t\r\n;&|()<>]+)
    | (?P<word>(?:{_QUOTED}|[^ \t\r\n;&|()<>'"\\])+)
    | (?P<unclosed>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SHELL_PIECE = re.compile(rf"{_QUOTED}|.", re.DOTALL)
_SHELL_CHANGES = "$`~*?["  # what a shell takes for something else than itself, outside of quotes


def by_shell(text: str, key: str) -> list[Seen] | None:
    """Return where a shell sees an assignment to the key; None if it sees a quote that is not closed."""
    seen: list[Seen] = []
    for token in _SHELL.finditer(text):
        if token["unclosed"]:
            return None
        if token["word"] and token["word"].startswith(f"{key}="):
            start = token.start() + len(key) + 1
            seen.append(Seen(token.start(), slice(start, token.end()), _shell_value(text[start : token.end()])))
    return seen


def _shell_value(word: str) -> str | None:
    taken = [_shell_piece(match[0]) for match in _SHELL_PIECE.finditer(word)]
    return None if None in taken else "".join(filter(None, taken))


def _shell_piece(piece: str) -> str | None:
    if piece[0] == "'":
        return piece[1:-1]
    if piece[0] == '"':
        inside = piece[1:-1]
        changes = re.search(r"[$`]", re.sub(r"\\.", "", inside, flags=re.DOTALL))
        return None if changes else re.sub(r'\\([$`"\\]|(\n))', lambda match: "" if match[2] else match[1], inside)
    if piece[0] == "\\":
        return piece[1:].removeprefix("\n")
    return None if piece in _SHELL_CHANGES else piece


# From here on as in python-dotenv's parser, whose patterns match one after the other, without going back.
_BLANK = re.compile(r"\s*")
_NAME = re.compile(r"(?:export[^\S\r\n]+)?(?:(?P<key>'[^']+'|[^=#\s'][^=#\s]*)[^\S\r\n]*(?P<equal>=[^\S\r\n]*)?)?")
_VALUE = re.compile(r"""'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|(?!['"])[^\r\n]*""")
_END = re.compile(r"(?:[^\S\r\n]*#[^\r\n]*)?[^\S\r\n]*(?:\r\n|\n|\r|\Z)")
_REST = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?")
_INTERPOLATED = re.compile(r"\$\{[^}]*\}")


def by_dotenv(text: str, key: str) -> list[Seen]:
    """Return where python-dotenv sees the key, also where it sees no value for it."""
    seen: list[Seen] = []
    at = _end(_BLANK, text, 0)
    while at < len(text):
        name = _NAME.match(text, at)
        found = _VALUE.match(text, name.end()) if name and name["equal"] else None
        at = _end(_NAME, text, at) if found is None else found.end()
        end = _END.match(text, at)
        if end and name and name["key"] in {key, f"'{key}'"}:
            seen.append(_dotenv_seen(name.start("key"), found))
        at = _end(_BLANK, text, _end(_REST, text, at) if end is None else end.end())
    return seen


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()


def _dotenv_seen(start: int, found: re.Match[str] | None) -> Seen:
    if found is None:
        return Seen(start, slice(0, 0), None)
    value = found[0]
    if value.startswith("'"):
        taken = re.sub(r"\\([\\'])", r"\1", value[1:-1])
    elif value.startswith('"'):
        taken = re.sub(r"\\([\\'\"abfnrtv])", _dotenv_escape, value[1:-1])
    else:
        value = taken = re.sub(r"\s+#.*", "", value).rstrip()
    place = slice(found.start(), found.start() + len(value))
    return Seen(start, place, None if _INTERPOLATED.search(taken) else taken)


def _dotenv_escape(escape: re.Match[str]) -> str:
    return "\n" if escape[1] in "abfnrtv" else escape[1]  # each of the letters is a control character, as no secret has
