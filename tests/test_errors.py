"""The error tree: what a user reads, and that every error survives pickling."""

import copy
import pickle
from datetime import UTC, datetime

import httpx
import pytest

import instanakit
from helpers.colours import CREDENTIAL, answer, token
from instanakit import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    Instana,
    InstanaError,
    InternalServerError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    RetryPolicy,
    UnexpectedResponseError,
)

NOW = "Thu, 01 Jan 2026 00:00:00 GMT"
RESET = "1767225660"


def test_the_tree_is_the_documented_one():
    parents = {
        ConfigurationError: InstanaError,
        APIError: InstanaError,
        APIConnectionError: APIError,
        APITimeoutError: APIConnectionError,
        APIStatusError: APIError,
        UnexpectedResponseError: APIError,
        OutcomeUnknownError: APIError,
    } | dict.fromkeys(
        (
            BadRequestError,
            AuthenticationError,
            PermissionDeniedError,
            NotFoundError,
            ConflictError,
            RateLimitError,
            InternalServerError,
        ),
        APIStatusError,
    )
    exported = {value for name in instanakit.__all__ if isinstance(value := getattr(instanakit, name), type)}
    assert parents.keys() == {kind for kind in exported if issubclass(kind, InstanaError)} - {InstanaError}
    assert {kind: kind.__bases__ for kind in parents} == {kind: (parent,) for kind, parent in parents.items()}


GET = "GET /api/settings/api-tokens/t1 was answered with"


@pytest.mark.parametrize(
    ("status", "kind", "text"),
    [
        (400, BadRequestError, f"{GET} 400 Bad Request: why. Correct what the server names and try again."),
        (401, AuthenticationError, f"{GET} 401 Unauthorized: why. Check the API token: it may be deleted, expired or of another tenant unit; or the server wants the other auth_scheme."),
        (403, PermissionDeniedError, f"{GET} 403 Forbidden: why. Grant the token canConfigureApiTokens, or use another token."),
        (404, NotFoundError, f"{GET} 404 Not Found: why. Check the internal id; tokens.list() shows those that exist."),
        (409, ConflictError, f"{GET} 409 Conflict: why. Read the token again and decide anew."),
        (418, APIStatusError, f"{GET} 418 I'm a Teapot: why. The documentation does not name this status; the body may say more."),
        (422, BadRequestError, f"{GET} 422 Unprocessable Content: why. Correct what the server names and try again."),
        (429, RateLimitError, f"{GET} 429 Too Many Requests: why. Try again later, or allow a longer deadline."),
        (500, InternalServerError, f"{GET} 500 Internal Server Error: why. The fault is the server's; try again later."),
        (503, InternalServerError, f"{GET} 503 Service Unavailable: why. The fault is the server's; try again later."),
        (599, InternalServerError, f"{GET} 599: why. The fault is the server's; try again later."),
    ],
)  # fmt: skip
def test_a_status_is_an_error_that_says_what_to_do_next(colour, status, kind, text):
    client = colour.client(answer(status, {"message": "why."}), answer(200, {}), retry=None)
    with pytest.raises(APIStatusError) as caught:
        colour.run(client.tokens.get("t1"))
    error = caught.value
    assert (type(error), str(error)) == (kind, text)
    assert error.request == ("GET", "/api/settings/api-tokens/t1")
    assert (error.status_code, error.attempts, error.body) == (status, 1, '{"message":"why."}')


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": "Unauthorized"}', ": Unauthorized"),
        (b'{"errors": ["first", "second"]}', ": first"),
        (b'{"message": "two\\n\\u001b[31mlines"}', ": two [31mlines"),
        (b'{"message": {"deep": 1}}', ""),
        (b'{"errors": []}', ""),
        (b'["list"]', ""),
        (b"\xff\xfe", ""),
        (b"", ""),
        (b"[" * 100_000, ""),
    ],
)
def test_the_servers_words_are_quoted_in_one_line_if_it_has_any(colour, body, said):
    client = colour.client(httpx.Response(400, content=body))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.tokens.get("t1"))
    assert caught.value.message == f"{GET} 400 Bad Request{said}"


def test_a_rate_limit_says_when_it_is_renewed(colour):
    client = colour.client(answer(429, None, x_ratelimit_reset=RESET, date=NOW), deadline=30)
    with pytest.raises(RateLimitError) as caught:
        colour.run(client.tokens.get("t1"))
    assert caught.value.resets_at == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
    assert str(caught.value).endswith(
        "429 Too Many Requests. The limit is renewed at 2026-01-01 00:01:00 UTC; try again then, or allow a longer deadline."
    )
    assert colour.clock.slept == []


def test_an_error_keeps_headers_without_cookies_and_credentials(colour):
    client = colour.client(answer(400, None, set_cookie="session=1", authorization="apiToken x", x_request_id="r"))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.tokens.get("t1"))
    assert caught.value.headers.keys() == {"x-request-id"}


