"""Tokens as rows: which values they have, under which names, and which of them a table shows."""

from datetime import datetime
from typing import TYPE_CHECKING

from instanakit.cli.output import Row

if TYPE_CHECKING:
    from instanakit.models import Token

TOKEN_FIELDS = (
    "internal_id",
    "name",
    "permissions",
    "limited_scopes",
    "created_by",
    "created_at",
    "last_used_at",
    "expires_at",
    "expired",
)
# The first ones stay when a terminal is narrow.
TOKEN_COLUMNS = ("name", "internal_id", "expires_at", "permissions", "limited_scopes", "last_used_at", "created_by")


def token_row(token: "Token", now: datetime) -> Row:
    """Return the values of a token; its secret is none of them."""
    return {
        "internal_id": token.internal_id,
        "name": token.name,
        "permissions": sorted(token.permissions),
        "limited_scopes": sorted(token.limited_scopes),
        "created_by": token.created_by,
        "created_at": token.created_at,
        "last_used_at": token.last_used_at,
        "expires_at": token.expires_at,
        "expired": token.is_expired(now),
    }


def corrections_of(token: "Token") -> list[dict[str, object]]:
    """Return what the server stored differently from what was sent."""
    return [
        {"field": correction.field, "sent": correction.sent, "stored": correction.stored}
        for correction in token.corrections
    ]
