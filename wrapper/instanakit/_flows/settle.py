"""Find out whether a token was created when the answer to POST was lost, or does not tell.

A token is taken for the one that was asked for, or deleted, only if something proves it: its internal id, which was
made here, or the secret, made here too, that authenticates. The name alone proves nothing.
"""

from copy import copy
from typing import TypeAlias, cast

import attrs

from instanakit import _answers, _operations
from instanakit._flows.compare import corrections, unexplained
from instanakit._flows.delete import delete_token
from instanakit._flows.prove import PAUSES, authenticates, is_meanwhile, is_past, made_meanwhile, pause, used_by_probe
from instanakit._flows.send import send
from instanakit._flows.steps import Flow, Terms
from instanakit._flows.write import Doubt
from instanakit._operations import Document
from instanakit.errors import APIError
from instanakit.models import Token
from instanakit.secret import Secret

_PATIENTLY = (*PAUSES, 3.2, 3.2, 3.2)
# Waits in seconds before a token is taken for absent, on a server that may have made it out of sight.
_UNSEEN = (0.5, 1.0, 1.5)


@attrs.frozen
class Useless:
    """What was made and deleted again, since nobody holds its secret: the error of the POST that tells of it."""

    error: APIError = attrs.field(repr=False)


Found: TypeAlias = Token | Useless | None


def settle(terms: Terms, sent: Document, doubt: Doubt) -> Flow[Found]:
    """Return what was created after all, or None if there is nothing and POST may be sent again.

    Raises OutcomeUnknownError if it cannot be told.
    """
    hint, asked = "", 0
    reading = _operations.get_token(sent["internalId"])
    try:
        found = yield from _by_id(terms, sent, doubt)
        while found is None and not terms.memory.takes_ids:
            hint = look_for(sent)
            found = yield from _under_another_id(terms, sent, doubt)
            if found or not (doubt.leaves_open and (yield from pause(terms, _UNSEEN, asked, reading))):
                break
            asked += 1
            found = yield from _by_id(terms, sent, doubt)
    except APIError as error:
        found = doubt.unsettled_by(error, hint=hint)
    if isinstance(found, APIError):
        raise found
    return found


def look_for(sent: Document) -> str:
    """Say what to look for where the id that was sent is not there."""
    return (
        f"It may have been done under an id of the server's own: look for a new token named {sent['name']!r} "
        "before you try again."
    )


def _under_another_id(terms: Terms, sent: Document, doubt: Doubt) -> Flow[Token | APIError | None]:
    # An answer that masks the secret, and so is in doubt, may name an id of the server's own.
    if doubt.internal_id != sent["internalId"]:
        return (yield from _by_answer(terms, sent, doubt))
    if (yield from authenticates(terms, sent["accessGrantingToken"], pauses=())):
        return (yield from _by_secret(terms, sent, doubt))
    others = yield from made_meanwhile(terms, sent["name"])
    if not others:
        return None
    return doubt.unknown(f"{_those(others)}, but nothing proves that this call did it", hint=look_for(sent))


def _those(tokens: list[Token]) -> str:
    return f"a token of this name was made meanwhile ({', '.join(token.internal_id for token in tokens)})"


def _by_id(terms: Terms, sent: Document, doubt: Doubt) -> Flow[Found | APIError]:
    """Return the token that has our id, if the secret that we sent is its secret; else nobody can use it."""
    internal_id, secret = sent["internalId"], cast("Secret", sent["accessGrantingToken"])
    reading = _operations.get_token(internal_id)
    answer = yield from send(terms, reading)
    if _answers.is_missing(answer):
        return None
    _answers.check(answer, reading)
    found = _answers.token(answer, reading)
    terms.memory.takes_ids = True
    token = Token(found, secret, corrections(sent, found))
    # An expired token does not authenticate with any secret, so nothing can be told, and nothing is lost.
    if is_past(sent.get("expiresOn"), answer.headers) or (yield from authenticates(terms, secret)):
        return token
    useless = "the token had been created, but the secret that was sent does not authenticate"
    try:
        yield from delete_token(terms, internal_id, missing_ok=True)
    except APIError as error:
        hint = f"The token {internal_id} is there, but nobody holds its secret: delete it before you try again."
        return doubt.stuck(f"{useless}, and it could not be deleted: {error.message}", hint)
    undone = copy(doubt.undone)
    undone.message = f"{doubt.said}; {useless}"
    undone.hint = f"The token {internal_id} was deleted, since nobody holds its secret. Create it again."
    undone.args = (undone.message,)
    return Useless(undone)


