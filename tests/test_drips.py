"""Servers that answer too slowly: no call lasts longer than its deadline, wherever the bytes drip."""

import socket
import ssl
import time
from contextlib import ExitStack

import httpcore
import httpx
import pytest

from helpers.colours import answer
from helpers.proxies import HttpProxy, SocksProxy
from helpers.servers import Drip, Server, SlowReader
from instanakit import APIConnectionError, APITimeoutError
from instanakit._wire.network import Backend, NestedStream, Stream, bounded_by

DEADLINE = 0.05
# What the servers would take is far more, so that a call that waits for them is told from one on a slow machine.
FAR_LESS, ROUGHLY_TWENTY_SECONDS = 10, b"x" * 2000
# A TLS record that is announced as long, and does not come.
RECORD = b"\x16\x03\x03\x40\x00\x02" + ROUGHLY_TWENTY_SECONDS
HTTP = {
    "status line": (b"", b"HTTP/1.1 200 " + ROUGHLY_TWENTY_SECONDS),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"x-slow: " + ROUGHLY_TWENTY_SECONDS),
    "body": (b"HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n", ROUGHLY_TWENTY_SECONDS),
}


@pytest.fixture
def ends_in_time(colour):
    """Runs a call of a new client, in real time, and says that it ended with the deadline."""

    def run(base_url, call=lambda client: client.health(deadline=DEADLINE), **options):
        client = colour.client(base_url=base_url, **options)
        client._wire.clock = time.monotonic
        began = time.monotonic()
        with pytest.raises(APITimeoutError, match=r"the deadline of 0\.05 seconds ended"):
            colour.run(call(client))
        assert time.monotonic() - began < FAR_LESS

    return run


@pytest.mark.parametrize("part", HTTP)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_that_drips_ends_with_the_deadline(ends_in_time, authority, scheme, part):
    with Drip(*HTTP[part], authority.server_context() if scheme == "https" else None) as server:
        ends_in_time(f"{scheme}://127.0.0.1:{server.port}", verify=authority.path)


def test_a_handshake_that_drips_ends_with_the_deadline(ends_in_time):
    with Drip(b"", RECORD) as server:
        ends_in_time(f"https://127.0.0.1:{server.port}")


UNIT = "https://unit-tenant.instana.test"


def test_a_proxy_that_drips_ends_with_the_deadline(ends_in_time):
    with Drip(*HTTP["headers"]) as proxy:
        ends_in_time(UNIT, proxy=f"http://127.0.0.1:{proxy.port}")


def test_a_socks_proxy_that_says_nothing_ends_with_the_deadline(ends_in_time):
    with SlowReader() as proxy:
        ends_in_time(UNIT, proxy=f"socks5://127.0.0.1:{proxy.port}", timeout=None)


@pytest.mark.parametrize("over", ["http", "https", "socks5"])
def test_a_handshake_that_drips_through_a_proxy_ends_with_the_deadline(ends_in_time, authority, over):
    kind = SocksProxy if over == "socks5" else HttpProxy
    with (
        Drip(b"", RECORD) as server,
        kind(server.port, context=over == "https" and authority.server_context()) as proxy,
    ):
        ends_in_time(UNIT, proxy=f"{over}://127.0.0.1:{proxy.port}", verify=authority.path)


@pytest.mark.parametrize("part", HTTP)
def test_an_answer_that_drips_through_two_layers_of_tls_ends_with_the_deadline(ends_in_time, authority, part):
    context = authority.server_context()
    with Drip(*HTTP[part], context) as server, HttpProxy(server.port, context=context) as proxy:
        ends_in_time(UNIT, proxy=f"https://127.0.0.1:{proxy.port}", verify=authority.path)


class Much(bytes):
    """More than any buffer holds; short in a traceback."""

    __slots__ = ()

    def __repr__(self):
        return "much"


@pytest.mark.parametrize("layers", [0, 1, 2])
def test_a_server_that_reads_slowly_ends_with_the_deadline(ends_in_time, authority, layers):
    def call(client):
        # asyncio's TLS encrypts everything before it sends anything, which takes its time.
        much = Much(20_000_000 if layers else 50_000_000)
        return client.request("GET", "/x", content=much, deadline=DEADLINE)

    context = authority.server_context()
    with SlowReader(context if layers else None) as server, HttpProxy(server.port, context=context) as proxy:
        base_url = f"http{'s' if layers else ''}://127.0.0.1:{server.port}"
        if layers == 2:
            ends_in_time(UNIT, call, proxy=f"https://127.0.0.1:{proxy.port}", verify=authority.path)
        else:
            ends_in_time(base_url, call, verify=authority.path)


