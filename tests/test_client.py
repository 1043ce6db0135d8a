"""The clients: request, closing, options that reach the wire, what cannot be done with them."""

import asyncio
import gzip
import json
import pickle

import httpx
import pytest

from helpers.colours import CREDENTIAL, UNIT, answer
from instanakit import (
    APIConnectionError,
    ConfigurationError,
    InternalServerError,
    NotFoundError,
    RateLimit,
    RetryPolicy,
    UnexpectedResponseError,
)


def test_a_request_goes_out_with_the_credential_and_says_who_asks(colour):
    client = colour.client(answer(200, {"health": "GREEN"}))
    colour.run(client.health())
    request = colour.script.requests[0]
    assert str(request.url) == f"{UNIT}/api/instana/health"
    assert request.headers["accept"] == "application/json"
    assert request.headers["user-agent"].startswith("instanakit/")
    assert "cookie" not in request.headers


def test_the_credential_is_sent_with_its_scheme(colour):
    seen = []

    def handler(request):
        seen.append(request.headers["authorization"])
        return answer(200, {})

    for scheme in ("apiToken", "Bearer"):
        colour.run(colour.client(handler, auth_scheme=scheme).version())
    assert seen == [f"apiToken {CREDENTIAL}", f"Bearer {CREDENTIAL}"]


def test_a_path_prefix_of_the_base_url_is_kept(colour):
    client = colour.client(answer(200, {}), base_url="https://proxy.example/instana/")
    colour.run(client.version())
    assert str(colour.script.requests[0].url) == "https://proxy.example/instana/api/instana/version"


def test_user_agent_can_be_set(colour):
    client = colour.client(answer(200, {}), user_agent="inventory/1.0 (team x)")
    colour.run(client.version())
    assert colour.script.requests[0].headers["user-agent"] == "inventory/1.0 (team x)"


def test_cookies_are_not_kept(colour):
    client = colour.client(answer(200, {}, set_cookie="session=1; Path=/"), answer(200, {}))
    colour.run(client.version())
    colour.run(client.version())
    assert "cookie" not in colour.script.requests[1].headers


def test_the_rate_limit_is_the_one_last_seen(colour):
    limited = answer(200, {}, x_ratelimit_limit="5000", x_ratelimit_remaining="4999")
    client = colour.client(limited, answer(200, {}))
    assert client.rate_limit is None
    colour.run(client.version())
    colour.run(client.version())
    assert client.rate_limit == RateLimit(5000, 4999, None, None)


def test_a_closed_client_says_so_and_closing_twice_is_fine(colour):
    client = colour.client(answer(200, {}))
    colour.run(client.close())
    colour.run(client.close())
    with pytest.raises(ConfigurationError) as caught:
        colour.run(client.version())
    assert str(caught.value) == "This client is closed. Make a new one, or close it later."


def test_leaving_the_block_closes_the_client(colour):
    client = colour.client(answer(200, {}))
    if colour.name == "async":

        async def block():
            async with client as entered:
                assert entered is client

        colour.run(block())
    else:
        with client as entered:
            assert entered is client
    with pytest.raises(ConfigurationError, match="This client is closed"):
        colour.run(client.version())


def test_a_client_cannot_be_pickled_and_its_repr_shows_the_unit(colour):
    client = colour.client(answer(200, {}))
    assert repr(client) == f"<{colour.kind.__name__} {UNIT}>"
    with pytest.raises(ConfigurationError, match=r"A client cannot be pickled. Make one in each process."):
        pickle.dumps(client)


def test_a_transport_of_the_other_colour_is_refused(colour):
    wrong = httpx.HTTPTransport() if colour.name == "async" else httpx.AsyncHTTPTransport()
    with pytest.raises(ConfigurationError) as caught:
        colour.client(transport=wrong)
    wrong.close() if colour.name == "async" else asyncio.run(wrong.aclose())
    kind = "httpx.AsyncBaseTransport" if colour.name == "async" else "httpx.BaseTransport"
    assert str(caught.value) == f"transport must be an {kind} or None"


