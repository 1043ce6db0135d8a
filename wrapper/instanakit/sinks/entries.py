"""Entries of an env file: found, set and removed; every other byte stays. Pure.

A file that a shell and python-dotenv read differently is not guessed at. What was written is read again, as both do.
"""

import re
from collections.abc import Iterator

import attrs

from instanakit.secret import Secret
from instanakit.sinks.folder import Content
from instanakit.sinks.readers import Seen, by_dotenv, by_shell

# These need no quotes anywhere, not even for `docker run --env-file`, which would keep the quotes.
_PLAIN = re.compile(r"[A-Za-z0-9_.,:/@%+=-]+")


@attrs.frozen
class Problem:
    """Why an entry cannot be told, and what to do about it."""

    text: str
    hint: str


def find(content: Content, key: str) -> Seen | Problem | None:
    """Return the entry of a key as both readers see it, None if neither sees any."""
    shell, dotenv = by_shell(content.text, key), by_dotenv(content.text, key)
    if shell is None:
        return Problem("a quote in it is opened and not closed", "Close it, or name another file.")
    for mine, theirs in zip(shell, dotenv, strict=False):
        if mine.taken is None or mine != theirs:
            return _doubtful(content, key, min(mine.start, theirs.start))
    if len(shell) != len(dotenv):
        return _doubtful(content, key, max(shell, dotenv, key=len)[min(len(shell), len(dotenv))].start)
    if len(shell) > 1:
        lines = [str(_line(content, seen.start)) for seen in shell]
        return Problem(f"{key} is set in the lines {', '.join(lines[:-1])} and {lines[-1]}", "Keep one of them.")
    return shell[0] if shell else None


def with_value(content: Content, key: str, secret: Secret) -> Content | None:
    """Return the file with the secret as the entry's value, None if the readers would not both take it back."""
    seen = find(content, key)
    if isinstance(seen, Problem):
        return None
    former = content.text[seen.value] if seen else ""
    for written in _written(secret.reveal(), former[:1]):
        changed = _set(content, key, seen, written)
        again = find(changed, key)
        if isinstance(again, Seen) and again.taken == secret.reveal():
            return changed
    return None


def without(content: Content, seen: Seen) -> Content:
    """Return the file without the line of an entry."""
    text = content.text
    start, end = text.rfind("\n", 0, seen.start) + 1, text.find("\n", seen.value.stop) + 1
    if not end:  # the last line, without a line break, takes along the one before it
        return Content(text[:start].removesuffix("\n").removesuffix("\r"), content.mode)
    return Content(text[:start] + text[end:], content.mode)


def _set(content: Content, key: str, seen: Seen | None, written: str) -> Content:
    text = content.text
    if seen:
        changed = text[: seen.value.start] + written + text[seen.value.stop :]
    else:
        line_break = "\r\n" if "\r\n" in text else "\n"
        entry = f"{key}={written}"
        is_open = text and not text.endswith("\n")  # then it stays so
        changed = f"{text}{line_break}{entry}" if is_open else f"{text}{entry}{line_break}"
    return Content(changed, content.mode)


def _written(text: str, former_quote: str) -> Iterator[str]:
    """Yield the ways to write a value, the former one's first."""
    double = re.sub(r'(["\\$`])', r"\\\1", text)
    ways = {"'": f"'{text}'", '"': f'"{double}"'}
    if former_quote in ways:
        yield ways[former_quote]
    if _PLAIN.fullmatch(text):
        yield text
    yield from ways.values()


def _doubtful(content: Content, key: str, at: int) -> Problem:
    line = _line(content, at)
    hint = (
        f"Write {key}=VALUE on a line of its own, between single quotes if it has other signs than letters and digits."
    )
    return Problem(f"a shell and python-dotenv do not read the same value of {key} from line {line}", hint)


def _line(content: Content, at: int) -> int:
    return content.text.count("\n", 0, at) + 1
