"""A sink by its name. Each kind is loaded when it is named."""

import os
import re
import shlex
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from instanakit.errors import ConfigurationError
from instanakit.sinks.sink import Sink
from instanakit.sinks.slots import Slot

Arguments: TypeAlias = tuple[Path | str, ...]

_FORMS = "The forms are stdout, file:PATH, env:FILE#KEY, keyring:SERVICE/NAME and exec:COMMAND."
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# The names of a sink's own slots, and of the file in which a new content is written.
_RESERVED = (Slot.PENDING.value, Slot.PREVIOUS.value, ".temporary")


def parse_sink(text: str) -> Sink:
    """Return the sink that a text names: stdout, file:PATH, env:FILE#KEY, keyring:SERVICE/NAME or exec:COMMAND.

    `~` is expanded, a relative path made absolute and links in its folder part followed, so that `spec` names the same
    sink from everywhere, and in one way. Nothing is opened.
    Raises ConfigurationError, which does not quote the text: it may be a secret in the wrong place.
    """
    kind, colon, rest = text.partition(":") if isinstance(text, str) else ("", "", "")
    del text
    module, name, parse = _KINDS.get(kind + colon, ("", "", _unknown))
    arguments = parse(rest) if rest.isprintable() else "has a character in it that cannot be shown"
    if isinstance(arguments, str):
        del kind, rest
        message = f"The sink {arguments}"
        raise ConfigurationError(message, hint=_FORMS)
    sink: Sink = getattr(import_module(f"instanakit.sinks.{module}"), name)(*arguments)
    return sink


def _unknown(_rest: str) -> Arguments | str:
    return "is of no known kind"


def _stdout(_rest: str) -> Arguments | str:
    return ()


def _file(rest: str) -> Arguments | str:
    path = _path(rest)
    return path if isinstance(path, str) else (path,)


def _env(rest: str) -> Arguments | str:
    file, _, key = rest.rpartition("#")
    path = _path(file)
    if not _KEY.fullmatch(key):
        return "names no key: behind a # come ASCII letters, digits and _, no digit first"
    return path if isinstance(path, str) else (path, key)


def _keyring(rest: str) -> Arguments | str:
    service, _, name = rest.rpartition("/")  # a service may be a URL
    if not service or not name:
        return "needs a service and a name with a / between them"
    return _reserved(name) or (service, name)


def _exec(rest: str) -> Arguments | str:
    try:
        arguments = shlex.split(rest)
    except ValueError:
        return "has a quote that is opened and not closed"
    return (rest,) if arguments else "names no program"


_KINDS = {
    "stdout": ("to_stdout", "StdoutSink", _stdout),
    "file:": ("to_file", "FileSink", _file),
    "env:": ("to_env", "EnvSink", _env),
    "keyring:": ("to_keyring", "KeyringSink", _keyring),
    "exec:": ("to_program", "ProgramSink", _exec),
}


def _path(text: str) -> Path | str:
    if find_spec("fcntl") is None:
        return "is of a kind that needs a POSIX system, which this is not"
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError:
        return "begins with ~ and a user whose home is not known"
    if not text or path.name in {"", ".."}:
        return "names no file"
    return _reserved(path.name) or _resolved(path)


def _resolved(path: Path) -> Path | str:
    """Follow links in the folder part; the name itself stays, since a sink refuses one that is a link."""
    folder = os.path.realpath(path.parent)
    if not folder.isprintable():
        return "is in a folder whose name has a character in it that cannot be shown"
    return Path(folder, path.name)


def _reserved(name: str) -> str:
    suffix = next((suffix for suffix in _RESERVED if name.endswith(suffix)), "")
    return suffix and f"ends in {suffix}, as the slots of another sink do"
