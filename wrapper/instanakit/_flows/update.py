"""Update a token without losing anything: read it, change the named fields of the document as it came, put it back."""

from collections.abc import Iterable
from datetime import datetime

import attrs

from instanakit import _answers, _operations
from instanakit._defaults import KEEP, Keep
from instanakit._flows.compare import corrections, tell_of_access, warn_of_corrections
from instanakit._flows.create import check_name
from instanakit._flows.put import Put, secret_after
from instanakit._flows.send import ask
from instanakit._flows.steps import Call, Flow, Terms
from instanakit._operations import Document
from instanakit._settings import conceal
from instanakit._views import to_epoch_ms
from instanakit.errors import ConfigurationError, OutcomeUnknownError
from instanakit.models import Token
from instanakit.permissions import check_limited_scopes, check_permissions
from instanakit.secret import Secret


@attrs.frozen
class Change:
    """What an update is to change: fields and their new values, and fields to remove."""

    fields: Document
    secret: Secret | None = None
    remove_expiry: bool = False

    def apply(self, document: Document) -> Document:
        """Return the document with the change made, everything else as it was."""
        # A flag that is absent is off already.
        changed = document | {
            field: value
            for field, value in self.fields.items()
            if value is not False or document.get(field, False) is not False
        }
        if self.remove_expiry and document.get("expiresOn") is not None:
            changed["expiresOn"] = None
        if self.secret is not None:
            changed["accessGrantingToken"] = self.secret
        return changed


def change(
    name: str | Keep,
    grant: Iterable[str],
    revoke: Iterable[str],
    limit_scopes: Iterable[str],
    unlimit_scopes: Iterable[str],
    expires_at: datetime | Keep | None,
    secret: str | Secret | None,
    *,
    allow_unknown: bool,
) -> Change:
    """Check what the caller wants and return it as a Change."""
    on = check_permissions(grant, "grant", allow_unknown=allow_unknown)
    off = check_permissions(revoke, "revoke", allow_unknown=allow_unknown)
    _no_contradiction(on & off, "grant", "revoke")
    limited = check_limited_scopes(limit_scopes, "limit_scopes", allow_unknown=allow_unknown)
    unlimited = check_limited_scopes(unlimit_scopes, "unlimit_scopes", allow_unknown=allow_unknown)
    _no_contradiction(limited & unlimited, "limit_scopes", "unlimit_scopes")
    fields: Document = dict.fromkeys(sorted(on | limited), True) | dict.fromkeys(sorted(off | unlimited), False)
    if not isinstance(name, Keep):
        fields["name"] = check_name(name)
    if expires_at is not None and expires_at is not KEEP:
        fields["expiresOn"] = to_epoch_ms(expires_at, "expires_at")
    known = None if secret is None else conceal(secret, "secret")
    if known is not None and known.is_mask:
        message = "secret is the mask that GET shows, not a secret"
        raise ConfigurationError(message, hint="Leave it out to send the mask back.")
    return Change(fields, known, remove_expiry=expires_at is None)


def _no_contradiction(names: frozenset[str], one: str, other: str) -> None:
    if names:
        message = f"{', '.join(sorted(names))} cannot be both in {one} and in {other}"
        raise ConfigurationError(message, hint="Decide for one of them.")


def update_token(terms: Terms, internal_id: str, wanted: Change) -> Flow[Token]:
    """Make the change and return the token as it is stored. If there is nothing to change, nothing is sent."""
    reading = _operations.get_token(internal_id)
    answer = yield from ask(terms, reading)
    before = _answers.token(answer, reading)
    changed = wanted.apply(before)
    if _operations.encode(changed) == _operations.encode(before):
        return Token(before)
    if wanted.secret is None and terms.masked_secret == "refuse" and _answers.clear_secret(before) is None:
        message = f"The token {internal_id} was not changed: PUT would send its masked secret back"
        hint = "Give the token's secret as secret=, or allow it with masked_secret='send'."
        raise ConfigurationError(message, hint=hint)
    put = Put(reading, _operations.replace_token(internal_id, changed), before, changed, wanted.secret)
    try:
        stored, attempt = yield from put.carry_out(terms)
    except OutcomeUnknownError as error:
        yield from tell_of_access(before, changed, Call(put.writing, error.attempts), surely=False)
        raise
    call = Call(put.writing, attempt)
    secret, masked = yield from secret_after(terms, changed, stored, wanted.secret, call)
    token = Token(stored, secret, (*corrections(changed, stored), *masked))
    yield from warn_of_corrections(token, changed, call)
    yield from tell_of_access(before, stored, call)
    return token
