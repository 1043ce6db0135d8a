"""Find out whether a token was created when the answer to POST was lost, or does not tell.

A token is taken for the one that was asked for, or deleted, only if something proves it: its internal id, which was
made here, or the secret, made here too, that authenticates. The name alone proves nothing.
"""

from typing import cast

import attrs

from instanakit import _answers, _operations
from instanakit._flows.compare import corrections, unexplained
from instanakit._flows.delete import delete_token
from instanakit._flows.prove import PAUSES, authenticates, is_past, made_meanwhile, pause, used_by_probe
from instanakit._flows.send import send
from instanakit._flows.steps import Flow, Terms
from instanakit._flows.write import Doubt
from instanakit._operations import Document
from instanakit.errors import APIError
from instanakit.models import Token
from instanakit.secret import Secret

_PATIENTLY = (*PAUSES, 3.2, 3.2, 3.2)


def settle(terms: Terms, sent: Document, doubt: Doubt) -> Flow[Token | None]:
    """Return the token that was created after all, or None if there is none and POST may be sent again.

    Raises OutcomeUnknownError if it cannot be told, and the error of the POST if what it had made was of no use.
    """
    try:
        found = yield from _look(terms, sent, doubt)
    except APIError as error:
        found = doubt.unknown(error.message)
    if isinstance(found, APIError):
        raise found
    return found


def _look(terms: Terms, sent: Document, doubt: Doubt) -> Flow[Token | APIError | None]:
    # An answer that masks the secret, and so is in doubt, may name an id of the server's own.
    for internal_id in dict.fromkeys((sent["internalId"], cast("str", doubt.internal_id))):
        found = yield from _by_id(terms, sent, doubt, internal_id)
        if found is not None:
            return found
    if (yield from authenticates(terms, sent["accessGrantingToken"], pauses=())):
        return (yield from _by_secret(terms, sent, doubt))
    others = yield from made_meanwhile(terms, sent["name"])
    if not others:
        return None
    return doubt.unknown(f"{_those(others)}, but nothing proves that this call did it")


def _those(tokens: list[Token]) -> str:
    return f"a token of this name was made meanwhile ({', '.join(token.internal_id for token in tokens)})"


def _by_id(terms: Terms, sent: Document, doubt: Doubt, internal_id: str) -> Flow[Token | APIError | None]:
    """Return the token of an id that is ours, if it has the secret that we sent; else nobody can use it."""
    secret = cast("Secret", sent["accessGrantingToken"])
    reading = _operations.get_token(internal_id)
    answer = yield from send(terms, reading)
    if _answers.is_missing(answer):
        return None
    _answers.check(answer, reading)
    found = _answers.token(answer, reading)
    terms.memory.takes_ids = terms.memory.takes_ids or internal_id == sent["internalId"]
    token = Token(found, secret, corrections(sent, found))
    # An expired token does not authenticate with any secret, so nothing can be told, and nothing is lost.
    if is_past(sent.get("expiresOn"), answer.headers) or (yield from authenticates(terms, secret)):
        return token
    yield from delete_token(terms, internal_id, missing_ok=True)
    error = doubt.undone
    error.message = f"{doubt.said}; the token had been created, but the secret that was sent does not authenticate"
    error.hint = f"The token {internal_id} was deleted, since nobody holds its secret. Create it again."
    error.args = (error.message,)
    return error


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
    return doubt.unknown(f"a token has the secret of this call, but the server gave it another id, and {why}")


def only_one(terms: Terms, sent: Document, second: Token, doubt: Doubt) -> Flow[Token]:
    """Return the only token that was made, now that what a second POST made is seen to have an id of the server's own.

    If the first one came late, under our id, it is returned and the second deleted. A list that shows the second token
    would show the first one too; if it shows another one, or does not show the second in time, the second, whose id is
    known, is deleted: one token that nobody holds may be left, never two. Then OutcomeUnknownError is raised.
    """
    asked = 0
    why = "the list does not show what was made"
    try:
        first = yield from _by_id(terms, sent, doubt, sent["internalId"])
        if isinstance(first, APIError):  # it was of no use, and is deleted
            return second
        while first is None:
            found = yield from made_meanwhile(terms, sent["name"])
            others = [token for token in found if token.internal_id != second.internal_id]
            if others:
                why = _those(others)
                break
            if found:
                return second
            if not (yield from pause(terms, PAUSES, asked, _operations.list_tokens())):
                break
            asked += 1
        yield from delete_token(terms, second.internal_id, missing_ok=True)
        problem = f"the server gives tokens ids of its own, and {why}; what a second attempt made was deleted"
    except APIError as error:
        first = None
        problem = f"a second attempt made {second.internal_id}, an id of the server's own; {error.message}"
    if first is None:
        raise doubt.unknown(problem)
    return first
