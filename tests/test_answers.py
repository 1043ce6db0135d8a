"""Answers that are not what they should be, and what headers say."""

import json
import traceback
from datetime import UTC, datetime

import httpx
import pytest

from helpers.colours import CREDENTIAL, answer, token
from instanakit import InstanaError, RateLimit, UnexpectedResponseError
from instanakit._answers.headers import asked_wait, rate_limit

LIST = "GET /api/settings/api-tokens was answered with"
HINT = "Check the base URL (https://unit-tenant.instana.io for SaaS), and what stands between here and the server."
PAGE = {"content-type": "text/html"}


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ((200, b"<html><form>Password", PAGE), "200 OK, but not with JSON: it looks like a login page"),
        ((200, b"<html><a>Sign in", PAGE), "200 OK, but not with JSON: it looks like a login page"),
        ((200, b"  <!doctype html>hello", {}), "200 OK, but not with JSON: it looks like a web page"),
        ((404, b"not here", PAGE), "404 Not Found, but not by the API: it looks like a web page"),
        ((200, b"", {}), "200 OK, but not with JSON: it is empty"),
        ((204, b"", {}), "204 No Content, but not with JSON: it is empty"),
        ((200, b"[", {}), "200 OK, but not with JSON: it is not JSON"),
        ((200, b"[NaN]", {}), "200 OK, but not with JSON: it is not JSON"),
        ((200, b"[" * 100_000, {}), "200 OK, but not with JSON: it is not JSON"),
        ((200, b"\xff", {}), "200 OK, but not with JSON: it is not JSON"),
        ((200, b"{}", {}), "200 OK, but not with a list of tokens that have internalId and name: its shape is another"),
        ((200, b"[7]", {}), "200 OK, but not with a list of tokens that have internalId and name: its shape is another"),
        ((200, b'[{"name": "n"}]', {}), "200 OK, but not with a list of tokens that have internalId and name: its shape is another"),
        ((200, b'[{"internalId": "i"}]', {}), "200 OK, but not with a list of tokens that have internalId and name: its shape is another"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_the_apis_says_what_it_looks_like(colour, response, said):
    status, content, headers = response
    client = colour.client(httpx.Response(status, content=content, headers=headers))
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.tokens.list())
    assert str(caught.value) == f"{LIST} {said}. {HINT}"
    assert caught.value.status_code == status


def test_a_404_where_nothing_can_be_missing_is_not_the_apis(colour):
    client = colour.client(answer(404, {"message": "no such route"}))
    with pytest.raises(UnexpectedResponseError, match="404 Not Found, but not by the API: its shape is another"):
        colour.run(client.version())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304, 300])
@pytest.mark.parametrize("method", ["list", "create"])
def test_a_redirect_is_an_error_that_names_its_target_and_nothing_is_sent_there(colour, status, method):
    client = colour.client(answer(status, None, location="https://elsewhere.example/login"))
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(getattr(client.tokens, method)(*(["p"] if method == "create" else [])))
    phrases = {301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect"}
    phrases |= {308: "Permanent Redirect", 304: "Not Modified", 300: "Multiple Choices"}
    assert str(caught.value) == (
        f"{'POST' if method == 'create' else 'GET'} /api/settings/api-tokens was answered with {status} "
        f"{phrases[status]}, a redirect to https://elsewhere.example/login; nothing was sent there. If the target is the "
        "API, use its address as the base URL; if it is a login page, check the base URL."
    )
    assert caught.value.status_code == status
    assert len(colour.script.requests) == 1


def test_a_status_that_is_neither_success_nor_redirect_nor_error_is_unexpected(colour):
    for status in (302, 304):
        client = colour.client(answer(status))
        with pytest.raises(UnexpectedResponseError, match="but not with a success or an error: it is empty"):
            colour.run(client.version())


@pytest.mark.parametrize(
    ("method", "value", "wanted"),
    [
        ("health", {"health": None}, "a health state"),
        ("health", [], "a health state"),
        ("version", "1.328", "a version"),
    ],
)
def test_health_and_version_of_another_shape_are_unexpected(colour, method, value, wanted):
    client = colour.client(answer(200, value))
    with pytest.raises(UnexpectedResponseError, match=f"but not with {wanted}: its shape is another"):
        colour.run(getattr(client, method)())


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ([], "a page of log entries and their total:"),
        ({"total": 1, "entries": None}, "a page of log entries and their total:"),
        ({"total": 1, "entries": [7]}, "a page of log entries and their total:"),
        ({"total": None, "entries": []}, "a page of log entries and their total:"),
        ({"total": True, "entries": []}, "a page of log entries and their total:"),
        ({"total": -1, "entries": []}, "a page of log entries and their total:"),
    ],
)
def test_a_page_of_another_shape_is_unexpected(colour, value, wanted):
    client = colour.client(answer(200, value))
    with pytest.raises(UnexpectedResponseError, match=wanted):
        colour.all(client.audit_log.list())


