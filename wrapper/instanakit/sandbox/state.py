"""What a tenant unit remembers: its tokens, who may do what, the audit log, the access log. It knows no HTTP."""

import secrets
from collections import deque
from collections.abc import Callable, Collection
from itertools import islice
from typing import Any

import attrs

from instanakit.sandbox.options import Options
from instanakit.sandbox.rules import OWNED, Document, is_mask, normalised

KEPT_ENTRIES = 100_000  # of each log, so that a sandbox can run for days
OWNER = {"type": "USER", "id": "sandbox-owner", "name": "Sandbox Owner", "email": "owner@example.com"}


@attrs.frozen
class Caller:
    """Who makes a request: the owner of the unit with a personal token, or a token of the unit."""

    token: Document | None = attrs.field(repr=False)

    def may(self, permission: str) -> bool:
        """Tell whether the caller has a permission; the owner has all."""
        return self.token is None or self.token.get(permission) is True

    @property
    def actor(self) -> dict[str, str]:
        """The caller as the audit log names it."""
        if self.token is None:
            return OWNER
        return {"type": "API_TOKEN", "id": self.token["internalId"], "name": self.token["name"]}

    @property
    def creator(self) -> str:
        """The caller as a token that it creates names it."""
        return self.actor.get("email") or self.actor["name"]


class State:
    """The tenant unit. `clock` gives seconds since 1970; `options` decide what the documentation leaves open."""

    def __init__(self, api_token: str, clock: Callable[[], float], options: Options) -> None:
        self._api_token = api_token
        self._clock = clock
        self._by_secret: dict[str, dict[str, None]] = {}  # ids, the one that got the secret last at the end
        self._listed_from: dict[str, float] = {}
        self.options = options
        self.tokens: dict[str, Document] = {}
        self.audit_log: deque[Document] = deque(maxlen=KEPT_ENTRIES)
        self.access_log: deque[Document] = deque(maxlen=KEPT_ENTRIES)

    def now(self) -> int:
        """Return the time in milliseconds since 1970."""
        return int(self._clock() * 1000)

    def authenticate(self, secret: str) -> Caller | None:
        """Return who has this secret, and note that it was used; None for an unknown or an expired one."""
        if secrets.compare_digest(secret.encode(), self._api_token.encode()):
            return Caller(None)
        having = self._by_secret.get(secret)
        if not having:
            return None
        token = self.tokens[next(reversed(having))]
        # Zero counts as no expiry, as null does.
        if token.get("expiresOn") and token["expiresOn"] <= self.now():
            return None
        token["lastUsedOn"] = self.now()
        return Caller(token)

    def listed(self) -> list[Document]:
        """Return the tokens that the list shows by now."""
        now = self._clock()
        return [token for one, token in list(self.tokens.items()) if self._listed_from.get(one, now) <= now]

    def create(self, body: Document, creator: str) -> Document | None:
        """Store a new token as POST does; None if its id is taken and the options call that a conflict."""
        internal_id = body["internalId"]
        honoured = self.options.ids == "honoured"
        taken = honoured and internal_id in self.tokens
        if taken and self.options.same_id == "conflict":
            return None
        if taken and self.options.same_id == "overwrite":
            return self.replace(internal_id, body, creator)
        return self._add(internal_id if honoured and not taken else secrets.token_urlsafe(16), body, creator)

    def replace(self, internal_id: str, body: Document, creator: str) -> Document | None:
        """Store a token as PUT does; None if there is none with this id and the options let PUT make none."""
        former = self.tokens.get(internal_id)
        if former is None:
            return self._add(internal_id, body, creator) if self.options.put_revives == "yes" else None
        masked_away = is_mask(body["accessGrantingToken"]) and self.options.masked_put == "kept"
        if masked_away or self.options.secrets == "own":
            body = body | {"accessGrantingToken": former["accessGrantingToken"]}
        return self.put(internal_id, body, creator)

    def _add(self, internal_id: str, body: Document, creator: str) -> Document:
        if self.options.secrets == "own" or is_mask(body["accessGrantingToken"]):
            body = body | {"accessGrantingToken": secrets.token_urlsafe(16)}
        if self.options.list_lag:
            self._listed_from[internal_id] = self._clock() + self.options.list_lag
        return self.put(internal_id, body, creator)

    def put(self, internal_id: str, body: Document, creator: str) -> Document:
        """Store a whole token with the id and the secret that are given, whatever the options are."""
        former = self.tokens.get(internal_id)
        stored = normalised(body) | {"internalId": internal_id}
        if former is None:
            stored |= {
                "id": secrets.token_urlsafe(16),
                "createdBy": creator,
                "createdOn": self.now(),
                "lastUsedOn": None,
            }
        else:
            stored |= {field: former[field] for field in OWNED}
            self._forget_secret(former)
        self.tokens[internal_id] = stored
        self._by_secret.setdefault(stored["accessGrantingToken"], {})[internal_id] = None
        return stored

    def delete(self, internal_id: str) -> bool:
        """Delete a token; False if there is none."""
        token = self.tokens.pop(internal_id, None)
        if token is None:
            return False
        self._listed_from.pop(internal_id, None)
        self._forget_secret(token)
        return True

    def _forget_secret(self, token: Document) -> None:
        having = self._by_secret[token["accessGrantingToken"]]
        del having[token["internalId"]]
        if not having:
            del self._by_secret[token["accessGrantingToken"]]

    def audit(self, caller: Caller, action: str, message: str, origin: str) -> None:
        """Write an entry into the audit log."""
        self.audit_log.append(
            {
                "id": secrets.token_hex(8),
                "action": action,
                "message": message,
                "actor": caller.actor,
                "timestamp": self.now(),
                "meta": {"origin_ip": origin},
            }
        )

    def logged_in(self, email: str, full_name: str, at: int) -> None:
        """Write an entry into the access log."""
        self.access_log.append(
            {
                "action": "LOGIN",
                "email": email,
                "fullName": full_name,
                "tenantId": "sandbox",
                "tenantUnitId": "sandbox-unit",
                "message": f"{full_name} logged in",
                "timestamp": at,
                "meta": {"origin_ip": "192.0.2.1"},
            }
        )


def page(log: deque[Document], offset: int, page_size: int, query: str) -> dict[str, Any]:
    """Return a page of a log, newest entries first, of those that contain the query in any of their texts."""
    found: Collection[Document] = log
    newest_first = reversed(log)
    if query:
        found = [entry for entry in newest_first if query.lower() in " ".join(_texts(entry)).lower()]
        newest_first = iter(found)
    return {"total": len(found), "entries": list(islice(newest_first, offset, offset + page_size))}


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [value] if isinstance(value, str) else []