def test_without_a_deadline_a_body_may_drip_for_ever(colour):
    with Drip(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n", b" {}  ") as server:
        client = colour.client(base_url=f"http://127.0.0.1:{server.port}")
        assert colour.run(client.version(deadline=None)).raw == {}


class Steps:
    """What is left of a deadline, each time that it is asked."""

    def __init__(self, *left):
        self.left = list(left)

    def __call__(self):
        return self.left.pop(0)


@pytest.mark.parametrize(
    ("failure", "kind"), [(TimeoutError("late"), httpcore.WriteTimeout), (OSError("gone"), httpcore.WriteError)]
)
def test_what_goes_wrong_while_sending_is_an_error_of_the_http_librarys(failure, kind):
    class Broken:
        settimeout = print

        def send(self, data):
            raise failure

    class Inner:
        def get_extra_info(self, name):
            return Broken()

    with pytest.raises(kind):
        Stream(Inner()).write(b"x", 1)


@pytest.fixture
def two_addresses(monkeypatch):
    def resolve(host, port, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"192.0.2.{number}", port)) for number in (1, 2)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_each_address_of_a_host_is_tried_with_what_is_left(two_addresses, monkeypatch):
    tried = []

    def connect_tcp(self, host, port, timeout, *more):
        tried.append((host, timeout))
        raise httpcore.ConnectTimeout(host)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    with bounded_by(Steps(10, 3)), pytest.raises(httpcore.ConnectTimeout, match=r"192\.0\.2\.2"):
        Backend().connect_tcp("unit-tenant.instana.test", 443, timeout=5)
    assert tried == [("192.0.2.1", 5), ("192.0.2.2", 3)]


def test_the_first_address_that_answers_is_taken(two_addresses, monkeypatch):
    answering = object()

    def connect_tcp(self, host, *more):
        if host == "192.0.2.1":
            raise httpcore.ConnectError(host)
        return answering

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    assert Backend().connect_tcp("unit-tenant.instana.test", 443)._stream is answering


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")])
def test_a_host_that_has_no_address_is_a_connection_error(colour, monkeypatch, error):
    def resolve(*args, **options):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(APIConnectionError, match=f"no connection .*{error.args[-1]}"):
        colour.run(colour.client(base_url=UNIT, retry=None, trust_env=False).health())


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda stream: stream.read(1, 5), httpcore.ReadTimeout),
        (lambda stream: stream.write(b"x", 5), httpcore.WriteTimeout),
        (lambda stream: stream.start_tls(None, None, 5), httpcore.ConnectTimeout),
    ],
)
def test_when_nothing_is_left_nothing_is_begun(act, kind):
    with Drip(b"", b"") as server:
        stream = Backend().connect_tcp("127.0.0.1", server.port)
        with bounded_by(lambda: 0.0), pytest.raises(kind):
            act(stream)
        stream.close()


def test_a_connection_that_breaks_while_something_is_sent_is_a_write_error():
    ours, theirs = socket.socketpair()
    theirs.close()
    stream = Stream(Plain(ours))
    with pytest.raises(httpcore.WriteError):
        stream.write(b"x" * 100)
    stream.close()


class Plain(httpcore.NetworkStream):
    def __init__(self, connection):
        self.connection = connection

    def get_extra_info(self, info):
        return self.connection

    def close(self):
        self.connection.close()


class Wrong(Server):
    """Breaks a TLS connection off with bytes that are no TLS, after the handshake."""

    def serve(self, connection):
        connection.recv(65536)
        socket.socket.sendall(connection, b"this is no TLS record")


@pytest.fixture
def over_tls(colour, authority):
    """Makes a client that reaches a port through one layer of TLS or, over a proxy, two."""
    with ExitStack() as stack:

        def make(port, layers):
            options = {"base_url": f"https://127.0.0.1:{port}"}
            if layers == 2:
                proxy = stack.enter_context(HttpProxy(port, context=authority.server_context()))
                options = {"base_url": UNIT, "proxy": f"https://127.0.0.1:{proxy.port}"}
            return colour.client(verify=authority.path, retry=None, **options)

        yield make


@pytest.mark.parametrize("layers", [1, 2])
def test_bytes_that_are_no_tls_are_a_connection_error(colour, authority, over_tls, layers):
    broken = pytest.raises(APIConnectionError, match=r"the connection broke \(\[SSL")
    with Wrong(authority.server_context()) as server, broken:
        colour.run(over_tls(server.port, layers).health())


@pytest.mark.parametrize("layers", [1, 2])
def test_a_server_that_hangs_up_is_a_connection_error(colour, authority, over_tls, layers):
    broken = pytest.raises(APIConnectionError, match="the connection broke")
    with Drip(b"", b"", authority.server_context()) as server, broken:
        colour.run(over_tls(server.port, layers).health())


@pytest.mark.parametrize("layers", [1, 2])
def test_a_certificate_for_another_name_is_refused_through_a_proxy_too(colour, authority, over_tls, layers):
    refused = pytest.raises(APIConnectionError, match=r"no connection \(\[SSL: CERTIFICATE_VERIFY_FAILED\]")
    with Drip(b"", b"", authority.server_context("other.instana.test")) as server, refused:
        colour.run(over_tls(server.port, layers).health())


def test_a_transport_that_is_given_is_bounded_by_its_own_means(colour):
    assert colour.run(colour.client(answer(200, {}), retry=None).version()).raw == {}
    assert isinstance(colour.client(httpx.ReadError("x"))._wire._transport, httpx.MockTransport)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [(httpcore.ReadTimeout("late"), httpcore.ConnectTimeout), (httpcore.ReadError("gone"), httpcore.ConnectError)],
)
def test_a_tls_handshake_through_a_proxy_that_fails_is_a_failure_to_connect_and_closes_the_connection(
    failure, expected
):
    class Silent(httpcore.NetworkStream):
        closed = False

        def read(self, max_bytes, timeout=None):
            raise failure

        def write(self, buffer, timeout=None):
            pass

        def close(self):
            self.closed = True

    stream = Silent()
    with pytest.raises(expected):
        NestedStream(stream, ssl.create_default_context(), "unit.example", 1.0)
    assert stream.closed
