"""What the library advises to a program is said to a person in the words of the command line."""

import ast
import re
from pathlib import Path

import pytest

import instanakit
from instanakit.cli.advice import OF_ROTATION, WORDS, advice
from instanakit.errors import AuthenticationError, InstanaError, NotFoundError
from instanakit.rotation.errors import JournalError, RotationError, RotationInProgressError

RID = "0123456789abcdef"
RESUME, ROLLBACK = f"'instanakit rotations resume {RID}'", f"'instanakit rotations rollback {RID}'"
LIBRARY = Path(instanakit.__file__).parent
SOURCES = [path for folder in ("rotation", "sinks") for path in sorted((LIBRARY / folder).glob("*.py"))]
# A call, an option of a call, a module; and what is said to go on with, or back, without a number.
OF_THE_LIBRARY = re.compile(
    r"\w\.\w+\(|parse_sink|expires_at|(?<!--)\bgrace\.|instanakit\.|\bResume the|[Rr]esume (it|that one)[.,]"
    r"|then resume|or resume\."
)


def texts(path):
    """Yield the texts of a module that are no docstrings, with the number in the place of what is filled in."""
    tree = ast.parse(path.read_text())
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else RID for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | parts:
            yield node.value


HINTS = [text for path in SOURCES for text in texts(path) if re.match(r"[A-Z].*\.$", text)]


def test_no_hint_of_a_rotation_or_a_sink_is_told_in_words_of_the_library():
    assert len(HINTS) > 30
    told = [advice(InstanaError("message", hint=hint), RID) for hint in HINTS]
    assert [said for said in told if OF_THE_LIBRARY.search(said.replace("'instanakit.", ""))] == []


@pytest.mark.parametrize("words", [*WORDS, *OF_ROTATION])
def test_what_is_replaced_is_what_the_library_says(words):
    said = words.format(rid=RID)
    assert any(said in text for path in SOURCES for text in texts(path))


def error(kind, hint, rid=None):
    made = kind("message", hint=hint)
    made.rid = rid
    return made


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            error(RotationError, "rotations.list() shows those that there are."),
            "'instanakit rotations list --all' shows those that there are.",
        ),
        (
            error(InstanaError, "Give a later expires_at, or a shorter grace."),
            "Give a later --expires, or a shorter --grace.",
        ),
        (
            error(RotationError, "Give the new token's as expires_at, or None for no expiry."),
            "Give the new token's: --expires, or --no-expiry.",
        ),
        (
            error(InstanaError, "Make one with instanakit.sinks.parse_sink()."),
            "Use a sink of the kind file, env or keyring.",
        ),
        (
            error(RotationError, "Name a sink of its own, or remove that secret if it may go."),
            "Name one of its own with --sink, or remove that secret if it may go.",
        ),
        (
            error(InstanaError, "Make room there, or name another sink."),
            "Make room there, or name another one with --sink.",
        ),
        (
            error(RotationInProgressError, "Resume that one, or roll it back.", RID),
            f"Go on with {RESUME}, or go back with {ROLLBACK}.",
        ),
        (
            error(JournalError, f"Resume the rotation {RID} when it can be used. Make room in its folder.", RID),
            f"Run {RESUME} when the journal can be used. Make room in its folder.",
        ),
        (error(JournalError, "Nothing was changed. Restore it."), "Nothing was changed. Restore it."),
        (
            error(InstanaError, f"Resume the rotation {RID}, which asks again."),
            f"Run {RESUME}, which asks again.",
        ),
        (
            error(NotFoundError, "tokens.list() shows. The rotation r1 was rolled back."),
            "Check the internal id; 'instanakit tokens list' shows those that exist. The rotation r1 was rolled back.",
        ),
        (
            error(AuthenticationError, "Or the other auth_scheme."),
            "Run 'instanakit doctor': it finds out whether the credential or the way to send it is wrong.",
        ),
    ],
    ids=lambda given: given[:20] if isinstance(given, str) else "",
)
def test_calls_and_their_options_become_commands_and_theirs(said, told):
    assert advice(said) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Make room there, or name another sink.", "Make room there."),
        ("That is no secret; name another sink, or move it away.", "That is no secret; move it away."),
        ("Name another sink.", "See to that."),
        ("It was left. Resume the rotation; or put it there.", f"It was left. Run {RESUME}; or put it there."),
        ("Resume the rotation later.", f"Run {RESUME} later."),
        ("Resume it.", f"Run {RESUME}."),
        ("Make the two alike, then resume; or roll back.", f"Make the two alike, then run {RESUME}; or {ROLLBACK}."),
        ("Delete it yourself; then resume.", f"Delete it yourself; then run {RESUME}."),
        (
            "Put it back; or delete it, then resume or roll back.",
            f"Put it back; or delete it, then run {RESUME} or {ROLLBACK}.",
        ),
    ],
)
def test_what_stopped_a_rotation_that_is_recorded_is_told_with_its_number_and_no_other_sink(said, told):
    assert advice(error(RotationError, said), RID) == told


def test_a_journal_that_fails_while_a_rotation_is_rolled_back_is_told_with_that_command():
    said = error(JournalError, f"Resume the rotation {RID} when it can be used. Restore it.", RID)
    assert advice(said, RID, "rollback") == f"Run {ROLLBACK} when the journal can be used. Restore it."
