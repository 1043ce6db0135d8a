"""What a tenant unit remembers: its tokens, who may do what, the audit log, the access log. It knows no HTTP."""

import secrets
from collections import deque
from collections.abc import Callable
from operator import itemgetter

import attrs

from instanakit.sandbox.keeper import Keeper, LogName
from instanakit.sandbox.logs import KEPT_ENTRIES, login
from instanakit.sandbox.options import Options
from instanakit.sandbox.rules import OWNED, Document, is_mask, normalised
from instanakit.sandbox.undo import former_end, former_place, former_value

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
    """The tenant unit. `clock` gives seconds since 1970; `options` decide what the documentation leaves open.

    All of it is in memory; a `keeper` is told of each change.
    """

    def __init__(
        self, api_token: str, clock: Callable[[], float], options: Options, keeper: Keeper | None = None
    ) -> None:
        self.api_token = api_token
        self._clock = clock
        self._keeper = keeper or Keeper()
        self._by_secret: dict[str, tuple[str, ...]] = {}  # ids, the one that got the secret last at the end
        self._listed_from: dict[str, float] = {}
        self.options = options
        self._tokens: dict[str, Document] = {}
        self._handed_out = False
        self.audit_log: deque[Document] = deque(maxlen=KEPT_ENTRIES)
        self.access_log: deque[Document] = deque(maxlen=KEPT_ENTRIES)

    @property
    def tokens(self) -> dict[str, Document]:
        """All tokens by internal id, secrets in clear; a test may write into it."""
        self._handed_out = True
        return self._tokens

    def token(self, internal_id: str) -> Document | None:
        """Return a token, None if there is none with this id."""
        return self._tokens.get(internal_id)

    def all(self) -> list[Document]:
        """Return all tokens, whether the list shows them or not."""
        return list(self._tokens.values())

    def now(self) -> int:
        """Return the time in milliseconds since 1970."""
        return int(self._clock() * 1000)

    def authenticate(self, secret: str) -> Caller | None:
        """Return who has this secret, and note that it was used; None for an unknown or an expired one."""
        if secrets.compare_digest(secret.encode(), self.api_token.encode()):
            return Caller(None)
        having = self._by_secret.get(secret)
        if not having:
            return None
        token = self._tokens[having[-1]]
        # Zero counts as no expiry, as null does.
        if token.get("expiresOn") and token["expiresOn"] <= self.now():
            return None
        self._keeper.unless_kept(former_value, token, "lastUsedOn")
        token["lastUsedOn"] = self.now()
        self._keeper.used(token)
        return Caller(token)

    def listed(self) -> list[Document]:
        """Return the tokens that the list shows by now."""
        now = self._clock()
        return [token for one, token in list(self._tokens.items()) if self._listed_from.get(one, now) <= now]

    def create(self, body: Document, creator: str) -> Document | None:
        """Store a new token as POST does; None if its id is taken and the options call that a conflict."""
        internal_id = body["internalId"]
        honoured = self.options.ids == "honoured"
        taken = honoured and internal_id in self._tokens
        if taken and self.options.same_id == "conflict":
            return None
        if taken and self.options.same_id == "overwrite":
            return self.replace(internal_id, body, creator)
        return self._add(internal_id if honoured and not taken else secrets.token_urlsafe(16), body, creator)

    def replace(self, internal_id: str, body: Document, creator: str) -> Document | None:
        """Store a token as PUT does; None if there is none with this id and the options let PUT make none."""
        former = self._tokens.get(internal_id)
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
            self._keeper.unless_kept(former_value, self._listed_from, internal_id)
            self._listed_from[internal_id] = self._clock() + self.options.list_lag
        return self.put(internal_id, body, creator)

    def put(self, internal_id: str, body: Document, creator: str) -> Document:
        """Store a whole token with the id and the secret that are given, whatever the options are."""
        former = self._tokens.get(internal_id)
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
        self.put_whole(stored)
        return stored

    def put_whole(self, token: Document) -> None:
        """Store a new token as it is."""
        self._keeper.unless_kept(former_value, self._tokens, token["internalId"])
        self._tokens[token["internalId"]] = token
        self._has_secret(token)
        self._keeper.put(token)

    def remember(self, tokens: list[Document], secrets_since: list[int], logs: dict[LogName, list[Document]]) -> None:
        """Take up what is kept already; of tokens with the same secret, the one counts that has it since last."""
        self._tokens = {token["internalId"]: token for token in tokens}
        for _, token in sorted(zip(secrets_since, tokens, strict=True), key=itemgetter(0)):
            self._has_secret(token)
        self.audit_log.extend(logs["audit_log"])
        self.access_log.extend(logs["access_log"])

    def delete(self, internal_id: str) -> bool:
        """Delete a token; False if there is none."""
        token = self._tokens.get(internal_id)
        if token is None:
            return False
        self._keeper.unless_kept(former_place, self._tokens, internal_id, self._keeper.order)
        self._keeper.unless_kept(former_value, self._listed_from, internal_id)
        del self._tokens[internal_id]
        self._listed_from.pop(internal_id, None)
        self._forget_secret(token)
        self._keeper.deleted(internal_id)
        return True

    def _has_secret(self, token: Document) -> None:
        secret = token["accessGrantingToken"]
        self._keeper.unless_kept(former_value, self._by_secret, secret)
        self._by_secret[secret] = (*self._by_secret.get(secret, ()), token["internalId"])

    def _forget_secret(self, token: Document) -> None:
        secret = token["accessGrantingToken"]
        self._keeper.unless_kept(former_value, self._by_secret, secret)
        having = tuple(one for one in self._by_secret.pop(secret) if one != token["internalId"])
        if having:
            self._by_secret[secret] = having

    def audit(self, caller: Caller, action: str, message: str, origin: str) -> None:
        """Write an entry into the audit log."""
        entry = {
            "id": secrets.token_hex(8),
            "action": action,
            "message": message,
            "actor": caller.actor,
            "timestamp": self.now(),
            "meta": {"origin_ip": origin},
        }
        self.log("audit_log", entry)

    def logged_in(self, email: str, full_name: str, at: int) -> None:
        """Write into the access log that somebody logged in."""
        self.log("access_log", login("LOGIN", email, full_name, at, "192.0.2.1"))

    def log(self, name: LogName, entry: Document) -> None:
        """Write an entry into a log."""
        log: deque[Document] = getattr(self, name)
        self._keeper.unless_kept(former_end, log)
        log.append(entry)
        self._keeper.logged(name, entry)

    def commit(self) -> None:
        """Have everything kept that was done until now, or undo it and raise NotKeptError."""
        self._keeper.commit()

    def close(self) -> None:
        """Have everything kept as `commit` does, what a test wrote into `tokens` too, and from now on nothing."""
        keeper, self._keeper = self._keeper, Keeper()
        if self._handed_out:
            keeper.only(self.all())
        keeper.close()
