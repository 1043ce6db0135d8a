"""Sinks of several tokens: a pattern with {internal_id} or {name} in it, one sink for each token."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from instanakit.errors import ConfigurationError

if TYPE_CHECKING:
    from instanakit.models import Token
    from instanakit.sinks import Sink

_PLACE = re.compile(r"\{(internal_id|name)\}")
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def sinks_of(pattern: str, tokens: "Sequence[Token]", *, several: bool) -> "Mapping[str, Sink]":
    """Return the sink of each token by its internal id. Raises ConfigurationError if two tokens share one."""
    from instanakit.sinks import parse_sink  # noqa: PLC0415 (only what writes a secret needs it)

    if several and not _PLACE.search(pattern):
        message = "the sink of several tokens must have {internal_id} or {name} in it"
        raise ConfigurationError(message, hint="Write for instance file:/run/secrets/{name}.")
    found = {token.internal_id: parse_sink(_filled(pattern, token)) for token in tokens}
    by_spec: dict[str, str] = {}
    for internal_id, sink in found.items():
        if sink.spec in by_spec:
            message = f"the tokens {by_spec[sink.spec]} and {internal_id} would share the sink {sink.spec}"
            raise ConfigurationError(message, hint="Use {internal_id} in the pattern.")
        by_spec[sink.spec] = internal_id
    return found


def _filled(pattern: str, token: "Token") -> str:
    """Put a token's values in; a name keeps only what is harmless in a path."""
    values = {"internal_id": token.internal_id, "name": token.name}
    return _PLACE.sub(lambda match: _UNFIT.sub("-", values[match[1]]).strip(".") or "-", pattern)
