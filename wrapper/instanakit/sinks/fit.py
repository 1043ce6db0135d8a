"""Which texts a sink takes for a secret. Pure."""

import re

from instanakit.secret import Secret
from instanakit.sinks.errors import SinkError, not_done

_LINE_BREAK = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_HALF = re.compile("[\ud800-\udfff]")


def check_fit(secret: Secret, spec: str, doing: str) -> None:
    """Refuse a secret that not every reader would take for one line of text."""
    problem = _problem(secret)
    if problem:
        hint = "A secret is one line of text; use a token whose secret is."
        raise not_done(spec, doing, f"the secret has {problem}", hint)


def kept(secret: Secret, spec: str) -> Secret:
    """Return what a sink holds, or refuse it if no sink can have put it there."""
    problem = _problem(secret)
    if problem:
        raise foreign(spec, f"what is there has {problem}")
    return secret


def foreign(spec: str, problem: str) -> SinkError:
    """Make the error for a place that holds something else than a secret."""
    return not_done(spec, "read", problem, "That is no secret; name another sink, or move away what is there.")


def _problem(secret: Secret) -> str:
    text = secret.reveal()
    if _LINE_BREAK.search(text):
        return "a line break in it"
    if _CONTROL.search(text):
        return "a control character in it"
    return "something in it that is no UTF-8" if _HALF.search(text) else ""