@pytest.mark.parametrize("status", [200, 201, 204])
def test_request_returns_a_2xx_answer(colour, status):
    client = colour.client(httpx.Response(status, content=b"text", headers={"x-a": "b", "Content-Type": "text/plain"}))
    response = colour.run(client.request("get", "/api/x", params={"q": "a b"}, headers={"X-Ask": "1"}))
    assert (response.status_code, response.text, response.headers["x-a"]) == (status, "text", "b")
    assert response.elapsed.total_seconds() == 0
    assert colour.script.sent == ["GET /api/x?q=a+b"]
    assert colour.script.requests[0].headers["x-ask"] == "1"
    assert "authorization" not in response.request.headers


def test_request_returns_a_compressed_answer_readable(colour):
    body = gzip.compress(b'{"a": 1}')
    client = colour.client(httpx.Response(200, content=body, headers={"content-encoding": "gzip"}))
    response = colour.run(client.request("GET", "/api/x"))
    assert response.json() == {"a": 1}
    assert response.headers["content-length"] == "8"


def test_request_sends_json_or_content(colour):
    client = colour.client(answer(200, {}), answer(200, {}), answer(200, {}))
    colour.run(client.request("POST", "/x", json={"a": None}))
    colour.run(client.request("POST", "/x", content="täxt"))
    colour.run(client.request("POST", "/x", content=b"\xff", headers={"content-type": "a/b"}))
    first, second, third = colour.script.requests
    assert (json.loads(first.content), first.headers["content-type"]) == ({"a": None}, "application/json")
    assert (second.content, "content-type" in second.headers) == ("täxt".encode(), False)
    assert (third.content, third.headers["content-type"]) == (b"\xff", "a/b")


@pytest.mark.parametrize("falsy", [0, False, "", [], {}])
def test_request_sends_json_that_is_falsy(colour, falsy):
    client = colour.client(answer(200, {}))
    colour.run(client.request("POST", "/x", json=falsy))
    assert json.loads(colour.script.requests[0].content) == falsy


class Deep(list):
    """JSON that is nested so deep that nobody can write it."""

    def __repr__(self):
        return "Deep()"


def deep():
    value = Deep()
    for _ in range(100_000):
        value = Deep([value])
    return value


