"""Create a token: the internal id and the secret are made here, so that the caller holds them whatever happens."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from math import inf

from instanakit import _operations
from instanakit._flows.compare import OTHER_SECRET, corrections, warn_of_corrections
from instanakit._flows.settle import Useless, look_for, only_one, settle
from instanakit._flows.steps import Call, Flow, Terms
from instanakit._flows.write import Doubt, again, found_out, write
from instanakit._operations import Document
from instanakit._views import to_epoch_ms
from instanakit.errors import APIError, ConfigurationError
from instanakit.models import Token
from instanakit.permissions import check_limited_scopes, check_permissions
from instanakit.secret import Secret

_ID_BYTES, _SECRET_BYTES = 16, 32
_ABSENT = "not there"
_BLIND = "it is not there, but this server was never seen to take an id that it is given"


def check_name(name: str) -> str:
    """Refuse a name that is no text or blank."""
    if not isinstance(name, str) or not name.strip():
        message = f"name must be a text that is not blank; it is {name!r}"
        raise ConfigurationError(message)
    return name


def new_document(
    name: str,
    permissions: Iterable[str],
    limited_scopes: Iterable[str],
    expires_at: datetime | None,
    *,
    allow_unknown: bool,
) -> Document:
    """Make the document of a new token, with an internal id of 128 and a secret of 256 random bits."""
    check_name(name)
    flags = check_permissions(permissions, "permissions", allow_unknown=allow_unknown)
    flags |= check_limited_scopes(limited_scopes, "limited_scopes", allow_unknown=allow_unknown)
    document: Document = {
        "internalId": secrets.token_hex(_ID_BYTES),
        "name": name,
        "accessGrantingToken": Secret(secrets.token_urlsafe(_SECRET_BYTES)),
    }
    if expires_at is not None:
        document["expiresOn"] = to_epoch_ms(expires_at, "expires_at")
    return document | dict.fromkeys(sorted(flags), True)


def create_token(
    terms: Terms,
    name: str,
    permissions: Iterable[str],
    limited_scopes: Iterable[str],
    expires_at: datetime | None,
    *,
    allow_unknown: bool,
) -> Flow[Token]:
    """Create a token and return it with the secret that works: ours, or the server's own if it made another."""
    sent = new_document(name, permissions, limited_scopes, expires_at, allow_unknown=allow_unknown)
    made = yield from create_from(terms, sent)
    if isinstance(made, Useless):
        raise made.error
    return made


def unannounced() -> Flow[None]:
    """Announce nothing."""
    yield from ()


def create_from(
    terms: Terms,
    sent: Document,
    before: Sequence[Doubt] = (),
    *,
    most_open: int = 1,
    most_posts: float = inf,
    announce: Callable[[], Flow[None]] = unannounced,
) -> Flow[Token | Useless]:
    """Create the token of a document that has an internal id and a secret; `before` are doubts that there were.

    After more than `most_open` attempts that may have made a token under an id of the server's own, none is made, nor
    after `most_posts` that may have made one at all. Each is announced first.
    """
    request = _operations.create_token(sent)
    attempt, token, earlier = 1, None, tuple[Doubt, ...]()
    doubts = list(before)
    while token is None:
        earlier = tuple(doubts)
        after = None if not earlier else partial(_after_doubt, terms, sent, earlier)
        yield from announce()
        reply = yield from write(terms, request, attempt, shows_secret=True, former=after)
        if isinstance(reply, Doubt):
            doubts.append(reply)
            found = yield from settle(terms, sent, reply)
            if isinstance(found, Useless):
                return found
            token = found
            if token is None:
                undone = _after_doubt(terms, sent, doubts, reply.undone)
                is_blind = not terms.memory.takes_ids and sum(doubt.leaves_open for doubt in doubts) > most_open
                if is_blind or len(doubts) - len(before) >= most_posts:
                    raise undone
                attempt = yield from again(terms, reply, undone)
        else:
            token = _made(sent, reply)
    if earlier and token.internal_id != sent["internalId"]:
        token = yield from only_one(terms, sent, token, earlier[-1])
    terms.memory.made.append(token.internal_id)
    terms.memory.takes_ids = terms.memory.takes_ids or token.internal_id == sent["internalId"]
    yield from warn_of_corrections(token, sent, Call(request, attempt))
    return token


def _after_doubt(terms: Terms, sent: Document, doubts: Sequence[Doubt], error: APIError) -> APIError:
    """Make the error of an attempt that was not done, in view of the doubts that went before it or are about it."""
    left = next((doubt for doubt in doubts if doubt.leaves_open), None)
    if left is None or terms.memory.takes_ids:
        return found_out(error, sent["internalId"], _ABSENT)
    then = "" if error is left.undone else f"; then {error.message}"
    return left.unknown(_BLIND + then, hint=look_for(sent))


def _made(sent: Document, stored: Document) -> Token:
    secret = stored["accessGrantingToken"]
    masked = () if secret == sent["accessGrantingToken"] else (OTHER_SECRET,)
    return Token(stored, secret, (*corrections(sent, stored), *masked))
