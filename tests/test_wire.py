"""The drivers: retries and waits, deadlines, limits, the credential's renewal, log lines, events, redaction, TLS."""

import asyncio
import contextlib
import gc
import gzip
import json
import logging
import socket
import ssl
import threading
import time
import tracemalloc
import zlib

import certifi
import httpcore
import httpx
import pytest

from helpers.colours import CREDENTIAL, UNIT, answer, token
from helpers.tenant import until
from instanakit import (
    APIConnectionError,
    APITimeoutError,
    AsyncInstana,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    Event,
    Instana,
    InstanaError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    RetryPolicy,
    UnexpectedResponseError,
)
from instanakit._flows import Do
from instanakit._redactor import Redactor
from instanakit._wire import Options
from instanakit._wire.tls import tls_context
from instanakit.secret import Secret

VERSION = "GET /api/instana/version"


def test_a_read_that_got_no_answer_is_tried_again_after_growing_waits(colour):
    client = colour.client(httpx.ReadError("x"), answer(500), httpx.ConnectTimeout("x"), answer(200, {}), random=0.5)
    colour.run(client.version())
    assert colour.clock.slept == [0.25, 0.5, 1.0]


def test_a_rate_limited_call_waits_as_long_as_the_server_asks(colour):
    limited = answer(429, None, x_ratelimit_reset="1767225607", date="Thu, 01 Jan 2026 00:00:00 GMT")
    client = colour.client(limited, answer(200, token(accessGrantingToken="clear-secret")))
    colour.run(client.tokens.create("p"))
    assert colour.clock.slept == [7.0]
    assert colour.script.sent == ["POST /api/settings/api-tokens"] * 2


def test_a_wait_that_does_not_fit_the_deadline_is_not_begun(colour):
    limited = answer(429, None, x_ratelimit_reset="1767225607", date="Thu, 01 Jan 2026 00:00:00 GMT")
    client = colour.client(limited, answer(200, {}))
    with pytest.raises(RateLimitError):
        colour.run(client.version(deadline=7))
    assert colour.clock.slept == []


def test_a_deadline_that_ends_after_a_rate_limit_was_waited_for_is_a_rate_limit(colour):
    def late(request):
        colour.clock.now += 100
        return httpx.ReadTimeout("late")

    limited = answer(429, None, retry_after="7", date="Thu, 01 Jan 2026 00:00:00 GMT")
    client = colour.client(limited, late)
    with pytest.raises(RateLimitError, match="The limit is renewed at 2026-01-01 00:00:07 UTC") as caught:
        colour.run(client.version())
    assert caught.value.attempts == 2
    client = colour.client(
        answer(429, None, retry_after="7"), httpx.ReadTimeout("late"), retry=RetryPolicy(max_retries=1)
    )
    with pytest.raises(APITimeoutError):
        colour.run(client.version())


def test_without_a_deadline_a_call_waits_as_long_as_it_is_asked_to(colour):
    client = colour.client(answer(503, None, retry_after="3600"), answer(200, {}))
    colour.run(client.version(deadline=None))
    assert colour.clock.slept == [3600.0]


@pytest.mark.parametrize(
    ("failure", "kind", "said"),
    [
        (httpx.ConnectError("[Errno 111]"), APIConnectionError, "no connection ([Errno 111])"),
        (httpx.ConnectTimeout(""), APITimeoutError, "no connection in time"),
        (httpx.PoolTimeout(""), APITimeoutError, "no free connection in time"),
        (httpx.ReadTimeout("x"), APITimeoutError, "no answer in time (x)"),
        (httpx.WriteTimeout(""), APITimeoutError, "no answer in time"),
        (httpx.ReadError("gone"), APIConnectionError, "the connection broke (gone)"),
        (httpx.RemoteProtocolError("Server disconnected"), APIConnectionError, "the connection broke (Server disconnected)"),
        (httpx.RemoteProtocolError("peer closed connection"), APIConnectionError, "the connection broke (peer closed connection)"),
        (httpx.RemoteProtocolError("illegal header line: Set-Cookie private"), APIConnectionError, "what came is not HTTP, or more than it allows"),
        (httpx.LocalProtocolError("illegal header value: private"), APIConnectionError, "it cannot be written as HTTP"),
        (httpx.ProxyError("502"), APIConnectionError, "the proxy failed (502)"),
        (httpx.ProxyError("407 Proxy Authentication Required"), APIConnectionError, "the proxy failed (407 Proxy Authentication Required)"),
        (httpx.UnsupportedProtocol("x"), APIConnectionError, "no connection (x)"),
    ],
)  # fmt: skip
def test_a_failure_is_an_error_that_says_what_happened(colour, failure, kind, said):
    client = colour.client(failure, retry=None)
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.version())
    assert type(caught.value) is kind
    assert caught.value.message == f"{VERSION} got no answer: {said}"
    assert caught.value.hint.endswith(("nothing was changed.", "certificates, the base URL and the proxy settings."))


