"""How the connections of a client are kept: few, warm, none for ever, and none over which another answer could come."""

import asyncio
import contextlib
import os
import resource
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from helpers.proxies import HttpProxy
from helpers.servers import Server
from helpers.tenant import until
from instanakit import APIConnectionError, InstanaError, OutcomeUnknownError
from instanakit._wire.connections import KEPT, Connections


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


class Kept:
    """A connection that tells how it was ended."""

    def __init__(self):
        self.at_rest, self.ends = True, []

    def is_at_rest(self):
        return self.at_rest

    def cut(self):
        self.ends.append("cut")

    def hang_up(self):
        self.ends.append("hung up")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def connections(clock):
    return Connections(Kept, clock)


def test_the_connection_that_was_used_last_is_used_next(connections):
    first, second = connections.take(), connections.take()
    connections.give(first)
    connections.give(second)
    assert [connections.take(), connections.take()] == [second, first]
    assert connections.take() not in {first, second}
    assert first.ends == second.ends == []


def test_connections_that_nobody_has_used_for_a_while_are_closed(connections, clock):
    old, older, used = connections.take(), connections.take(), connections.take()
    connections.give(older)
    clock.now += 1
    connections.give(old)
    clock.now += KEPT
    connections.give(used)
    assert (older.ends, old.ends, used.ends) == (["cut"], [], [])
    clock.now += 0.1
    connections.give(connections.take())
    assert (older.ends, old.ends, used.ends) == (["cut"], ["cut"], [])
    assert connections.take() is used


def test_a_connection_on_which_something_is_still_under_way_is_closed_and_not_kept(connections):
    busy = connections.take()
    busy.at_rest = False
    connections.give(busy)
    assert busy.ends == ["cut"]
    assert connections.take() is not busy


def test_a_connection_whose_use_failed_is_closed_and_not_kept(connections):
    failed = connections.take()
    connections.drop(failed)
    assert failed.ends == ["cut"]
    assert connections.take() is not failed


def test_when_all_end_those_in_use_are_hung_up_and_closed_by_their_users_and_none_is_given_out(connections):
    used, idle = connections.take(), connections.take()
    connections.give(idle)
    connections.end()
    assert (used.ends, idle.ends) == (["hung up"], ["cut"])
    connections.give(used)
    assert used.ends == ["hung up", "cut"]
    with pytest.raises(RuntimeError, match="closed"):
        connections.take()


def test_another_process_uses_none_of_them_and_ends_none(connections, monkeypatch):
    idle, used = connections.take(), connections.take()
    connections.give(idle)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    own = connections.take()
    assert own not in {idle, used}
    connections.give(own)
    assert connections.take() is own
    connections.end()
    assert idle.ends == used.ends == []


def test_a_process_that_only_closes_them_ends_none_of_the_others(connections, monkeypatch):
    idle, used = connections.take(), connections.take()
    connections.give(idle)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    connections.end()
    assert idle.ends == used.ends == []