def test_an_error_counts_its_attempts(colour):
    client = colour.client(answer(503), answer(503), answer(503), retry=RetryPolicy(max_retries=2))
    with pytest.raises(InternalServerError) as caught:
        colour.run(client.tokens.get("t1"))
    assert caught.value.attempts == 3
    assert caught.value.message == f"{GET} 503 Service Unavailable (attempt 3)"


def errors(colour):
    """One error of each way to fail."""
    for script in (
        [answer(429, None, x_ratelimit_reset=RESET)],
        [answer(403, {"message": "no"})],
        [httpx.ReadError("lost"), httpx.ConnectError("none")],
        [httpx.ConnectError("none")],
        [httpx.ReadTimeout("late"), answer(404), answer(401), answer(404, {"message": "No API Tokens found"})],
        [answer(302, None, location="https://elsewhere.example")],
        [answer(200, []), answer(500)],
    ):
        client = colour.client(*script, retry=None)
        with pytest.raises(InstanaError) as caught:
            colour.run(client.tokens.create("p"))
        yield caught.value
    with pytest.raises(InstanaError) as caught:
        colour.client(api_token="")
    yield caught.value


def test_every_error_is_the_same_after_pickling_and_copying(colour):
    for error in errors(colour):
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301
            assert type(again) is type(error)
            assert (str(again), vars(again), again.args) == (str(error), vars(error), error.args)


def test_no_error_has_a_cause_or_a_context(colour):
    for error in errors(colour):
        assert (error.__cause__, error.__context__) == (None, None)


def test_what_an_error_says_is_its_argument_as_with_every_exception():
    error = ConfigurationError("That is wrong", hint="Correct it.")
    assert (str(error), error.args) == ("That is wrong. Correct it.", ("That is wrong",))


def test_an_error_for_which_nothing_was_sent_counts_no_attempt():
    assert ConfigurationError("That is wrong").attempts == 0


def test_no_answer_in_time_says_what_to_do_next(colour):
    client = colour.client(httpx.ReadTimeout("late"), retry=None)
    with pytest.raises(APITimeoutError) as caught:
        colour.run(client.tokens.get("t1"))
    assert caught.value.hint == "Try again later, or allow a longer timeout and deadline; nothing was changed."
    assert caught.value.request == ("GET", "/api/settings/api-tokens/t1")


def test_a_hint_that_is_missing_is_not_shown():
    assert str(ConfigurationError("That is wrong")) == "That is wrong"


def test_a_token_document_can_be_read_before_and_after_errors(colour):
    client = colour.client(answer(500), answer(200, token()))
    assert colour.run(client.tokens.get("t1")).name == "one"


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("no"), answer(404), answer(401), httpx.Response(200, text="<html>")]
)
def test_a_base_url_without_the_unit_is_hinted_at_when_a_call_fails(failure):
    def handler(request):
        if isinstance(failure, Exception):
            raise failure
        return failure

    with Instana(
        "https://acme.instana.io", api_token=CREDENTIAL, retry=None, transport=httpx.MockTransport(handler)
    ) as client:
        with pytest.raises(APIError) as caught:
            client.tokens.get("t1")
        with pytest.raises(ConfigurationError) as wrong:
            client.tokens.get("")
    assert caught.value.hint.endswith(
        " The base URL names no unit: for SaaS it is https://unit-acme.instana.io, not https://acme.instana.io."
    )
    assert "names no unit" not in str(wrong.value)


@pytest.mark.parametrize("host", ["unit-tenant.instana.io", "instana.io", "a.b.instana.io", "acme.example.com"])
def test_any_other_base_url_is_not_doubted(host):
    transport = httpx.MockTransport(lambda request: answer(401))
    with (
        Instana(f"https://{host}", api_token=CREDENTIAL, transport=transport) as client,
        pytest.raises(APIError) as caught,
    ):
        client.health()
    assert "unit" not in caught.value.hint.replace("tenant unit", "")


@pytest.mark.parametrize(
    ("headers", "resets_at"),
    [
        ({"retry_after": "90", "date": NOW}, datetime(2026, 1, 1, 0, 1, 30, tzinfo=UTC)),
        ({"retry_after": "60", "date": "Fri, 31 Dec 9999 23:59:59 GMT"}, None),
        ({"x_ratelimit_reset": "1"}, datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
        ({"x_ratelimit_reset": "1", "date": NOW}, None),
        ({"date": NOW}, None),
        ({"retry_after": "90"}, None),
        ({}, None),
    ],
)
def test_a_rate_limit_is_renewed_when_the_server_says_so_and_can_be_believed(colour, headers, resets_at):
    client = colour.client(answer(429, None, **headers), retry=None)
    with pytest.raises(RateLimitError) as caught:
        colour.run(client.version())
    assert caught.value.resets_at == resets_at
