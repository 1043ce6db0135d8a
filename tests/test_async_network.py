"""The async network as the HTTP library uses it: each failure is one of its own, and what nobody reads waits outside."""

import asyncio
import gc
import select
import socket
import struct
import threading

import httpcore
import pytest

from helpers.servers import Server
from instanakit._wire.async_network import AsyncBackend


class Told(Server):
    """Does what it is told to do with a connection, and keeps it until the end."""

    def __init__(self, act):
        super().__init__()
        self.act, self.may_end = act, threading.Event()

    def serve(self, connection):
        self.act(connection)
        self.may_end.wait(10)

    def __exit__(self, *_):
        self.may_end.set()
        super().__exit__()


def over_stream(act, use, **options):
    """Connect to a server that acts, use the stream, and close it."""

    async def main(port):
        stream = await AsyncBackend().connect_tcp("127.0.0.1", port, **options)
        try:
            await use(stream)
        finally:
            await stream.aclose()
            await asyncio.sleep(0)

    with Told(act) as server:
        asyncio.run(main(server.port))


def nothing(connection):
    pass


def reset(connection):
    connection.recv(1)
    reset_now(connection)


def reset_now(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_read_without_anything_in_time_is_a_read_timeout():
    async def use(stream):
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(10, 0.01)

    over_stream(nothing, use)


def test_a_write_that_nobody_reads_is_a_write_timeout():
    async def use(stream):
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(b"x" * 50_000_000, 0.01)

    over_stream(nothing, use)


def test_a_write_that_the_other_side_takes_in_slowly_ends_when_all_was_sent():
    begun, taken = threading.Event(), []

    def take_in(connection):
        begun.wait(10)
        while sum(map(len, taken)) < 50_000_000:
            taken.append(connection.recv(1_000_000))

    async def use(stream):
        asyncio.get_running_loop().call_later(0.01, begun.set)  # it has to wait
        await stream.write(b"x" * 50_000_000, 10)

    over_stream(take_in, use)
    assert sum(map(len, taken)) == 50_000_000


def test_a_connection_that_was_reset_is_a_read_error_that_says_so_and_a_write_error():
    async def use(stream):
        await stream.write(b"x", 10)
        with pytest.raises(httpcore.ReadError, match="Connection reset by peer"):
            await stream.read(10, 10)
        with pytest.raises(httpcore.WriteError, match="Connection reset by peer"):
            await stream.write(b"x", 10)

    over_stream(reset, use)


def test_the_first_write_that_the_system_refuses_is_a_write_error_and_nothing_is_written_after_it(caplog):
    async def use(stream):
        connection = stream.get_extra_info("socket")
        await stream.write(b"x", 10)
        select.select([connection], [], [], 10)  # the reset came; asyncio has not seen it
        for _ in range(10):
            with pytest.raises(httpcore.WriteError):
                await stream.write(b"x", 10)

    over_stream(reset, use)
    assert caplog.messages == []


def test_what_came_before_a_write_was_refused_is_read():
    begun, done = threading.Event(), threading.Event()

    def refuse(connection):
        begun.wait(10)
        connection.sendall(b"why")
        reset_now(connection)
        done.set()

    async def use(stream):
        begun.set()
        done.wait(10)  # nothing else happens on the event loop meanwhile, so it has read nothing yet
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x" * 1000, 10)
        assert await stream.read(10, 10) == b"why"

    over_stream(refuse, use)


def test_a_write_after_the_other_side_hung_up_is_a_write_error():
    async def use(stream):
        assert await stream.read(10, 10) == b""
        with pytest.raises(httpcore.WriteError, match="the other side hung up"):
            await stream.write(b"x", 10)

    over_stream(lambda connection: connection.shutdown(socket.SHUT_WR), use)


def test_what_nobody_reads_is_not_all_taken_in_and_comes_whole():
    sent = bytes(range(256)) * 160_000

    def send(connection):
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)

    async def use(stream):
        inbox = stream._inbox
        while inbox._size < 256 * 1024:  # noqa: ASYNC110 (what comes is not ours to tell)
            await asyncio.sleep(0.001)
        for _ in range(20):
            await asyncio.sleep(0)
        assert inbox._size < 2 * 256 * 1024
        came = bytearray()
        while piece := await stream.read(10_000, 10):
            assert len(piece) <= 10_000
            came += piece
        assert came == sent

    over_stream(send, use)


def test_a_connection_has_the_options_and_the_address_that_it_is_given():
    async def use(stream):
        assert stream.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert stream.get_extra_info("client_addr")[0] == "127.0.0.1"
        assert stream.get_extra_info("ssl_object") is None

    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    over_stream(nothing, use, local_address="127.0.0.1", socket_options=options)


@pytest.mark.parametrize(("answers", "tried"), [("192.0.2.1", 1), ("192.0.2.2", 2)])
def test_the_first_address_that_answers_is_taken(monkeypatch, answers, tried):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"192.0.2.{number}", 443)) for number in (1, 2)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    hosts, transport = [], object()

    async def create_connection(_kind, host, _port, **_options):
        hosts.append(host)
        if host != answers:
            raise ConnectionRefusedError(host)
        return transport, None

    async def main():
        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", create_connection)
        return await AsyncBackend().connect_tcp("unit-tenant.instana.test", 443)

    assert asyncio.run(main())._transport is transport
    assert hosts == ["192.0.2.1", "192.0.2.2"][:tried]


def test_an_address_that_does_not_answer_in_time_is_a_connect_timeout(monkeypatch):
    async def create_connection(*_, **__):
        await asyncio.sleep(10)

    async def main():
        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", create_connection)
        with pytest.raises(httpcore.ConnectTimeout):
            await AsyncBackend().connect_tcp("127.0.0.1", 443, timeout=0.01)

    asyncio.run(main())


def test_a_handshake_that_takes_too_long_is_a_connect_timeout(authority):
    async def use(stream):
        with pytest.raises(httpcore.ConnectTimeout):
            await stream.start_tls(authority.client_context(), "127.0.0.1", 0.01)

    over_stream(nothing, use)


def test_a_connection_whose_event_loop_has_ended_can_be_closed():
    async def connect(port):
        backend = AsyncBackend()
        await backend.connect_tcp("127.0.0.1", port)
        return backend

    with Told(nothing) as server:
        backend = asyncio.run(connect(server.port))
        backend.cut()
        assert backend._opened.get_extra_info("socket").fileno() > 0  # asyncio closes it only when it is forgotten
        del backend
        with pytest.warns(ResourceWarning, match="unclosed"):
            gc.collect()