def _by_answer(terms: Terms, sent: Document, doubt: Doubt) -> Flow[Token | APIError]:
    """Return the token that the answer names by an id of the server's own, if it is new and has our secret."""
    named = cast("str", doubt.internal_id)
    token, is_new = yield from _read_new(terms, sent, named)
    secret = cast("Secret", sent["accessGrantingToken"])
    if token is not None and is_new and (yield from authenticates(terms, secret)):
        return attrs.evolve(token, secret=secret, corrections=corrections(sent, token.raw))
    why = f"the answer names the token {named}, but nothing proves that it is the new one, so it was left alone"
    return doubt.unknown(why, hint=look_for(sent))


def _read_new(terms: Terms, sent: Document, internal_id: str) -> Flow[tuple[Token | None, bool]]:
    """Read a token; tell whether its name and the time of its creation are those of the one that was asked for."""
    reading = _operations.get_token(internal_id)
    answer = yield from send(terms, reading)
    if _answers.is_missing(answer):
        return None, False
    _answers.check(answer, reading)
    token = Token(_answers.token(answer, reading))
    return token, token.name == sent["name"] and is_meanwhile(terms, answer, token)


def _by_secret(terms: Terms, sent: Document, doubt: Doubt) -> Flow[Token | APIError]:
    """Find the token that has our secret on a server that gave it another id, and whose list may know it late.

    That the secret authenticates proves that it is there; which one it is, only `lastUsedOn` tells, when we use it.
    """
    secret, asked = cast("Secret", sent["accessGrantingToken"]), 0
    while True:
        used = yield from used_by_probe(terms, sent["name"], secret)
        found = [attrs.evolve(token, secret=secret, corrections=corrections(sent, token.raw)) for token in used]
        # One that may do other things than what was asked for is somebody else's.
        if len(found) == 1 and {one.field for one in unexplained(found[0].corrections, sent)} == {"internalId"}:
            return found[0]
        if not (yield from pause(terms, _PATIENTLY, asked, _operations.list_tokens())):
            break
        asked += 1
    why = "the list does not tell which one it is"
    known = f"a token has the secret of this call, but the server gave it another id, and {why}"
    return doubt.stuck(known, look_for(sent))


def only_one(terms: Terms, sent: Document, second: Token, doubt: Doubt) -> Flow[Token]:
    """Return the only token that was made, now that what a second POST made is seen to have an id of the server's own.

    If the first one came late, under our id, it is returned and the second deleted. A list that shows the second token
    would show the first one too; if it shows another one, or does not show the second in time, the second is deleted if
    its secret proves that it was made by this call: one token that nobody holds may be left, never two. Then
    OutcomeUnknownError is raised.
    """
    try:
        found = yield from _weigh(terms, sent, second, doubt)
    except APIError as error:
        why = f"a second attempt made {second.internal_id}, an id of the server's own; {error.message}"
        found = doubt.unknown(why, hint=look_for(sent))
    if isinstance(found, APIError):
        raise found
    return found


def _weigh(terms: Terms, sent: Document, second: Token, doubt: Doubt) -> Flow[Token | APIError]:
    first = yield from _by_id(terms, sent, doubt)
    if isinstance(first, APIError):
        return first
    if isinstance(first, Useless):
        return second
    why = ""
    if first is None:
        why = yield from _another_one(terms, sent, second)
        if not why:
            return second
    _, is_new = yield from _read_new(terms, sent, second.internal_id)
    if not (is_new and second.secret is not None and (yield from authenticates(terms, second.secret))):
        why = f"a second attempt was answered with the token {second.internal_id}, but nothing proves that it is new"
        return doubt.unknown(f"{why}, so it was left alone", hint=look_for(sent))
    yield from delete_token(terms, second.internal_id, missing_ok=True)
    if first is not None:
        return first
    why = f"the server gives tokens ids of its own, and {why}; what a second attempt made was deleted"
    return doubt.unknown(why, hint=look_for(sent))


def _another_one(terms: Terms, sent: Document, second: Token) -> Flow[str]:
    """Say why the second token may not be the only one; "" if the list shows it alone."""
    asked = 0
    while True:
        found = yield from made_meanwhile(terms, sent["name"])
        others = [token for token in found if token.internal_id != second.internal_id]
        if others:
            return _those(others)
        if found:
            return ""
        if not (yield from pause(terms, PAUSES, asked, _operations.list_tokens())):
            return "the list does not show what was made"
        asked += 1
