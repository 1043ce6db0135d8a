"""A sandbox stops at once, whatever it holds, and leaves nothing behind."""

import json
import time

import httpx
import pytest

from helpers.tenant import TOKENS, ask, body, connect, until
from instanakit.sandbox import Sandbox

FOREVER = 3600


def post(sandbox):
    return ask(sandbox, "POST", TOKENS, json.dumps(body()).encode())


@pytest.mark.parametrize(
    ("action", "arguments"),
    [("hang", {}), ("hang_after", {}), ("latency", {"delay": FOREVER}), ("drip", {"delay": FOREVER})],
)
def test_a_sandbox_stops_at_once_whatever_it_holds(caplog, action, arguments):
    with Sandbox() as sandbox:
        sandbox.faults.add(action, times=None, **arguments)
        connections = [post(sandbox) for _ in range(3)]
        until(lambda: sandbox.faults.pending()[0][1] == 3)
        thread, began = sandbox._server._thread, time.perf_counter()
        sandbox.stop()
        assert (thread.is_alive(), time.perf_counter() - began < 10) == (False, True)
    for connection in connections:
        with connection:
            assert received(connection) in {b"", b"H"}
    assert caplog.records == []


def received(connection):
    try:
        return connection.recv(99)
    except ConnectionResetError:
        return b""


def test_a_sandbox_stops_at_once_while_requests_are_half_sent(caplog):
    with Sandbox() as sandbox, connect(sandbox) as one, connect(sandbox) as other, connect(sandbox):
        one.sendall(b"POST / HTTP/1.1\r\nhost: sandbox\r\ncontent-length: 10\r\n\r\nhalf")
        other.sendall(b"GET / HT")
        until(lambda: sandbox._server.server_state.tasks)
        began = time.perf_counter()
        sandbox.stop()
        assert time.perf_counter() - began < 10
    assert caplog.records == []


def test_a_request_that_comes_while_the_sandbox_stops_is_not_done(caplog):
    with Sandbox() as sandbox:
        sandbox._server._network._is_down = True
        with post(sandbox) as connection:
            assert received(connection) == b""
        until(lambda: not sandbox._server.server_state.tasks)
        assert sandbox.state.tokens == {}
    assert caplog.records == []


def test_a_sandbox_that_was_stopped_can_be_started_again():
    sandbox = Sandbox()
    for _ in range(2):
        with sandbox:
            assert httpx.get(sandbox.base_url, verify=False).status_code == 404  # noqa: S501 (no TLS)
