"""What a program or a library says, fit to be shown: the secret masked, one line, not too long. Pure."""

import json
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote

from instanakit.secret import MASK, Secret

_SHOWN = 500  # characters


def shown(said: str, secret: Secret | None) -> str:
    """Return the end of what was said. The secret is masked before anything is cut, so no part of it is left."""
    for form in _forms(secret):
        said = said.replace(form, MASK)
    return "".join(letter if letter.isprintable() else " " for letter in said.strip()[-_SHOWN:])


def _forms(secret: Secret | None) -> Iterator[str]:
    """Yield the ways in which programs show what they were given: as it is, in JSON, in a URL, in base64."""
    if secret is not None:
        yield secret.reveal()
        yield json.dumps(secret.reveal())[1:-1]
        yield quote(secret.reveal(), safe="")
        yield b64encode(secret.reveal().encode()).decode().rstrip("=")
