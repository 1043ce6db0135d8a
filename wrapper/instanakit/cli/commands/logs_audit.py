"""instanakit logs audit."""

from typing import TYPE_CHECKING

from instanakit.cli.log_command import log_command
from instanakit.cli.output import Row

if TYPE_CHECKING:
    from instanakit.models import AuditLogEntry

_FIELDS = ("id", "at", "action", "message", "actor_type", "actor_id", "actor_name", "actor_email", "meta")
_COLUMNS = ("at", "message", "actor_name", "action")


def _row(entry: "AuditLogEntry") -> Row:
    actor = entry.actor
    return {
        "id": entry.id,
        "at": entry.at,
        "action": entry.action,
        "message": entry.message,
        "actor_type": actor.type,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "actor_email": actor.email,
        "meta": entry.meta,
    }


command = log_command(
    "audit",
    about="What was done in the tenant unit, and by whom. Needs the permission canViewAuditLog.",
    reader=lambda instana: instana.audit_log,
    row=_row,
    fields=_FIELDS,
    columns=_COLUMNS,
)
