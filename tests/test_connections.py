"""How the connections of a client are kept: few, warm, and none for ever."""

import socket

import httpx
import pytest

from instanakit import APIConnectionError
from instanakit._wire.connections import KEPT, Connections


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def connections(clock):
    names = iter("abcdefgh")
    return Connections(lambda: next(names), clock)


def test_the_connection_that_was_used_last_is_used_next(connections):
    first, second = connections.take(), connections.take()
    assert connections.give(first) == connections.give(second) == []
    assert [connections.take(), connections.take(), connections.take()] == [second, first, "c"]


def test_connections_that_nobody_has_used_for_a_while_are_to_be_closed(connections, clock):
    old, older, used = connections.take(), connections.take(), connections.take()
    connections.give(older)
    clock.now += 1
    connections.give(old)
    clock.now += KEPT
    assert connections.give(used) == [older]
    clock.now += 0.1
    assert connections.give(connections.take()) == [old]
    assert connections.end() == [used]


def test_a_connection_that_is_used_when_all_end_is_closed_and_not_taken_back(connections):
    used, idle = connections.take(), connections.take()
    connections.give(idle)
    assert sorted(connections.end()) == [used, idle]
    assert connections.give(used) == []
    assert connections.take() == "c"


def test_calls_one_after_the_other_use_one_connection(colour, instana_sandbox):
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token)

    for _ in range(3):
        colour.run(client.version())
    assert len(client._wire._transport.connections._all) == 1


def test_a_call_that_fails_gives_its_connection_back(colour):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        client = colour.client(base_url=address, retry=None)
        for _ in range(3):
            with pytest.raises(APIConnectionError):
                colour.run(client.version())
    assert len(client._wire._transport.connections._all) == 1


def test_a_connection_that_expires_is_closed(colour, clock, instana_sandbox):
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token)
    colour.run(client.version())
    connections = client._wire._transport.connections
    connections._clock = clock
    expired, another = connections.take(), connections.take()
    assert len(expired._pool.connections) == 1
    connections.give(expired)
    connections.give(another)
    clock.now += KEPT + 0.1
    colour.run(client.version())
    assert expired._pool.connections == []
    assert connections.end() == [another]
    colour.run(another.aclose() if colour.name == "async" else another.close())


def test_a_client_that_is_closed_just_before_it_sends_sends_nothing(colour):
    def closing():
        client._wire.closed = True
        return "made-up-credential"

    client = colour.client(httpx.Response(200, json={}), api_token=closing)
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.version())
    assert caught.value.message == "GET /api/instana/version got no answer: the client was closed"
    assert colour.script.requests == []