def test_secrets_in_an_answer_are_lifted_out_wherever_they_stand(colour):
    clear = token(accessGrantingToken="shown-in-clear", id="id-in-clear")
    client = colour.client(answer(200, [clear]), answer(400, {"token": clear}), answer(200, [clear, 7]))
    listed = colour.run(client.tokens.list())[0]
    assert (listed.raw["accessGrantingToken"], listed.raw["id"]) == ("**********", "**********")
    assert (listed.secret, listed.id.reveal()) == (None, "id-in-clear")
    for _ in range(2):
        with pytest.raises(InstanaError) as caught:
            colour.run(client.tokens.list())
        assert "in-clear" not in caught.value.body
        assert '"accessGrantingToken":"**********"' in caught.value.body


def test_a_body_that_is_cut_off_within_a_secret_shows_none_of_it(colour):
    body = json.dumps(token(accessGrantingToken="shown-in-clear")).encode()
    client = colour.client(httpx.Response(200, content=body[: body.index(b"clear") + 2]))
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.tokens.get("t1"))
    assert "shown" not in caught.value.body


def test_a_secret_in_a_log_entry_is_covered(colour):
    entry = {"id": "e", "action": "PUT", "meta": {"new": [{"accessGrantingToken": "shown-in-clear"}]}}
    client = colour.client(answer(200, {"total": 1, "entries": [entry]}))
    assert colour.all(client.audit_log.list())[0].meta == {"new": [{"accessGrantingToken": "**********"}]}


NOW = "Thu, 01 Jan 2026 00:00:00 GMT"
AT = 1767225600


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"date": NOW, "x-ratelimit-reset": str(AT + 7)}, 7.0),
        (429, {"date": NOW, "x-ratelimit-reset": str(AT + 86_400)}, 86_400.0),
        (429, {"date": NOW, "x-ratelimit-reset": str(AT + 86_401)}, None),
        (429, {"date": NOW, "x-ratelimit-reset": str(AT)}, None),
        (429, {"date": NOW, "x-ratelimit-reset": str(AT + 1)}, 1.0),
        (429, {"date": NOW, "x-ratelimit-reset": str(AT * 1000)}, None),
        (429, {"date": NOW, "x-ratelimit-reset": "9" * 15}, None),
        (429, {"x-ratelimit-reset": str(AT + 7)}, None),
        (429, {"date": "yesterday", "x-ratelimit-reset": str(AT + 7)}, None),
        (429, {"date": NOW, "x-ratelimit-reset": "soon", "retry-after": "3"}, 3.0),
        (503, {"date": NOW, "x-ratelimit-reset": str(AT + 7)}, None),
        (503, {"retry-after": "120"}, 120.0),
        (503, {"retry-after": "86400"}, 86_400.0),
        (503, {"retry-after": "86401"}, None),
        (503, {"retry-after": "-1"}, None),
        (503, {"retry-after": "1.5"}, None),
        (503, {"date": NOW, "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT"}, 30.0),
        (503, {"date": NOW, "retry-after": "Thu, 01 Jan 2026 02:00:30 +0200"}, 30.0),
        (503, {"date": NOW, "retry-after": "Thu, 01 Jan 2026 00:00:30"}, 30.0),
        (503, {"date": NOW, "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT"}, 0.0),
        (503, {"retry-after": "Thu, 01 Jan 2026 00:00:30 GMT"}, None),
        (503, {}, None),
    ],
)
def test_the_wait_that_a_server_asks_for_is_reckoned_by_its_own_clock(status, headers, wait):
    assert asked_wait(headers, status) == wait


