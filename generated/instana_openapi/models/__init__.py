"""Contains all the data models used in inputs/outputs"""

from .access_log_action import AccessLogAction
from .access_log_entry import AccessLogEntry
from .access_log_entry_meta import AccessLogEntryMeta
from .access_log_page import AccessLogPage
from .actor import Actor
from .actor_type import ActorType
from .api_token import ApiToken
from .audit_log_entry import AuditLogEntry
from .audit_log_entry_meta import AuditLogEntryMeta
from .audit_log_page import AuditLogPage
from .error import Error
from .health_state import HealthState
from .health_status import HealthStatus
from .version import Version

__all__ = (
    "AccessLogAction",
    "AccessLogEntry",
    "AccessLogEntryMeta",
    "AccessLogPage",
    "Actor",
    "ActorType",
    "ApiToken",
    "AuditLogEntry",
    "AuditLogEntryMeta",
    "AuditLogPage",
    "Error",
    "HealthState",
    "HealthStatus",
    "Version",
)
