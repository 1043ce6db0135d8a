"""Each fault over real HTTP: what the client meets, and whether the operation was carried out."""

import gzip
import json
import time

import httpx
import pytest

from helpers.tenant import TOKENS, VERSION_PATH, Clock, as_holder, ask, body, connect, rest, until
from instanakit.sandbox import Sandbox
from instanakit.sandbox.instead import LOGIN

AUDIT = "/api/settings/auditlog"
FOREVER = 3600


@pytest.fixture(scope="module")
def served():
    with Sandbox(clock=Clock(), rate_limit=100_000) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served, caplog):
    for internal_id in list(served.state.tokens):
        served.state.delete(internal_id)
    yield served
    served.faults.clear()
    assert [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")] == []


@pytest.fixture
def owner(sandbox):
    with as_holder(sandbox, sandbox.api_token) as client:
        yield client


def post(sandbox):
    """A bare connection on which a POST of a token was sent."""
    return ask(sandbox, "POST", TOKENS, json.dumps(body()).encode())


def tasks(sandbox):
    return sandbox._server.server_state.tasks


def test_latency_carries_out_at_once_and_answers_later(sandbox, owner):
    sandbox.faults.add("latency", delay=0.02)
    began = time.perf_counter()
    assert owner.post(TOKENS, json=body()).status_code == 200
    assert time.perf_counter() - began >= 0.02
    sandbox.faults.add("latency", delay=FOREVER)
    with ask(sandbox, "DELETE", TOKENS + "/t1") as connection:
        until(lambda: not sandbox.state.tokens)
        connection.settimeout(0.01)
        with pytest.raises(TimeoutError):
            connection.recv(1)
    until(lambda: not tasks(sandbox))


@pytest.mark.parametrize(("action", "carried_out"), [("hang", False), ("hang_after", True)])
def test_a_request_that_hangs_is_not_answered_and_ends_when_its_client_goes_away(sandbox, action, carried_out):
    sandbox.faults.add(action)
    with post(sandbox) as connection:
        until(lambda: not sandbox.faults.pending())
        if carried_out:
            until(lambda: sandbox.state.tokens)
        connection.settimeout(0.01)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        assert len(tasks(sandbox)) == 1
    until(lambda: not tasks(sandbox))
    assert bool(sandbox.state.tokens) is carried_out


def test_a_client_meets_a_timeout_where_a_request_hangs(sandbox, owner):
    sandbox.faults.add("hang")
    with pytest.raises(httpx.ReadTimeout):
        owner.get(TOKENS, timeout=httpx.Timeout(10, read=0.01))
    until(lambda: not tasks(sandbox))


@pytest.mark.parametrize(("action", "carried_out"), [("close_before", False), ("close_after", True)])
def test_a_connection_is_closed_without_an_answer(sandbox, owner, action, carried_out):
    sandbox.faults.add(action, times=2)
    assert rest(post(sandbox)) == b""
    assert bool(sandbox.state.tokens) is carried_out
    with pytest.raises(httpx.RemoteProtocolError, match="Server disconnected without sending a response"):
        owner.get(TOKENS)
    assert owner.get(VERSION_PATH).status_code == 200


@pytest.mark.parametrize(("action", "carried_out"), [("status", False), ("status_after", True)])
def test_a_status_is_answered_in_the_place_of_the_apis(sandbox, owner, action, carried_out):
    sandbox.faults.add(action, status=503, body={"message": "down"}, headers={"Retry-After": "7"})
    response = owner.post(TOKENS, json=body())
    assert (response.status_code, response.json(), response.headers["retry-after"]) == (503, {"message": "down"}, "7")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["date"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert response.headers["server"].startswith("instanakit-sandbox")
    assert bool(sandbox.state.tokens) is carried_out
    assert owner.delete(TOKENS + "/t1").status_code == (204 if carried_out else 404)


def test_the_body_and_every_header_but_those_that_frame_it_can_be_chosen(sandbox, owner):
    squeezed = gzip.compress(b"0" * 100_000)
    sandbox.faults.add("status", status=500, body=squeezed, headers={"content-encoding": "gzip", "server": "nginx"})
    response = owner.get(VERSION_PATH)
    assert (len(response.content), response.headers["server"]) == (100_000, "nginx")
    sandbox.faults.add("status", status=502)
    assert owner.get(VERSION_PATH).content == b""
    for status in (204, 304):
        sandbox.faults.add("status", status=status)
        assert "content-length" not in owner.get(VERSION_PATH).headers
    sandbox.faults.add("status", status=599)
    assert owner.get(VERSION_PATH).status_code == 599


def test_a_body_can_be_cut_in_half(sandbox, owner):
    sandbox.faults.add("truncate", times=2)
    head, _, half = rest(post(sandbox)).partition(b"\r\n\r\n")
    whole = json.dumps(sandbox.state.tokens["t1"], separators=(",", ":")).encode()
    assert b"\r\ncontent-length: %d\r\n" % len(whole) in head
    assert half == whole[: len(whole) // 2]
    with pytest.raises(httpx.RemoteProtocolError, match="peer closed connection without sending complete message body"):
        owner.get(VERSION_PATH)


def test_where_there_is_no_body_the_rest_is_cut_in_half(sandbox, owner):
    owner.post(TOKENS, json=body())
    sandbox.faults.add("truncate")
    with pytest.raises(httpx.RemoteProtocolError):
        owner.delete(TOKENS + "/t1")
    assert sandbox.state.tokens == {}
    sandbox.faults.add("truncate")
    with pytest.raises(httpx.RemoteProtocolError):
        owner.head(VERSION_PATH)


def test_a_body_can_be_longer_than_it_is_said_to_be(sandbox, owner):
    plain = owner.get(VERSION_PATH).content
    sandbox.faults.add("wrong_length", times=2)
    head, _, sent = rest(ask(sandbox)).partition(b"\r\n\r\n")
    assert head.count(b"content-length") == 1
    assert b"\r\ncontent-length: %d" % (len(plain) // 2) in head
    assert sent == plain
    assert owner.get(VERSION_PATH).content == plain[: len(plain) // 2]
    assert owner.get(VERSION_PATH).content == plain


def test_an_answer_drips_one_byte_at_a_time(sandbox):
    sandbox.faults.add("drip", delay=FOREVER)
    with post(sandbox) as connection:
        until(lambda: sandbox.state.tokens)
        assert connection.recv(99) == b"H"
        connection.settimeout(0.01)
        with pytest.raises(TimeoutError):
            connection.recv(1)
    until(lambda: not tasks(sandbox))
    sandbox.faults.add("drip", delay=0.005)
    began = time.perf_counter()
    with ask(sandbox) as connection:
        first = b"".join(connection.recv(1) for _ in range(4))
    assert (first, time.perf_counter() - began >= 0.015) == (b"HTTP", True)


def test_an_answer_that_dripped_is_whole(sandbox, owner):
    plain = owner.get(VERSION_PATH)
    sandbox.faults.add("drip", delay=0)
    dripped = owner.get(VERSION_PATH)
    assert (dripped.status_code, dripped.content) == (plain.status_code, plain.content)
    assert dripped.headers["connection"] == "close"
    assert owner.get(VERSION_PATH).status_code == 200


def test_a_login_page_is_answered_in_the_place_of_the_api(sandbox, owner):
    sandbox.faults.add("page")
    response = owner.post(TOKENS, json=body())
    assert (response.status_code, response.content) == (200, LOGIN)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    sandbox.faults.add("page", status=403, body="Go away", headers={"content-type": "text/html"})
    response = owner.post(TOKENS, json=body())
    assert (response.status_code, response.text, response.headers["content-type"]) == (403, "Go away", "text/html")
    assert sandbox.state.tokens == {}


def test_a_redirect_is_answered_in_the_place_of_the_api(sandbox, owner):
    sandbox.faults.add("redirect")
    response = owner.post(TOKENS, json=body())
    assert (response.status_code, response.headers["location"]) == (302, "https://login.example.com/")
    sandbox.faults.add("redirect", status=308, headers={"Location": "/elsewhere"})
    response = owner.post(TOKENS, json=body())
    assert (response.status_code, response.headers["location"]) == (308, "/elsewhere")
    assert sandbox.state.tokens == {}


def test_a_rate_limit_says_when_it_is_renewed_by_the_sandboxs_clock(sandbox, owner):
    sandbox.faults.add("rate_limit", times=2)
    left = owner.get(VERSION_PATH, headers={"authorization": "none"})
    storm = [owner.post(TOKENS, json=body()) for _ in range(2)]
    assert [left.status_code, storm[0].status_code, storm[1].status_code] == [429, 429, 200]
    assert storm[0].json() == {"message": "Rate limit exceeded"}
    told = {name: value for name, value in storm[0].headers.items() if name.startswith("x-ratelimit")}
    assert told == {
        "x-ratelimit-limit": "100000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": storm[1].headers["x-ratelimit-reset"],
        "x-ratelimit-zone": "sandbox",
    }
    assert int(told["x-ratelimit-reset"]) == int(Clock.now) + FOREVER


def test_a_rate_limit_says_no_more_than_it_is_told_to(sandbox, owner):
    sandbox.faults.add("rate_limit", headers={"retry-after": "0"}, body="slow down")
    response = owner.get(VERSION_PATH)
    assert (response.headers["retry-after"], response.text) == ("0", "slow down")
    assert not any(name.startswith("x-ratelimit") for name in response.headers)


def test_a_fault_that_refuses_uses_up_no_call_and_leaves_no_entry(sandbox, owner):
    before = owner.get(AUDIT)
    sandbox.faults.add("status", status=500)
    owner.get(TOKENS)
    after = owner.get(AUDIT)
    assert after.json()["total"] == before.json()["total"]
    left = [int(response.headers["x-ratelimit-remaining"]) for response in (before, after)]
    assert left[0] - left[1] == 1


def test_a_request_without_all_of_its_body_is_not_done(sandbox):
    sandbox.faults.add("hang")
    with connect(sandbox) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nhost: sandbox\r\ncontent-length: 10\r\n\r\nhalf")
        until(lambda: tasks(sandbox))
    until(lambda: not tasks(sandbox))
    assert len(sandbox.faults.pending()) == 1


def test_a_large_body_arrives_whole(owner):
    assert owner.post(TOKENS, json=body(note="x" * 300_000)).json()["note"] == "x" * 300_000


def test_faults_do_not_depend_on_the_log_level(caplog):
    caplog.set_level(1)
    with Sandbox() as sandbox:
        sandbox.faults.add("close_before")
        assert rest(ask(sandbox)) == b""
