"""What the API tells, as small immutable views: tokens, log entries, pages, health, version.

Each view keeps the document as it came, so nothing that this build does not know is lost; `raw` is a fresh copy of it.
Times are aware datetimes in UTC, or None where the server sent none or one that does not fit (0 counts as none).
A leaf: it knows Secret and the names of permissions.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

import attrs

from instanakit._views import View, from_epoch_ms, json_object, optional_text, text, to_epoch_ms
from instanakit.permissions import is_limited_scope, is_permission, unknown_flags
from instanakit.secret import Secret

E = TypeVar("E")


@attrs.frozen
class Correction:
    """A field that the server stored differently from what was sent; None stands for a field that is not there."""

    field: str
    sent: Any
    stored: Any


@attrs.frozen(eq=False, repr=False)
class Token(View):
    """An API token.

    `secret` is set in what create returns, and in what update returns if it was given one. `id` is the masked field
    that access rules refer to; None where the server masked it. Tokens compare by internal id and `raw`.
    """

    secret: Secret | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def internal_id(self) -> str:
        """The id by which the token is addressed."""
        return text(self._document, "internalId")

    @property
    def id(self) -> Secret | None:
        """The id by which access rules name the token, where the server shows it."""
        value = self._document.get("id")
        return value if isinstance(value, Secret) and not value.is_mask else None

    @property
    def name(self) -> str:
        """What people call the token."""
        return text(self._document, "name")

    @property
    def permissions(self) -> frozenset[str]:
        """The wire names of the permissions that are on, those unknown to this build too."""
        return frozenset(field for field, value in self._document.items() if value is True and is_permission(field))

    @property
    def limited_scopes(self) -> frozenset[str]:
        """The wire names of the limited scopes that are on, those unknown to this build too."""
        return frozenset(field for field, value in self._document.items() if value is True and is_limited_scope(field))

    @property
    def created_by(self) -> str | None:
        """Who created the token."""
        return optional_text(self._document, "createdBy")

    @property
    def created_at(self) -> datetime | None:
        """When the token was created."""
        return from_epoch_ms(self._document.get("createdOn"))

    @property
    def last_used_at(self) -> datetime | None:
        """When the token last authenticated."""
        return from_epoch_ms(self._document.get("lastUsedOn"))

    @property
    def expires_at(self) -> datetime | None:
        """When the token stops to authenticate; None: never."""
        return from_epoch_ms(self._document.get("expiresOn"))

    def is_expired(self, at: datetime) -> bool:
        """Tell whether the token no longer authenticates at that time, which must have a time zone."""
        to_epoch_ms(at, "at")
        return self.expires_at is not None and self.expires_at <= at

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Token):
            return NotImplemented
        return self.internal_id == other.internal_id and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.internal_id)

    def __repr__(self) -> str:
        return (
            f"<Token {self.internal_id!r} {self.name!r}: {len(self.permissions)} permissions, "
            f"{len(self.limited_scopes)} limited scopes>"
        )


def unknown_flags_of(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the flags of tokens, on or off, that this build does not know."""
    return unknown_flags(frozenset().union(*(token._document for token in tokens)))


@attrs.frozen
class Actor:
    """Who did something: `type` is USER, API_TOKEN, POLICY, or what the API adds one day."""

    type: str
    id: str
    name: str
    email: str | None


@attrs.frozen(eq=False, repr=False)
class _LogEntry(View):
    @property
    def action(self) -> str:
        """What was done, in the API's own words; the set grows."""
        return text(self._document, "action")

    @property
    def message(self) -> str:
        """The same for people."""
        return text(self._document, "message")

    @property
    def at(self) -> datetime | None:
        """When it was done."""
        return from_epoch_ms(self._document.get("timestamp"))

    @property
    def meta(self) -> dict[str, Any]:
        """Any further values, in a fresh copy."""
        return json_object(self._document, "meta")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.at} {self.action!r}>"


class AuditLogEntry(_LogEntry):
    """Something that was done in the tenant unit."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """The id of the entry."""
        return text(self._document, "id")

    @property
    def actor(self) -> Actor:
        """Who did it."""
        actor = json_object(self._document, "actor")
        return Actor(text(actor, "type"), text(actor, "id"), text(actor, "name"), optional_text(actor, "email"))


class AccessLogEntry(_LogEntry):
    """Somebody who came in, or tried to."""

    __slots__ = ()

    @property
    def email(self) -> str:
        """The e-mail address of the person."""
        return text(self._document, "email")

    @property
    def full_name(self) -> str:
        """The name of the person."""
        return text(self._document, "fullName")

    @property
    def tenant_id(self) -> str:
        """The id of the tenant."""
        return text(self._document, "tenantId")

    @property
    def tenant_unit_id(self) -> str | None:
        """The id of the tenant unit."""
        return optional_text(self._document, "tenantUnitId")


@attrs.frozen
class Page(Generic[E]):
    """One page of a log: these entries from `offset` on, of `total` in all; `next_offset` is None at the end."""

    entries: tuple[E, ...]
    total: int
    offset: int
    next_offset: int | None


class Health(View):
    """How the backend feels: `status` is GREEN, YELLOW, RED, or what the API adds one day."""

    __slots__ = ()

    @property
    def status(self) -> str:
        """The state in one word."""
        return text(self._document, "health")

    @property
    def messages(self) -> tuple[str, ...]:
        """The reasons, where there are any."""
        value = self._document.get("messages")
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def __repr__(self) -> str:
        return f"<Health {self.status}>"


class Version(View):
    """Which build answers; each part is None where the server does not say."""

    __slots__ = ()

    @property
    def branch(self) -> str | None:
        """The branch it was built from."""
        return optional_text(self._document, "branch")

    @property
    def commit(self) -> str | None:
        """The commit it was built from."""
        return optional_text(self._document, "commit")

    @property
    def image_tag(self) -> str | None:
        """The tag of its image."""
        return optional_text(self._document, "imageTag")

    def __repr__(self) -> str:
        return f"<Version {self.branch} {self.image_tag}>"
