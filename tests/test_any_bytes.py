"""Whatever a server sends, each method brings a value that can be read, or an InstanaError that can be shown."""

import asyncio
import copy
import gzip
import json
import pickle
from datetime import UTC, datetime
from itertools import islice

import httpx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpers.bytestorm import DEEPEST, SHOWN, answers, headers
from helpers.colours import CREDENTIAL, UNIT
from instanakit import (
    AccessLogEntry,
    Actor,
    AsyncInstana,
    AuditLogEntry,
    Health,
    Instana,
    InstanaError,
    Page,
    Secret,
    Token,
    Version,
)
from instanakit._answers.headers import asked_wait, comes_back_at

AT = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (Token, Page, Health, Version, AuditLogEntry, AccessLogEntry, Actor, httpx.Response, list)
settings.register_profile("any bytes", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
TOO_DEEP = (200, [], [b'{"x": ', DEEPEST.encode(), b', "internalId": "t", "name": "n", "health": "GREEN"}'])
PROFILE = settings.get_profile("any bytes")


def read(value):
    """Read all that a value has."""
    assert isinstance(value, KINDS)
    for each in (repr(value), str(value)):
        each.encode("utf-8", "surrogatepass")
    if isinstance(value, list):
        for item in value:
            read(item)
    if isinstance(value, httpx.Response):
        assert isinstance(value.content, bytes)
        return
    found = {name: getattr(value, name) for name in dir(value) if not name.startswith("_")}
    for item in found.get("entries", ()):
        read(item)
    if "raw" in found:
        json.dumps(found["raw"], allow_nan=False)
        assert value == copy.deepcopy(value)
        assert hash(value) == hash(pickle.loads(pickle.dumps(value)))  # noqa: S301
    if isinstance(value, Token):
        assert isinstance(value.is_expired(AT), bool)
        assert all(secret is None or isinstance(secret, Secret) for secret in (value.secret, value.id))
    if isinstance(value, AuditLogEntry):
        read(value.actor)


def show(error):
    """Show all that an error carries."""
    shown = f"{error} {vars(error)} {error.__cause__!r} {error.__context__!r}"
    shown.encode()
    assert CREDENTIAL not in shown
    assert SHOWN not in shown
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def calls(instana):
    """Every method that asks something, but for the logs."""
    tokens = instana.tokens
    yield tokens.list
    yield lambda: tokens.get("t")
    yield lambda: tokens.create("n", permissions=["canViewLogs"], expires_at=AT)
    yield lambda: tokens.update("t", name="new", grant=["canViewLogs"], expires_at=None)
    yield lambda: tokens.update("t", secret="a-secret-that-is-given")
    yield lambda: tokens.delete("t")
    yield lambda: tokens.delete("t", missing_ok=True)
    yield instana.health
    yield instana.version
    yield lambda: instana.request("GET", "/x")
    yield lambda: instana.request("POST", "/x", json={})
    yield lambda: instana.request("HEAD", "/x")


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes in pieces, and that httpx has not looked at before."""

    def __init__(self, pieces):
        self.pieces = pieces

    def __iter__(self):
        return iter(self.pieces)

    async def __aiter__(self):
        for piece in self.pieces:
            yield piece


def transport(answer):
    status, headers, pieces = answer
    return httpx.MockTransport(lambda _: httpx.Response(status, headers=headers, stream=Pieces(pieces)))


def outcome(call):
    """Make a call, and look at what comes of it."""
    try:
        value = call()
    except InstanaError as error:
        show(error)
        return
    if value is not None:
        read(value)


@settings(PROFILE, max_examples=120)
@given(answers())
@example(TOO_DEEP)
def test_any_answer_brings_a_value_or_an_error_of_ours(answer):
    with Instana(UNIT, api_token=CREDENTIAL, transport=transport(answer), retry=None) as instana:
        for call in calls(instana):
            outcome(call)
        for log in (instana.audit_log, instana.access_log):
            for most in (1, 3):  # the second page is the first one again
                outcome(lambda log=log, most=most: list(islice(log.list(page_size=2).pages(), most)))


@settings(PROFILE, max_examples=50)
@given(answers())
@example(TOO_DEEP)
def test_any_answer_brings_a_value_or_an_error_of_ours_to_asyncio_too(answer):
    async def entries(log):
        return [entry async for entry in log.list(limit=1)]

    with asyncio.Runner() as runner:
        instana = AsyncInstana(UNIT, api_token=CREDENTIAL, transport=transport(answer), retry=None)
        for call in calls(instana):
            outcome(lambda call=call: runner.run(call()))
        for log in (instana.audit_log, instana.access_log):
            outcome(lambda log=log: runner.run(entries(log)))
        runner.run(instana.close())


@settings(PROFILE, max_examples=200)
@given(st.sampled_from([429, 503]), headers)
def test_any_headers_say_a_wait_that_can_be_waited_or_none(status, said):
    found = dict(httpx.Headers([(name.encode(), value) for name, value in said.items()]).items())
    wait, back = asked_wait(found, status), comes_back_at(found)
    assert wait is None or 0 <= wait <= 86_400
    assert back is None or back.tzinfo is not None


def test_an_answer_to_head_that_has_a_body_all_the_same_is_read_once(colour):
    body = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Pieces([gzip.compress(b"<html>")]))
    response = colour.run(colour.client(body).request("HEAD", "/x"))
    assert (response.content, "content-encoding" in response.headers) == (b"<html>", False)
