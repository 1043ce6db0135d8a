"""Every request that the façade sends is the one that the generated client would send."""

import json

import httpx
import pytest

from helpers.colours import CREDENTIAL, UNIT, Script, answer, token
from instana_openapi import AuthenticatedClient
from instana_openapi.api.api_tokens import (
    delete_api_token,
    get_api_token,
    get_api_tokens,
    post_api_token,
    put_api_token,
)
from instana_openapi.api.health import get_health_state, get_version
from instana_openapi.api.logs import get_access_logs, get_audit_logs
from instana_openapi.models import ApiToken

PAGE = {"total": 0, "entries": []}
STRANGE = "a/b ?#%ä..\\"


def created(request):
    return answer(200, json.loads(request.content))


CALLS = {
    "list": ([answer(200, [])], lambda i: i.tokens.list(), lambda c, _: get_api_tokens.sync_detailed(client=c)),
    "get": (
        [lambda _: answer(200, token(STRANGE))],
        lambda i: i.tokens.get(STRANGE),
        lambda c, _: get_api_token.sync_detailed(STRANGE, client=c),
    ),
    "create": (
        [created],
        lambda i: i.tokens.create("p", permissions=["canViewLogs"], limited_scopes=["limitedLogsScope"]),
        lambda c, body: post_api_token.sync_detailed(client=c, body=ApiToken.from_dict(body)),
    ),
    "update": (
        [lambda _: answer(200, token(STRANGE, canTeleport=True, expiresOn=None)), created],
        lambda i: i.tokens.update(STRANGE, name="new", grant=["canViewLogs"]),
        lambda c, body: put_api_token.sync_detailed(STRANGE, client=c, body=ApiToken.from_dict(body)),
    ),
    "delete": (
        [lambda _: answer(204)],
        lambda i: i.tokens.delete(STRANGE),
        lambda c, _: delete_api_token.sync_detailed(STRANGE, client=c),
    ),
    "audit log": (
        [lambda _: answer(200, PAGE)],
        lambda i: i.audit_log.list(query="a b&c", page_size=7, start=3).pages(),
        lambda c, _: get_audit_logs.sync_detailed(client=c, offset=3, page_size=7, query="a b&c"),
    ),
    "access log": (
        [lambda _: answer(200, PAGE)],
        lambda i: i.access_log.list().pages(),
        lambda c, _: get_access_logs.sync_detailed(client=c, offset=0, page_size=200),
    ),
    "health": (
        [lambda _: answer(200, {"health": "GREEN"})],
        lambda i: i.health(),
        lambda c, _: get_health_state.sync_detailed(client=c),
    ),
    "version": (
        [lambda _: answer(200, {})],
        lambda i: i.version(),
        lambda c, _: get_version.sync_detailed(client=c),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_facade_sends_what_the_generated_client_would_send(colour, name):
    answers, ours, theirs = CALLS[name]
    seen = []

    def remember(respond):
        def handler(request):
            seen.append(request.headers["authorization"])
            return respond(request) if callable(respond) else answer(200, [])

        return handler

    result = ours(colour.client(*[remember(respond) for respond in answers]))
    colour.all(result) if "log" in name else colour.run(result)
    mine = colour.script.requests[-1]
    body = json.loads(mine.content) if mine.content else None

    script = Script(lambda request: answer(500))
    generated = AuthenticatedClient(
        base_url=UNIT, token=CREDENTIAL, prefix="apiToken", auth_header_name="authorization"
    )
    with httpx.Client(
        base_url=UNIT, transport=httpx.MockTransport(script), headers={"authorization": f"apiToken {CREDENTIAL}"}
    ) as client:
        theirs(generated.set_httpx_client(client), body)
    expected = script.requests[-1]

    assert (mine.method, str(mine.url)) == (expected.method, str(expected.url))
    assert (json.loads(expected.content) if expected.content else None) == body
    assert mine.headers.get("content-type") == expected.headers.get("content-type")
    assert seen[-1] == expected.headers["authorization"]