@pytest.mark.parametrize("text", ["[SSL: CERTIFICATE_VERIFY_FAILED] self-signed", "407 Proxy Authentication Required"])
def test_what_trying_again_cannot_help_is_not_tried_again(colour, text):
    failure = httpx.ProxyError(text) if text.startswith("407") else httpx.ConnectError(text)
    client = colour.client(failure, answer(200, {}))
    with pytest.raises(APIConnectionError, match="Trying again will not help"):
        colour.run(client.version())
    assert len(colour.script.requests) == 1


def test_tries_are_counted_in_the_message(colour):
    client = colour.client(*[httpx.ConnectError("no")] * 2, retry=RetryPolicy(max_retries=1))
    with pytest.raises(APIConnectionError, match="got no answer in 2 attempts: no connection"):
        colour.run(client.version())


def test_a_write_that_was_rate_limited_and_then_not_sent_was_not_done(colour):
    client = colour.client(answer(429), httpx.ConnectError("no"), retry=RetryPolicy(max_retries=1))
    with pytest.raises(APIConnectionError):
        colour.run(client.tokens.create("p"))


def test_a_write_of_the_applications_own_is_an_outcome_unknown_too(colour):
    client = colour.client(httpx.ReadError("lost"))
    with pytest.raises(OutcomeUnknownError, match="It may have been done: look before you try again."):
        colour.run(client.request("POST", "/x"))


def test_a_write_that_was_never_sent_is_a_connection_error(colour):
    client = colour.client(httpx.ConnectError("no"), retry=None)
    with pytest.raises(APIConnectionError):
        colour.run(client.tokens.create("p"))


def test_an_answer_larger_than_the_limit_is_refused(colour):
    bomb = httpx.Response(200, content=gzip.compress(b" " * 1_000_000), headers={"content-encoding": "gzip"})
    client = colour.client(bomb, answer(200, {}), max_response_bytes=1000)
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.version())
    assert str(caught.value) == (
        f"{VERSION} was answered, but its body exceeds 1000 bytes. "
        "Check what stands between here and the server, and max_response_bytes."
    )
    assert len(colour.script.requests) == 1


def test_an_answer_as_large_as_the_limit_is_read(colour):
    client = colour.client(httpx.Response(200, content=b"{}"), max_response_bytes=2)
    assert colour.run(client.version()).raw == {}


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("gzip", b"no gzip"), ("gzip, gzip", gzip.compress(b"{}")), ("br", b"x"), ("deflate", zlib.compress(b"{}"))],
    ids=["no gzip", "stacked", "br", "deflate"],
)
def test_an_answer_that_cannot_be_decompressed_is_unexpected(colour, encoding, content):
    client = colour.client(httpx.Response(200, headers={"content-encoding": encoding}, stream=Stream([content])))
    with pytest.raises(UnexpectedResponseError, match="was answered, but its body cannot be decompressed"):
        colour.run(client.version())


@pytest.mark.parametrize("cut", [1, 8, 20, 60])
def test_an_answer_whose_compression_does_not_end_is_not_whole(colour, cut):
    packed = gzip.compress(json.dumps({"branch": "x" * 17_000}).encode())[:-cut]
    client = colour.client(httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Stream([packed])))
    with pytest.raises(UnexpectedResponseError, match="its body cannot be decompressed"):
        colour.run(client.request("GET", "/x"))


