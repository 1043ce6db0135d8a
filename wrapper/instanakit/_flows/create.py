"""Create a token: the internal id and the secret are made here, so that the caller holds them whatever happens."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from instanakit import _operations
from instanakit._flows.compare import OTHER_SECRET, corrections, warn_of_corrections
from instanakit._flows.settle import only_one, settle
from instanakit._flows.steps import Call, Flow, Terms
from instanakit._flows.write import Doubt, again, write
from instanakit._operations import Document
from instanakit._views import to_epoch_ms
from instanakit.errors import ConfigurationError
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
    request = _operations.create_token(sent)
    attempt, doubts, earlier, doubt, token = 1, 0, None, None, None
    while token is None:
        reply = yield from write(terms, request, attempt, shows_secret=True)
        if isinstance(reply, Doubt):
            earlier, doubt, doubts = doubt, reply, doubts + reply.leaves_open
            token = yield from settle(terms, sent, doubt)
            if token is None:
                blind = doubt.leaves_open and not terms.memory.takes_ids
                undone = doubt.unknown(_BLIND) if blind else doubt.settled(_ABSENT)
                if blind and doubts > 1:
                    raise undone
                attempt = yield from again(terms, doubt, undone)
        else:
            earlier, token = doubt, _made(sent, reply)
    if earlier is not None and token.internal_id != sent["internalId"]:
        token = yield from only_one(terms, sent, token, earlier)
    terms.memory.made.append(token.internal_id)
    terms.memory.takes_ids = terms.memory.takes_ids or token.internal_id == sent["internalId"]
    yield from warn_of_corrections(token, sent, Call(request, attempt))
    return token


def _made(sent: Document, stored: Document) -> Token:
    secret = stored["accessGrantingToken"]
    masked = () if secret == sent["accessGrantingToken"] else (OTHER_SECRET,)
    return Token(stored, secret, (*corrections(sent, stored), *masked))
