"""The public names. `instanakit` takes them from here when one of them is first used."""

from instanakit._defaults import KEEP, KEEP_LIFETIME
from instanakit._version import __version__
from instanakit.client import AsyncInstana, Instana
from instanakit.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    InstanaError,
    InternalServerError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    UnexpectedResponseError,
)
from instanakit.events import Event, RateLimit
from instanakit.logs import AsyncPager, Pager
from instanakit.models import AccessLogEntry, Actor, AuditLogEntry, Correction, Health, Page, Token, Version
from instanakit.permissions import LimitedScope, Permission
from instanakit.retry import RetryPolicy
from instanakit.secret import Secret

__all__ = [
    "KEEP",
    "KEEP_LIFETIME",
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "AccessLogEntry",
    "Actor",
    "AsyncInstana",
    "AsyncPager",
    "AuditLogEntry",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "Correction",
    "Event",
    "Health",
    "Instana",
    "InstanaError",
    "InternalServerError",
    "LimitedScope",
    "NotFoundError",
    "OutcomeUnknownError",
    "Page",
    "Pager",
    "Permission",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RetryPolicy",
    "Secret",
    "Token",
    "UnexpectedResponseError",
    "Version",
    "__version__",
]
