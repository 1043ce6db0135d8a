"""Not run, only type-checked: what the types tell somebody who uses the package."""

from datetime import datetime, timedelta
from typing import assert_type

import httpx

from instanakit import (
    KEEP,
    AccessLogEntry,
    AsyncInstana,
    AsyncPager,
    AuditLogEntry,
    Health,
    Instana,
    Page,
    Pager,
    Permission,
    RateLimit,
    RetryPolicy,
    Secret,
    Token,
)
from instanakit.rotation import KEEP_LIFETIME, Rotation, State
from instanakit.sinks import Sink, parse_sink


def sync(instana: Instana) -> None:
    assert_type(instana.tokens.list(), list[Token])
    created = instana.tokens.create("name", permissions=["canViewLogs", Permission.CAN_VIEW_AUDIT_LOG], deadline=None)
    assert_type(created, Token)
    assert_type(created.secret, Secret | None)
    assert_type(created.permissions, frozenset[str])
    assert_type(created.expires_at, datetime | None)
    assert_type(instana.tokens.update("id", name=KEEP, expires_at=None, retry=RetryPolicy()), Token)
    assert_type(parse_sink("stdout"), Sink)
    rotated = instana.tokens.rotate("id", sink=parse_sink("file:x"), grace=timedelta(), expires_at=KEEP_LIFETIME)
    assert_type(rotated, Rotation)
    assert_type(rotated.state, State)
    assert_type(rotated.grace_ends_at, datetime | None)
    assert_type(instana.rotations.list(), list[Rotation])
    assert_type(instana.rotations.resume("rid", deadline=None), Rotation)
    assert_type(instana.audit_log.list(), Pager[AuditLogEntry])
    for entry in instana.access_log.list(limit=1):
        assert_type(entry, AccessLogEntry)
    for page in instana.audit_log.list().pages():
        assert_type(page, Page[AuditLogEntry])
    assert_type(instana.health(), Health)
    assert_type(instana.rate_limit, RateLimit | None)
    assert_type(instana.request("GET", "/x"), httpx.Response)
    with Instana.from_env(deadline=5) as entered:
        assert_type(entered, Instana)


async def other(instana: AsyncInstana) -> None:
    assert_type(await instana.tokens.list(), list[Token])
    assert_type(await instana.tokens.get("id", deadline=1.5, retry=None), Token)
    assert_type(await instana.tokens.rotate("id", sink=parse_sink("file:x"), expires_at=None, own=True), Rotation)
    assert_type(await instana.rotations.list(), list[Rotation])
    assert_type(await instana.rotations.get("rid"), Rotation)
    assert_type(await instana.rotations.rollback("rid", retry=None), Rotation)
    assert_type(instana.access_log.list(), AsyncPager[AccessLogEntry])
    async for entry in instana.audit_log.list():
        assert_type(entry, AuditLogEntry)
    async for page in instana.audit_log.list().pages():
        assert_type(page, Page[AuditLogEntry])
    async with AsyncInstana("https://unit-tenant.instana.io", api_token=lambda: "from a vault") as entered:
        assert_type(entered, AsyncInstana)
