"""instanakit logs access."""

from typing import TYPE_CHECKING

from instanakit.cli.log_command import log_command
from instanakit.cli.output import Row

if TYPE_CHECKING:
    from instanakit.models import AccessLogEntry

_FIELDS = ("at", "action", "message", "email", "full_name", "tenant_id", "tenant_unit_id", "meta")
_COLUMNS = ("at", "email", "action", "full_name", "message")


def _row(entry: "AccessLogEntry") -> Row:
    return {
        "at": entry.at,
        "action": entry.action,
        "message": entry.message,
        "email": entry.email,
        "full_name": entry.full_name,
        "tenant_id": entry.tenant_id,
        "tenant_unit_id": entry.tenant_unit_id,
        "meta": entry.meta,
    }


command = log_command(
    "access",
    about="Who came in, or tried to. Needs the permission canViewAuditLog.",
    reader=lambda instana: instana.access_log,
    row=_row,
    fields=_FIELDS,
    columns=_COLUMNS,
)