def test_an_answer_may_be_padded_or_empty(colour):
    packed = {"content-encoding": "gzip"}
    client = colour.client(
        httpx.Response(200, headers=packed, stream=Stream([gzip.compress(b"{}"), b"\0\0"])),
        httpx.Response(204, headers=packed),
        httpx.Response(200, headers=packed | {"content-length": "123"}),
    )
    assert colour.run(client.version()).raw == {}
    assert colour.run(client.request("DELETE", "/x")).content == b""
    assert colour.run(client.request("HEAD", "/x")).headers["content-length"] == "123"


def test_a_delete_of_the_applications_own_that_a_second_attempt_finds_done_succeeded(colour):
    client = colour.client(httpx.ReadError("lost"), answer(404, {"message": "gone"}))
    assert colour.run(client.request("DELETE", "/x")).status_code == 404
    with pytest.raises(NotFoundError):
        colour.run(colour.client(answer(404, {"message": "gone"})).request("DELETE", "/x"))


def test_an_async_client_in_a_second_event_loop_says_so():
    def closed(request):
        message = "Event loop is closed"
        raise RuntimeError(message)

    handlers = iter([lambda _: answer(200, {}), closed])

    def handler(request):
        return next(handlers)(request)

    client = AsyncInstana(UNIT, api_token="t", transport=httpx.MockTransport(handler))
    asyncio.run(client.version())
    with pytest.raises(ConfigurationError) as caught:
        asyncio.run(client.version())
    assert str(caught.value) == (
        "This client was used in another event loop before. Make an AsyncInstana in each event loop."
    )


def test_nothing_is_sent_in_a_second_event_loop(instana_sandbox):
    client = AsyncInstana(instana_sandbox.base_url, api_token=instana_sandbox.api_token)
    asyncio.run(client.version())
    with pytest.raises(ConfigurationError, match="another event loop"):
        asyncio.run(client.tokens.create("p"))
    with Instana(instana_sandbox.base_url, api_token=instana_sandbox.api_token) as instana:
        assert "p" not in {token.name for token in instana.tokens.list()}
    client._wire._transport.connections.end()
    del client
    with pytest.warns(ResourceWarning, match="unclosed"):
        gc.collect()


def test_a_header_of_the_applications_own_takes_the_clients_place_however_it_is_written(colour):
    client = colour.client(answer(200, {}))
    wanted = {"Content-Type": "application/merge-patch+json", "Accept": "text/csv", "Accept-Encoding": "identity"}
    colour.run(client.request("POST", "/x", json={}, headers=wanted))
    sent = colour.script.requests[0].headers
    assert {name: sent.get_list(name) for name in wanted} == {name: [value] for name, value in wanted.items()}


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_an_answer_is_decompressed_however_it_comes_in_pieces_and_members(colour, size):
    document = {"branch": "x" * 700_000}
    written = json.dumps(document).encode()
    packed = gzip.compress(written[:1000]) + gzip.compress(written[1000:])
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    client = colour.client(httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Stream(pieces)))
    assert colour.run(client.version()).raw == document
    assert colour.script.requests[0].headers["accept-encoding"] == "gzip"


def test_a_bomb_is_never_all_in_memory(colour):
    bomb = gzip.compress(b" " * 50_000_000)
    client = colour.client(
        httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Stream([bomb])), max_response_bytes=1000
    )
    tracemalloc.start()
    with pytest.raises(UnexpectedResponseError, match="its body exceeds 1000 bytes"):
        colour.run(client.version())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_nothing_is_sent_when_no_time_is_left(colour):
    def slow():
        colour.clock.now += 100
        return CREDENTIAL

    client = colour.client(answer(200, {}), api_token=slow)
    with pytest.raises(APITimeoutError, match="the deadline of 60 seconds ended"):
        colour.run(client.tokens.create("p"))
    assert colour.script.requests == []


