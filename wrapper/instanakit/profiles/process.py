"""A credential that a program prints: run without a shell, and quoted without secrets when it fails."""

import re
from pathlib import Path

import attrs

from instanakit._program import TOO_MUCH, run_program
from instanakit._settings import conceal, hide
from instanakit.errors import ConfigurationError
from instanakit.profiles.readers import place
from instanakit.profiles.shown import may_be_secret
from instanakit.profiles.sources import Source
from instanakit.profiles.tables import Wrong
from instanakit.profiles.variables import Variables
from instanakit.secret import Secret

TIME_LIMIT = 30.0
_SHOWN = 300  # characters of what a program says of its failure: its end, which has the reason
_WORD = 8  # shorter ones are found in ordinary words
# Between the words of what a program printed: in a text, in JSON, and in settings or the query of a URL.
_DIVIDERS = (r"\s+", r"[\s\"'{}\[\](),:;]+", r"[\s\"'{}\[\](),:;=&?]+")
_BY_HAND = "Run it by hand to see why."


@attrs.frozen(repr=False)
class Process(Source):
    """A credential that a program prints on one line of its standard output."""

    arguments: tuple[str, ...]
    folder: Path
    variables: Variables = attrs.field(eq=False)

    def describe(self) -> str:
        """Name the program, unless somebody has put a secret there; its arguments are not shown."""
        program = self.arguments[0]
        return f"process {'that credential_process names' if may_be_secret(program) else program}"

    def __call__(self) -> Secret:
        """Run the program and return what it printed."""
        found = self._run()
        if isinstance(found, Wrong):
            message = f"The {self.describe()} {found.problem}"
            raise ConfigurationError(message, hint=found.hint)
        return conceal(found, f"The line that the {self.describe()} printed")

    def _run(self) -> Secret | str | Wrong:
        program, *more = self.arguments
        # A path is relative to the configuration file, lest a folder that somebody works in brings the program.
        command = [str(place(self.folder, program)) if "/" in program else program, *more]
        try:
            # No input: a program that asks a question would wait for what is meant for this one.
            ended = run_program(command, time_limit=TIME_LIMIT, environ=dict(self.variables))
        except (OSError, ValueError) as error:
            problem = getattr(error, "strerror", None) or "its arguments have a null in them"
            return Wrong(f"cannot be started: {problem}", "Correct credential_process, or install the program.")
        if ended.is_too_much:
            return Wrong(TOO_MUCH, _BY_HAND)
        if ended.status is None:
            return Wrong(f"did not end within {TIME_LIMIT:g} seconds", "Run it by hand: it may ask for something.")
        printed, said = (stream.decode("utf-8", "replace") for stream in (ended.printed, ended.said))
        if ended.status:
            return Wrong(f"{_status(ended.status)}{_without_secrets(said, printed)}", _BY_HAND)
        lines = printed.strip().splitlines()
        if len(lines) != 1:
            return Wrong(f"printed {len(lines)} lines; it must print one, the secret", _BY_HAND)
        return hide(lines[0])


def _status(returncode: int) -> str:
    return f"ended with status {returncode}" if returncode > 0 else f"was ended by signal {-returncode}"


def _without_secrets(said: str, printed: str) -> str:
    """Return the end of what a program said, on one line, with stars for each line and long word that it printed."""
    # Imported here, since it brings the HTTP library, which most uses of a profile do not need yet.
    from instanakit._redactor import Redactor  # noqa: PLC0415

    redactor = Redactor()
    words = {word for divider in _DIVIDERS for word in re.split(divider, printed) if len(word) >= _WORD}
    for part in words | {line.strip() for line in printed.splitlines() if line.strip()}:
        redactor.add(Secret(part))
    text = " ".join(redactor.known(said).split())
    shown = "".join(character if character.isprintable() else "?" for character in text[-_SHOWN:])
    return f": {shown}" if shown else ""