@pytest.mark.parametrize(
    ("method", "path", "options", "said"),
    [
        ("GET", "api/x", {}, "path must begin with one slash and have no scheme or host; it is 'api/x'"),
        ("GET", "//evil.example/x", {}, "path must begin with one slash and have no scheme or host; it is '//evil.example/x'"),
        ("GET", "https://evil.example/x", {}, "path must begin with one slash and have no scheme or host; it is 'https://evil.example/x'"),
        ("GET", None, {}, "path must begin with one slash and have no scheme or host; it is None"),
        ("GET", "/a/../b", {}, "path must not have a segment '.' or '..'; it is '/a/../b'"),
        ("GET", "/a/%2e%2E/b", {}, "path must not have a segment '.' or '..'; it is '/a/%2e%2E/b'"),
        ("GET", "/a/.", {}, "path must not have a segment '.' or '..'; it is '/a/.'"),
        ("GET", "/a%2f..%2fb", {}, "path must not have a segment '.' or '..'; it is '/a%2f..%2fb'"),
        ("GET", "/a?b=c", {}, "path must be percent-encoded, and have no query, fragment or backslash; it is '/a?b=c'"),
        ("GET", "/a#b", {}, "path must be percent-encoded, and have no query, fragment or backslash; it is '/a#b'"),
        ("GET", "/a b", {}, "path must be percent-encoded, and have no query, fragment or backslash; it is '/a b'"),
        ("GET", "/a\\b", {}, "path must be percent-encoded, and have no query, fragment or backslash; it is '/a\\\\b'"),
        ("GET", "/ä", {}, "path must be percent-encoded, and have no query, fragment or backslash; it is '/ä'"),
        ("G T", "/a", {}, "method must be a word like GET; it is 'G T'"),
        ("", "/a", {}, "method must be a word like GET; it is ''"),
        (None, "/a", {}, "method must be a word like GET; it is None"),
        ("GET", "/a", {"headers": {"Authorization": "mine"}}, "headers must not have authorization or host, which are the client's own"),
        ("GET", "/a", {"headers": {"HOST": "mine"}}, "headers must not have authorization or host, which are the client's own"),
        ("POST", "/a", {"json": {}, "content": b""}, "json and content cannot be given both"),
        ("POST", "/a", {"json": object()}, "POST /a cannot be sent: object is no JSON value"),
        ("POST", "/a", {"json": float("nan")}, "POST /a cannot be sent: Out of range float values are not JSON compliant"),
        ("POST", "/a", {"headers": {"x": "ä\u2003"}}, "headers has a value that HTTP does not allow, for x"),
        ("POST", "/a", {"headers": {"x": "never\nquoted"}}, "headers has a value that HTTP does not allow, for x"),
        ("POST", "/a", {"headers": {"x": b"bytes"}}, "headers has a value that HTTP does not allow, for x"),
        ("POST", "/a", {"headers": {"bad name": "x"}}, "headers has a name that HTTP does not allow: 'bad name'"),
        ("POST", "/a", {"headers": {b"Host": b"evil"}}, "headers has a name that HTTP does not allow: b'Host'"),
        ("GET", "/a", {"headers": {"Accept-Encoding": "br"}}, "headers: accept-encoding can be gzip or identity; the client reads nothing else"),
        ("POST", "/a", {"headers": [("x", "y")]}, "headers must be a mapping of names to values, not list"),
        ("POST", "/a", {"content": 5}, "content must be bytes or a text, not int"),
        ("POST", "/a", {"json": deep()}, "POST /a cannot be sent: it is nested too deep"),
    ],
)  # fmt: skip
def test_a_request_that_would_leave_the_unit_or_cannot_be_sent_is_refused(colour, method, path, options, said):
    client = colour.client(answer(200, {}))
    with pytest.raises(ConfigurationError) as caught:
        colour.run(client.request(method, path, **options))
    assert str(caught.value).startswith(said)
    assert (caught.value.__context__, colour.script.requests) == (None, [])


def test_request_raises_the_same_errors(colour):
    page = httpx.Response(404, content=b"<html>", headers={"content-type": "text/html"})
    client = colour.client(answer(404, {"message": "nothing"}), page, answer(302), retry=None)
    with pytest.raises(NotFoundError, match="GET /x was answered with 404 Not Found: nothing. Check the path."):
        colour.run(client.request("GET", "/x"))
    for _ in range(2):
        with pytest.raises(UnexpectedResponseError):
            colour.run(client.request("GET", "/x"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_request_tries_safe_methods_again(colour, method):
    client = colour.client(answer(503), answer(200))
    assert colour.run(client.request(method, "/x")).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PATCH", "OPTIONS"])
def test_request_tries_other_methods_again_only_if_nothing_was_sent(colour, method):
    client = colour.client(httpx.ConnectError("no"), answer(503))
    with pytest.raises(InternalServerError):
        colour.run(client.request(method, "/x"))
    assert len(colour.script.requests) == 2


def test_a_call_can_have_its_own_retry_and_none(colour):
    client = colour.client(*[answer(503)] * 9)
    for retry, attempts in ((None, 1), (RetryPolicy(max_retries=1), 2)):
        with pytest.raises(InternalServerError) as caught:
            colour.run(client.version(retry=retry))
        assert caught.value.attempts == attempts


def test_a_unit_that_cannot_be_reached_says_so(colour):
    client = colour.client(base_url="http://127.0.0.1:1", retry=None)
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.version())
    assert caught.value.message.startswith("GET /api/instana/version got no answer: no connection (")
    assert caught.value.hint == "Check the base URL, the network and the proxy settings; nothing was changed."