def test_no_more_than_50_requests_are_under_way_at_once_and_the_others_wait_within_their_deadline(
    colour, instana_sandbox
):
    instana_sandbox.faults.add("hang", path="*/health", times=None)
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token, retry=None)
    client._wire.clock = time.monotonic
    too_late = pytest.raises(APITimeoutError, match="nothing was changed")

    if colour.name == "sync":
        threads = [threading.Thread(target=lambda: attempt(client.health)) for _ in range(50)]
        for thread in threads:
            thread.start()
        until(lambda: not client._wire._slots._value)
        with too_late:
            client.tokens.create("p", deadline=0.05)
        client.close()
        for thread in threads:
            thread.join()
    else:

        async def crowd():
            calls = [asyncio.create_task(client.health()) for _ in range(50)]
            await asyncio.to_thread(until, lambda: not client._wire._slots._value)
            with too_late:
                await client.tokens.create("p", deadline=0.05)
            await client.close()
            await asyncio.gather(*calls, return_exceptions=True)

        colour.run(crowd())
    assert instana_sandbox.state.tokens == {}


def attempt(call):
    with contextlib.suppress(InstanaError):
        call()


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body whose chunks come when they come."""

    def __init__(self, chunks, before=lambda: None):
        self.chunks, self.before = chunks, before

    def __iter__(self):
        for chunk in self.chunks:
            self.before()
            yield chunk

    async def __aiter__(self):
        for chunk in self.chunks:
            self.before()
            yield chunk


def test_a_body_that_takes_longer_than_the_deadline_is_given_up(colour):
    def drip():
        colour.clock.now += 10

    client = colour.client(httpx.Response(200, stream=Stream([b" "] * 100, drip)))
    with pytest.raises(APITimeoutError) as caught:
        colour.run(client.version(deadline=45))
    assert caught.value.message == f"{VERSION} got no answer: the deadline of 45 seconds ended"
    assert colour.clock.now == 1050.0


def test_a_server_that_never_answers_is_given_up_at_the_deadline(colour, silent_server):
    client = colour.client(base_url=silent_server)
    client._wire.clock = time.monotonic
    with pytest.raises(APITimeoutError, match=r"the deadline of 0\.05 seconds ended"):
        colour.run(client.version(deadline=0.05))


@pytest.fixture
def silent_server():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_no_wait_for_the_network_is_longer_than_what_is_left(colour):
    seen = []

    def handler(request):
        seen.append(request.extensions["timeout"])
        return answer(200, {})

    for deadline in (None, 10, 2):
        colour.run(colour.client(handler).version(deadline=deadline))
    colour.run(colour.client(handler, timeout=None).version(deadline=9))
    colour.run(colour.client(handler, timeout=3).version())
    assert seen == [
        {"connect": 5, "read": 30, "write": 30, "pool": 30},
        {"connect": 5, "read": 10, "write": 10, "pool": 10},
        {"connect": 2, "read": 2, "write": 2, "pool": 2},
        {"connect": 9, "read": 9, "write": 9, "pool": 9},
        {"connect": 3, "read": 3, "write": 3, "pool": 3},
    ]


def test_a_callable_credential_is_asked_again_once_after_a_401(colour):
    tokens = iter(["first-token", "second-token"])
    seen = []

    def handler(request):
        seen.append(request.headers["authorization"])
        return answer(200, {}) if "second" in seen[-1] else answer(401)

    client = colour.client(handler, handler, handler, api_token=lambda: next(tokens))
    colour.run(client.version())
    colour.run(client.version())
    assert seen == ["apiToken first-token", "apiToken second-token", "apiToken second-token"]


def test_a_credential_that_stays_refused_is_refused(colour):
    client = colour.client(answer(401), answer(401), api_token=lambda: CREDENTIAL)
    with pytest.raises(AuthenticationError) as caught:
        colour.run(client.version())
    assert caught.value.attempts == 2


def test_a_given_credential_is_not_tried_twice(colour):
    client = colour.client(answer(401))
    with pytest.raises(AuthenticationError):
        colour.run(client.version())


def test_each_attempt_and_each_wait_is_an_event(colour):
    events = []
    client = colour.client(httpx.ReadError("x"), answer(200, {}), on_event=events.append)
    colour.run(client.version())
    assert events == [
        Event("attempt", "GET", "/api/instana/version", 1, None, 0.0),
        Event("wait", "GET", "/api/instana/version", 1, delay=0.25),
        Event("retry", "GET", "/api/instana/version", 2),
        Event("attempt", "GET", "/api/instana/version", 2, 200, 0.0),
    ]


def test_what_on_event_raises_is_logged_and_goes_no_further(colour, caplog):
    client = colour.client(answer(200, {}), on_event=lambda event: 1 / 0)
    colour.run(client.version())
    assert "on_event raised an error; the call goes on" in caplog.text


def test_each_attempt_is_one_line_in_the_log(colour, caplog):
    client = colour.client(httpx.ReadError("x"), answer(200, {}, x_ratelimit_remaining="7"))
    with caplog.at_level(logging.DEBUG, "instanakit"):
        colour.run(client.version())
    assert caplog.messages == [
        f"{VERSION}: the connection broke (x) in 0.000 s (attempt 1, rate limit left: None)",
        f"{VERSION}: waits 0.250 s (attempt 1, rate limit left: None)",
        f"{VERSION}: 200 in 0.000 s (attempt 2, rate limit left: 7)",
    ]


def test_nothing_is_logged_above_debug(colour, caplog):
    with caplog.at_level(logging.INFO, "instanakit"):
        colour.run(colour.client(answer(200, {})).version())
    assert caplog.messages == []


@pytest.mark.parametrize("place", ["message", "header"])
def test_a_secret_that_comes_back_in_an_answer_is_not_quoted(colour, place, caplog):
    echo = {"message": answer(400, {"message": f"bad {CREDENTIAL}"}), "header": answer(400, None, x_echo=CREDENTIAL)}
    client = colour.client(echo[place])
    with caplog.at_level(logging.DEBUG), pytest.raises(BadRequestError) as caught:
        colour.run(client.tokens.get("t1"))
    shown = f"{caught.value} {caught.value!r} {vars(caught.value)} {caplog.text}"
    assert CREDENTIAL not in shown
    assert "**********" in shown


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_a_secret_in_another_encoding_is_not_quoted(colour, encoding):
    body = json.dumps({"accessGrantingToken": "made-by-the-server", "message": CREDENTIAL}).encode(encoding)
    client = colour.client(httpx.Response(400, content=body))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.tokens.get("t1"))
    assert CREDENTIAL not in caught.value.body.replace("\x00", "")
    assert "made-by-the-server" not in caught.value.body.replace("\x00", "")
    assert caught.value.body.count("**********") == 2


def test_a_credential_given_for_an_id_is_not_quoted(colour, caplog):
    client = colour.client(answer(400), api_token="mistake")
    with caplog.at_level(logging.DEBUG, "instanakit"), pytest.raises(BadRequestError) as caught:
        colour.run(client.tokens.get("mistake"))
    lines = [record.getMessage() for record in caplog.records if record.name == "instanakit"]
    assert "mistake" not in f"{caught.value} {vars(caught.value)} {lines}"


def test_a_secret_that_was_sent_is_not_quoted(colour):
    client = colour.client(answer(200, token()), lambda request: httpx.Response(400, content=request.content))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.tokens.update("t1", secret='odd"secret'))
    assert "odd" not in caught.value.body


def test_the_body_of_an_error_is_cut_and_no_secret_is_halved(colour):
    body = b"x" * (64 * 1024 - 5) + CREDENTIAL.encode() + b"y" * 100
    client = colour.client(httpx.Response(400, content=body))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.version())
    assert caught.value.body == "x" * (64 * 1024 - 5)


def test_no_more_of_a_body_is_looked_at_than_twice_what_an_error_keeps_of_it(colour):
    client = colour.client(httpx.Response(400, content=b"\x00" * (128 * 1024 - 1) + b"xy"))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.version())
    assert caught.value.body == "x"


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("first-one", "first-one"),
        ('quo"te', 'quo\\"te'),
        ("per%cent", "per%25cent"),
        ("a/b", "a\\/b"),
        ("a/b", "a%2Fb"),
        ("a/b", "a%2fb"),
        ("a&b", "a&amp;b"),
    ],
)
def test_a_redactor_knows_the_forms_in_which_a_secret_can_stand(secret, shown):
    redactor = Redactor()
    redactor.add(Secret(secret))
    assert redactor(f"<{secret}> <{shown}>") == "<**********> <**********>"


def test_a_redactor_forgets_the_oldest():
    redactor = Redactor(size=2)
    for text in ("one-one", "two-two", "one-one", "three-three"):
        redactor.add(Secret(text))
    assert redactor("one-one two-two three-three") == "********** two-two **********"


def test_a_secret_that_the_server_made_is_not_quoted_later(colour):
    made = token(accessGrantingToken="made-by-the-server", id="clear-id-of-it")
    echo = answer(400, {"message": "made-by-the-server clear-id-of-it"})
    client = colour.client(answer(200, made), echo)
    colour.run(client.tokens.create("p"))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.tokens.get("t1"))
    assert caught.value.body == '{"message":"********** **********"}'


def test_a_secret_inside_what_an_application_sends_is_not_quoted(colour):
    client = colour.client(lambda request: httpx.Response(400, content=request.content))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.request("POST", "/x", json={"a": [{"b": Secret("deep-inside")}]}))
    assert caught.value.body == '{"a":[{"b":"**********"}]}'


@pytest.mark.parametrize("log", ["audit_log", "access_log"])
def test_a_credential_that_got_into_a_log_entry_is_masked_there(colour, log):
    entry = {
        "id": "e",
        "message": f"used {CREDENTIAL}",
        "meta": {"x": CREDENTIAL, "t": {"accessGrantingToken": "clear"}},
    }
    client = colour.client(answer(200, {"total": 1, "entries": [entry]}))
    (found,) = colour.all(getattr(client, log).list())
    assert (found.message, found.meta) == (
        "used **********",
        {"x": "**********", "t": {"accessGrantingToken": "**********"}},
    )
    assert CREDENTIAL not in str(found.raw)


def test_a_short_password_does_not_break_what_is_read(colour):
    page = {"total": 1, "entries": [{"id": "e", "timestamp": 1767225602024, "message": "total"}]}
    client = colour.client(answer(200, page))
    for password in ("2024", "total"):
        client._wire.redactor.add(Secret(password))
    assert colour.all(client.audit_log.list())[0].message == "total"


def test_a_secret_deep_inside_a_token_is_masked_and_goes_back_in_clear(colour):
    read = token(other={"accessGrantingToken": "deep-inside", "list": [{"internalId": "i", "id": "deep-id"}]})
    client = colour.client(answer(200, read), lambda request: httpx.Response(200, content=request.content))
    updated = colour.run(client.tokens.update("t1", name="two"))
    assert colour.script.body()["other"] == read["other"]
    masked = {"accessGrantingToken": "**********", "list": [{"internalId": "i", "id": "**********"}]}
    assert updated.raw["other"] == masked


def test_an_error_that_quotes_the_server_halves_no_secret(colour):
    client = colour.client(answer(400, {"message": "x" * 920 + CREDENTIAL + "y" * 500}))
    with pytest.raises(BadRequestError) as caught:
        colour.run(client.version())
    assert len(caught.value.message) <= 1000
    assert "credential" not in caught.value.message


def test_a_secret_that_is_longer_than_any_text_is_looked_for_at_its_end_no_longer_than_the_text_is():
    class Long(str):
        __slots__ = ()
        looked = 0

        def __getitem__(self, part):
            Long.looked += 1
            return str.__getitem__(self, part)

    redactor = Redactor()
    redactor._longest_first = [Long("s" * 100_000)]
    assert redactor.cut("x" * 200, 100) == "x" * 100
    assert Long.looked == 100
    assert redactor.cut("x" * 50 + "s" * 150, 100) == "x" * 50


def test_a_redactor_covers_the_fields_that_the_api_masks():
    text = '{"internalId": "i", "id": "seen", "ACCESSGRANTINGTOKEN" : "se\\"en", "n": {"id": 7}}'
    stars = '"**********"'
    assert (
        Redactor()(text)
        == f'{{"internalId": "i", "id": {stars}, "ACCESSGRANTINGTOKEN" : {stars}, "n": {{"id": {stars}}}}}'
    )
    assert Redactor()('{"id": "entry"}') == '{"id": "entry"}'
    assert Redactor()('{"accessGrantingToken": "half') == f'{{"accessGrantingToken": {stars}'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r'{"message": "{\"accessGrantingToken\":\"seen\",\"id\":\"seen\"}"}', r'{"message": "{\"accessGrantingToken\":\"**********\",\"id\":\"**********\"}"}'),
        ("ApiToken(internalId=z, accessGrantingToken=seen, id=seen)", "ApiToken(internalId=z, accessGrantingToken=**********, id=**********)"),
        ("{'accessGrantingToken': 'seen', 'valid': 1}", "{'accessGrantingToken': '**********', 'valid': 1}"),
        ("accessGrantingToken=seen&name=n", "accessGrantingToken=**********&name=n"),
    ],
)  # fmt: skip
def test_a_redactor_covers_them_however_a_message_writes_them(text, shown):
    assert Redactor()(text) == shown


def test_a_flow_can_act_on_this_machine(colour):
    def flow(terms):
        return (yield Do(lambda: "done"))

    client = colour.client(answer(200, {}))
    assert colour.run(client._wire.run(flow, Options())) == "done"


def test_clients_of_equal_settings_share_a_tls_context(tmp_path, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    one = tls_context(True, None, trust_env=True)
    assert tls_context(True, None, trust_env=True) is one
    off = tls_context(False, None, trust_env=True)
    assert off.verify_mode == ssl.CERT_NONE
    bundle = tls_context(certifi.where(), None, trust_env=True)
    assert bundle is not one
    assert bundle.verify_mode == ssl.CERT_REQUIRED
    assert tls_context(tmp_path, None, trust_env=True).verify_mode == ssl.CERT_REQUIRED
    own = ssl.create_default_context()
    assert tls_context(own, None, trust_env=True) is own


@pytest.mark.parametrize(
    ("verify", "cert", "said"),
    [
        ("/no/such/file.pem", None, "verify or cert cannot be loaded (FileNotFoundError: "),
        (7, None, "verify or cert cannot be loaded (TypeError: "),
        (True, "/no/such/cert.pem", "verify or cert cannot be loaded (FileNotFoundError: "),
        (True, ("/no/such/cert.pem", "/no/such/key.pem"), "verify or cert cannot be loaded (FileNotFoundError: "),
        (ssl.create_default_context(), "cert.pem", "cert cannot be given together with an SSLContext. Load it into"),
    ],
)
def test_certificates_that_cannot_be_loaded_are_an_error_when_the_client_is_made(colour, verify, cert, said):
    with pytest.raises(ConfigurationError) as caught:
        colour.client(verify=verify, cert=cert)
    assert str(caught.value).startswith(said)
    assert caught.value.__context__ is None


def test_loopback_uses_no_proxy_of_the_environment(colour, monkeypatch, instana_sandbox):
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token)
    assert colour.run(client.health()).status == "GREEN"


def test_a_proxy_of_the_environment_is_used_unless_told_otherwise(colour, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    transports = [colour.client(base_url=UNIT, trust_env=trust)._wire._transport for trust in (True, False)]
    assert ["Proxy" in type(transport.connections.take()._pool).__name__ for transport in transports] == [True, False]


@pytest.mark.parametrize("proxy", ["no proxy", "ftp://proxy.example"])
def test_a_proxy_without_meaning_is_refused(colour, proxy):
    with pytest.raises(ConfigurationError, match="proxy cannot be used"):
        colour.client(proxy=proxy)


def test_a_deadline_that_ends_while_connecting_leaves_nothing_unknown(colour):
    def slow(request):
        colour.clock.now += 10
        message = "timed out"
        return httpx.ConnectTimeout(message)

    client = colour.client(slow)
    with pytest.raises(APITimeoutError) as caught:
        colour.run(client.tokens.create("p", deadline=10))
    assert caught.value.message == "POST /api/settings/api-tokens got no answer: the deadline of 10 seconds ended"


def test_a_refused_connection_at_the_end_of_the_deadline_is_a_timeout_that_says_why(colour):
    def slow(request):
        colour.clock.now += 10
        message = "[Errno 111]"
        return httpx.ConnectError(message)

    client = colour.client(slow)
    with pytest.raises(APITimeoutError, match=r"got no answer: no connection \(\[Errno 111\]\)"):
        colour.run(client.tokens.create("p", deadline=10))


@pytest.mark.parametrize(
    "target", ["mailto:a@b.example", "javascript:x", "data:x", "http://[", "", "/relative", "https://b\xfc.example"]
)
def test_whatever_a_redirect_points_to_is_named_and_nothing_is_sent_there(colour, target):
    redirect = httpx.Response(302, headers=[(b"location", target.encode("latin-1"))])
    client = colour.client(redirect)
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.version())
    assert f"a redirect to {target}; nothing was sent there" in caught.value.message
    assert caught.value.headers["location"] == target
    assert len(colour.script.requests) == 1


def test_a_redirects_target_is_shown_in_one_line_that_no_terminal_obeys(colour):
    target = b"https://b.example/\x1b[31m\x9b2J\x07\x7f"
    client = colour.client(httpx.Response(302, headers=[(b"location", target)]))
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.version())
    assert "a redirect to https://b.example/ [31m 2J; nothing was sent there" in caught.value.message


def test_a_location_that_is_no_redirect_is_returned(colour):
    client = colour.client(answer(201, {}, location="/made"))
    assert colour.run(client.request("POST", "/x")).headers["location"] == "/made"


def test_a_client_that_is_closed_while_a_call_is_under_way_sends_no_more(colour):
    def closed(request):
        client._wire.closed = True
        return RuntimeError("Cannot send a request, as the client has been closed.")

    client = colour.client(answer(503), closed)
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.version())
    assert str(caught.value) == (
        f"{VERSION} got no answer in 2 attempts: the client was closed. "
        "Close the client when no call is under way; nothing was changed."
    )


def test_a_request_that_had_left_when_the_client_was_closed_is_a_lost_answer(colour):
    def closed(request):
        note = request.extensions["trace"]
        info = {"request": httpcore.Request("POST", "https://unit-tenant.instana.io")}
        sent = note("http11.send_request_headers.started", info)
        if sent is not None:
            sent.close()
            note.__self__("http11.send_request_headers.started", info)
        client._wire.closed = True
        return RuntimeError("closed")

    client = colour.client(closed)
    with pytest.raises(OutcomeUnknownError):
        colour.run(client.request("POST", "/x"))


def test_an_error_of_the_interpreter_is_no_lost_answer(colour):
    client = colour.client(RecursionError("deep"))
    with pytest.raises(RecursionError):
        colour.run(client.version())


def test_a_write_that_a_silent_handshake_kept_from_being_sent_was_not_done(colour, silent_server, monkeypatch):
    client = colour.client(base_url=silent_server.replace("http:", "https:"), verify=False)
    client._wire.clock = time.monotonic
    with pytest.raises(APITimeoutError, match="nothing was changed"):
        colour.run(client.tokens.create("p", deadline=0.05))


def test_a_server_that_does_not_speak_http_is_not_quoted(colour, caplog):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def speak():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nSet-Cookie session=private-cookie\r\n\r\n")

        speaker = threading.Thread(target=speak)
        speaker.start()
        client = colour.client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", retry=None)
        with caplog.at_level(logging.DEBUG, "instanakit"), pytest.raises(APIConnectionError) as caught:
            colour.run(client.version())
        speaker.join()
    ours = [record.getMessage() for record in caplog.records if record.name == "instanakit"]
    assert "private-cookie" not in f"{caught.value} {vars(caught.value)} {ours}"
    assert caught.value.message == f"{VERSION} got no answer: what came is not HTTP, or more than it allows"


def test_a_call_that_is_cancelled_waits_for_the_end_of_what_it_does_on_this_machine():
    begun, may_end, done = threading.Event(), threading.Event(), []

    def act():
        begun.set()
        may_end.wait(10)
        done.append("written")

    def flow(_terms):
        yield Do(act)

    async def cancelled():
        async with AsyncInstana("https://unit-tenant.instana.io", api_token="x") as instana:
            call = asyncio.ensure_future(instana._wire.run(flow, Options()))
            await asyncio.to_thread(begun.wait, 10)
            call.cancel()
            await asyncio.sleep(0)
            assert not call.done()
            may_end.set()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert done == ["written"]

    asyncio.run(cancelled())