def test_the_rate_limit_is_what_the_headers_say():
    headers = {"x-ratelimit-limit": "5000", "x-ratelimit-remaining": " 17 ", "x-ratelimit-reset": str(AT), "x-ratelimit-zone": "z"}  # fmt: skip
    assert rate_limit(headers) == RateLimit(5000, 17, datetime(2026, 1, 1, tzinfo=UTC), "z")
    assert rate_limit({"x-ratelimit-limit": "lots", "x-ratelimit-zone": "z"}) == RateLimit(None, None, None, "z")
    assert rate_limit({"x-ratelimit-limit": "lots"}) is None


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("health", {"echo": CREDENTIAL}),
        ("version", [CREDENTIAL]),
        ("list", {"data": [token(accessGrantingToken=CREDENTIAL)]}),
        ("get", {"data": {"echo": CREDENTIAL}}),
    ],
)
def test_no_frame_of_an_error_holds_the_answer(colour, method, value):
    client = colour.client(answer(200, value))
    call = {"health": client.health, "version": client.version, "list": client.tokens.list}.get(
        method, lambda: client.tokens.get("t1")
    )
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(call())
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    ours = [str(frame.locals) for frame in frames if "instanakit" in frame.filename]
    assert len(ours) > 3
    assert CREDENTIAL not in "".join(ours)


@pytest.mark.parametrize("depth", [101, 600, 990, 100_000])
@pytest.mark.parametrize(
    "around", [b"%s", b'{"internalId": "i", "name": "n", "x": %s}', b'{"total": 1, "entries": [{"x": %s}]}']
)
def test_json_that_is_nested_too_deep_is_unexpected(colour, depth, around):
    content = around % (b"[" * depth + b"]" * depth)
    client = colour.client(*[httpx.Response(200, content=content) for _ in range(3)])
    for call in (
        lambda: colour.run(client.tokens.list()),
        lambda: colour.run(client.tokens.get("t1")),
        lambda: colour.all(client.audit_log.list()),
    ):
        with pytest.raises(UnexpectedResponseError, match="it is not JSON"):
            call()


def test_json_as_deep_as_anybody_needs_is_read_and_goes_back(colour):
    deep = {"list": []}
    for _ in range(90):
        deep = {"deeper": [1, deep]} if len(str(deep)) % 2 else {"deeper": deep}
    client = colour.client(answer(200, token(x=deep)), lambda request: httpx.Response(200, content=request.content))
    assert colour.run(client.tokens.update("t1", name="two")).raw["x"] == deep


def test_brackets_are_not_depth(colour):
    entries = [{"id": f"{number}", "actor": {}, "meta": {"x": []}} for number in range(60)]
    client = colour.client(answer(200, {"total": 60, "entries": entries}), answer(200, "{[" * 200))
    assert len(colour.all(client.audit_log.list())) == 60
    with pytest.raises(UnexpectedResponseError, match="its shape is another"):
        colour.run(client.tokens.get("t1"))


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_that_no_json_can_hold_is_not_json(colour, number):
    client = colour.client(httpx.Response(200, content=f'{{"internalId": "i", "name": "n", "x": {number}}}'.encode()))
    with pytest.raises(UnexpectedResponseError, match="it is not JSON"):
        colour.run(client.tokens.get("t1"))


@pytest.mark.parametrize("digits", [101, 4300, 100_000])
def test_an_integer_of_more_digits_than_anything_has_is_not_json(colour, digits):
    content = '{"internalId": "i", "name": "n", "x": %s}'
    client = colour.client(*[httpx.Response(200, content=(content % ("1" * n)).encode()) for n in (100, digits)])
    assert colour.run(client.tokens.get("i")).raw["x"] == int("1" * 100)
    with pytest.raises(UnexpectedResponseError, match="it is not JSON"):
        colour.run(client.tokens.get("i"))


def test_of_a_key_that_comes_twice_none_shows_its_secret(colour):
    content = (
        b'{"internalId": "t1", "name": "n", "accessGrantingToken": "first-secret", "accessGrantingToken": "last-secret"'
    )
    client = colour.client(httpx.Response(200, content=content + b"}"), httpx.Response(200, content=content))
    token = colour.run(client.tokens.get("t1"))
    assert token.raw["accessGrantingToken"] == "**********"
    assert "-secret" not in f"{token.raw}"
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.tokens.get("t1"))
    assert "-secret" not in caught.value.body


def test_a_large_answer_of_tiny_objects_is_not_json(colour):
    tiny = b'[{"x": 1}' + b',{"x": 1}' * 200_000 + b"]"
    small = tiny[: 9 * 1000] + b"]"
    least = b"[" + b",".join([b'{"internalId":"t1","name":"n"}'] * 50_000) + b"]"
    client = colour.client(*[httpx.Response(200, content=content) for content in (small, tiny, least)])
    with pytest.raises(UnexpectedResponseError, match="its shape is another"):
        colour.run(client.tokens.list())
    with pytest.raises(UnexpectedResponseError, match="it is not JSON"):
        colour.run(client.tokens.list())
    assert len(colour.run(client.tokens.list())) == 50_000
