"""What an error of the library says to do next, in the words of the command line: commands and options for calls."""

import re
from collections.abc import Mapping

from instanakit.errors import AuthenticationError, InstanaError, NotFoundError

_BY_KIND: dict[type[InstanaError], str] = {
    NotFoundError: "Check the internal id; 'instanakit tokens list' shows those that exist.",
    AuthenticationError: "Run 'instanakit doctor': it finds out whether the credential or the way to send it is wrong.",
}
_BEHIND_IT = re.compile(r" The rotation \S+ was rolled back\.$")
_KINDS = "Use a sink of the kind file, env or keyring."
# A test sees that the library says each of these still, and nothing else of its own.
WORDS = {
    "rotations.list() shows": "'instanakit rotations list --all' shows",
    "tokens.list() shows": "'instanakit tokens list' shows",
    "Make one with instanakit.sinks.parse_sink().": _KINDS,
    "Use a sink that instanakit.sinks.parse_sink() makes.": _KINDS,
    "Give the new token's as expires_at, or None for no expiry.": "Give the new token's: --expires, or --no-expiry.",
    "Give a later expires_at, or a shorter grace.": "Give a later --expires, or a shorter --grace.",
    "Pass rotation.rid.": "Name it by its number.",
    "Leave out own, or name the token in use.": "Leave out --self, or name the token in use.",
    "so give a deadline that is longer, or none": "so set a deadline that is longer in the profile",
}
# Where a sink is named on the line, and where it is the one that was recorded.
_NAMED = {"ame another sink": "ame another one with --sink", "ame a sink of its own": "ame one of its own with --sink"}
_RECORDED = {", or name another sink": "", "name another sink, or ": "", "Name another sink.": "See to that."}
_RESUME, _ROLLBACK = "'instanakit rotations resume {rid}'", "'instanakit rotations rollback {rid}'"
# The first ones have the later ones in them.
OF_ROTATION = {
    "Resume that one, or roll it back.": f"Go on with {_RESUME}, or go back with {_ROLLBACK}.",
    "Resume the rotation {rid} when it can be used": (
        "Run 'instanakit rotations {verb} {rid}' when the journal can be used"
    ),
    "Resume the rotation {rid}": f"Run {_RESUME}",
    "Resume the rotation": f"Run {_RESUME}",
    "Resume it.": f"Run {_RESUME}.",
    "then resume; or roll back.": f"then run {_RESUME}; or {_ROLLBACK}.",
    "then resume.": f"then run {_RESUME}.",
    "then resume or roll back.": f"then run {_RESUME} or {_ROLLBACK}.",
    "resume the rotation; or": f"run {_RESUME}; or",
    "and resume; or": f"and run {_RESUME}; or",
}
_RID = re.compile(r"Resume the rotation ([0-9a-f]{16})\b")
_COMMAND = re.compile(r"'instanakit rotations (?:resume|rollback) ")


def advice(error: InstanaError, rid: str | None = None, verb: str = "resume") -> str:
    """Return what an error says to do next, in the words of the command line.

    `rid` is the rotation that it stopped, if that was named on the line, and `verb` what was being done with it.
    """
    for kind, said in _BY_KIND.items():
        if isinstance(error, kind):
            behind = _BEHIND_IT.search(error.hint)
            return said + (behind[0] if behind else "")
    hint = _replaced(error.hint, WORDS | (_NAMED if rid is None else _RECORDED))
    told = _RID.search(hint)
    rid = rid or getattr(error, "rid", None) or (told[1] if told else None)
    if rid is None:
        return hint
    return _replaced(
        hint, {said.format(rid=rid): ours.format(rid=rid, verb=verb) for said, ours in OF_ROTATION.items()}
    )


def _replaced(hint: str, words: Mapping[str, str]) -> str:
    for said, ours in words.items():
        hint = hint.replace(said, ours)
    return hint


def names_a_command(hint: str) -> bool:
    """Tell whether an advice says which command goes on with a rotation."""
    return _COMMAND.search(hint) is not None
