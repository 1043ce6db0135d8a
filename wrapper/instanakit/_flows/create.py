"""Create a token: the internal id and the secret are made here, so that the caller holds them whatever happens."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from instanakit import _answers, _operations
from instanakit._flows.compare import corrections
from instanakit._flows.send import ask
from instanakit._flows.steps import Flow, Terms
from instanakit._operations import Document
from instanakit._views import to_epoch_ms
from instanakit.errors import ConfigurationError
from instanakit.models import Token
from instanakit.permissions import check_limited_scopes, check_permissions
from instanakit.secret import Secret

_ID_BYTES, _SECRET_BYTES = 16, 32


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
    answer = yield from ask(terms, request)
    stored = _answers.token(answer, request)
    shown = stored.get("accessGrantingToken")
    secret = shown if isinstance(shown, Secret) and not shown.is_mask else sent["accessGrantingToken"]
    return Token(stored, secret, corrections(sent, stored))