FORKING = """
import os, sys
from instanakit import Instana
with Instana(sys.argv[1], api_token=sys.argv[2], retry=None, deadline=20) as instana:
    names = [instana.tokens.create(name).internal_id for name in "abcdefgh"]
    child = os.fork()
    mine = names[::2] if child else names[1::2]
    wrong = sum(instana.tokens.get(name).internal_id != name for _ in range(10) for name in mine)
if not child:
    os._exit(wrong)
print(wrong, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_and_its_fork_each_get_their_own_answers(instana_sandbox):
    arguments = [sys.executable, "-c", FORKING, instana_sandbox.base_url, instana_sandbox.api_token]
    found = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (found.stdout, found.stderr) == ("0 0\n", "")


def test_calls_one_after_the_other_use_one_connection(colour, instana_sandbox):
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token)
    for _ in range(3):
        colour.run(client.version())
    assert len(client._wire._transport.connections._all) == 1


def test_a_call_that_fails_leaves_no_connection(colour):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        client = colour.client(base_url=address, retry=None)
        for _ in range(3):
            with pytest.raises(APIConnectionError):
                colour.run(client.version())
    assert len(client._wire._transport.connections._all) == 0


def test_a_connection_that_expires_is_closed(colour, clock, instana_sandbox):
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token)
    colour.run(client.version())
    connections = client._wire._transport.connections
    connections._clock = clock
    expired, another = connections.take(), connections.take()
    assert expired._backend._opened.get_extra_info("socket").fileno() > 0
    connections.give(expired)
    connections.give(another)
    clock.now += KEPT + 0.1
    colour.run(client.version())
    assert expired not in connections._all
    assert another in connections._all
    assert expired._backend._opened.get_extra_info("socket").fileno() == -1


def test_a_client_that_is_closed_just_before_it_sends_sends_nothing(colour):
    def closing():
        client._wire.closed = True
        return "made-up-credential"

    client = colour.client(httpx.Response(200, json={}), api_token=closing)
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.version())
    assert caught.value.message == "GET /api/instana/version got no answer: the client was closed"
    assert colour.script.requests == []


def test_a_client_that_is_closed_while_it_waits_for_a_connection_says_so(colour):
    def closing(request):
        client._wire.closed = True
        return httpx.ConnectTimeout("late")

    client = colour.client(closing)
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.version())
    assert caught.value.message == "GET /api/instana/version got no answer: the client was closed"


def test_a_connection_that_is_there_needs_no_file_descriptor_more(colour, instana_sandbox):
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token, retry=None)
    colour.run(client.version())
    before, taken = resource.getrlimit(resource.RLIMIT_NOFILE), []
    highest = max(int(file.name) for file in Path("/dev/fd").iterdir())
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 5, before[1]))
        with contextlib.suppress(OSError):
            while True:
                taken.append(os.dup(0))
        version = colour.run(client.version())
    finally:
        for number in taken:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert version.raw


class Held(Server):
    """Shakes hands, or answers, when it is told to."""

    def __init__(self, context=None):
        super().__init__(context)
        self.began, self.may_go_on, self.ended = threading.Event(), threading.Event(), threading.Event()

    def finish_request(self, request, client_address):
        try:
            super().finish_request(request, client_address)
        finally:
            self.ended.set()

    def agreed(self, request):
        if self.context:
            self.wait()
        return super().agreed(request)

    def wait(self):
        self.began.set()
        self.may_go_on.wait(10)

    def serve(self, connection):
        if request := connection.recv(65536):
            self.seen.append(request.split(b" ")[0])
            self.began.set()
            while connection.recv(65536):
                pass


def close_meanwhile(colour, client, server, call):
    """Run a call, close the client as soon as the server has begun, and return what the call raised."""
    if colour.name == "sync":
        closer = threading.Thread(target=lambda: (server.began.wait(10), client.close(), server.may_go_on.set()))
        closer.start()
        with pytest.raises(InstanaError) as caught:
            call()
        closer.join()
        return caught.value

    async def both():
        calling = asyncio.ensure_future(call())
        await asyncio.to_thread(server.began.wait, 10)
        await client.close()
        server.may_go_on.set()
        with pytest.raises(InstanaError) as caught:
            await calling
        return caught.value

    return colour.run(both())


def test_a_client_that_is_closed_while_it_connects_sends_nothing(colour, authority):
    with Held(authority.server_context()) as server:
        client = colour.client(base_url=f"https://127.0.0.1:{server.port}", verify=authority.path, deadline=10)
        error = close_meanwhile(colour, client, server, lambda: client.tokens.delete("t1"))
        assert str(error) == (
            "DELETE /api/settings/api-tokens/t1 got no answer: the client was closed. "
            "Close the client when no call is under way; nothing was changed."
        )
        assert server.ended.wait(10)
        assert server.seen == []


def test_a_client_that_is_closed_ends_the_call_that_waits_for_an_answer(colour):
    with Held() as server:
        client = colour.client(base_url=f"http://127.0.0.1:{server.port}", deadline=10)
        error = close_meanwhile(colour, client, server, lambda: client.request("POST", "/x"))
        assert isinstance(error, OutcomeUnknownError)
        assert "the client was closed" in str(error)
        assert server.ended.wait(10)
        assert server.seen == [b"POST"]


def kept(client):
    """The connections of the HTTP library that a client keeps for its next request."""
    return [each for _, idle in client._wire._transport.connections._idle for each in idle._pool.connections]


def whole(body):
    """An answer."""
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


GOOD, EVIL = whole(b"{}"), whole(b'{"branch":"evil"}')


def ending_at(size):
    """An answer of so many bytes in all."""
    found = whole(b"{}" + b" " * (size - len(GOOD) - 2))
    found = whole(b"{}" + b" " * (size - len(GOOD) - 2 - (len(found) - size)))
    assert len(found) == size
    return found


class Twice(Server):
    """Answers the first request of all twice, and each other once; before a piece of nothing it waits."""

    def __init__(self, context, pieces):
        super().__init__(context)
        self.pieces, self.may_go_on = pieces, threading.Event()

    def serve(self, connection):
        while connection.recv(65536):
            self.seen.append(connection)
            for piece in self.pieces if len(self.seen) == 1 else [GOOD]:
                connection.sendall(piece) if piece else self.may_go_on.wait(10)


@pytest.mark.parametrize(
    "pieces",
    [[GOOD + EVIL], [GOOD, EVIL], [GOOD, b"", EVIL], [ending_at(64 * 1024) + EVIL], [ending_at(256 * 1024), EVIL]],
    ids=["one piece", "two pieces", "later", "64 KiB", "256 KiB"],
)
@pytest.mark.parametrize("layers", [0, 1, 2])
def test_what_came_after_an_answer_is_never_the_next_one(colour, authority, layers, pieces):
    context = authority.server_context()
    with Twice(context if layers else None, pieces) as server, HttpProxy(server.port, context=context) as proxy:
        options = {"base_url": f"http{'s' if layers else ''}://127.0.0.1:{server.port}"}
        if layers == 2:
            options = {"base_url": "https://unit-tenant.instana.test", "proxy": f"https://127.0.0.1:{proxy.port}"}
        client = colour.client(verify=authority.path, **options)
        assert colour.run(client.version()).raw == {}
        server.may_go_on.set()
        # What comes after the next request has left is its answer, for all that a client can know.
        for each in kept(client):
            each._connection._expire_at = None  # so that it expires by what came, and by no age
        until(lambda: all(each.has_expired() for each in kept(client)))
        for _ in range(2):
            assert colour.run(client.version()).raw == {}
        assert [len({id(each) for each in server.seen[:count]}) for count in (1, 2, 3)] == [1, 2, 2]
