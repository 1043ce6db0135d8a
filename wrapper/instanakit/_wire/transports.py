"""The httpx transports that the drivers use unless they are given one: limits, TLS, the proxy, our network backends."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar, cast

import httpcore
import httpx

from instanakit._wire.async_network import AsyncBackend
from instanakit._wire.connections import KEPT, Connections
from instanakit._wire.excess import is_followed
from instanakit._wire.network import Backend
from instanakit._wire.proxy import Proxy

P = TypeVar("P")
Kinds: TypeAlias = tuple[Callable[..., P], Callable[..., P], Callable[..., P]]
# Of the pool that each connection has to itself.
_LIMITS = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEPT)


class SyncNetwork(httpx.BaseTransport):
    """Sends each request over the connection that was used last; how many are under way at once its user decides."""

    def __init__(self, context: ssl.SSLContext, proxy: Proxy | None) -> None:
        self.connections = Connections(lambda: SyncConnection(context, proxy))
        self.connections.give(self.connections.take())  # so that what cannot be made is told when the client is

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. The connection is given back when the answer's stream is closed."""
        connection = self.connections.take()
        try:
            response = connection.handle_request(request)
        except BaseException:
            self.connections.drop(connection)
            raise
        stream = cast("httpx.SyncByteStream", response.stream)
        response.stream = SyncStream(stream, connection, self.connections)
        return response

    def close(self) -> None:
        """Close all connections; requests that are under way find the end."""
        self.connections.end()


class SyncStream(httpx.SyncByteStream):
    """The body of an answer. Closed, it gives its connection back, unless more came than the answer."""

    def __init__(
        self, stream: httpx.SyncByteStream, connection: "SyncConnection", connections: "Connections[SyncConnection]"
    ) -> None:
        self._stream = stream
        self._connection = connection
        self._connections = connections

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        """Close it."""
        kept = False
        followed = is_followed(self._stream)
        try:
            self._stream.close()
            kept = not followed
        finally:
            (self._connections.give if kept else self._connections.drop)(self._connection)


class SyncConnection(httpx.HTTPTransport):
    """httpx's transport over a pool of our own, since httpx has no option for the network backend."""

    def __init__(self, context: ssl.SSLContext, proxy: Proxy | None) -> None:
        super().__init__(verify=context, limits=_LIMITS, proxy=proxy)
        kinds = (httpcore.ConnectionPool, httpcore.HTTPProxy, httpcore.SOCKSProxy)
        self._backend = Backend()
        self._pool = _pool(kinds, context, proxy, self._backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        with _senseless_proxy():
            return super().handle_request(request)

    def is_at_rest(self) -> bool:
        """Tell whether no request is under way."""
        return all(connection.is_idle() for connection in self._pool.connections)

    def cut(self) -> None:
        """Close it."""
        self._backend.cut()

    def hang_up(self) -> None:
        """End what is under way."""
        self._backend.hang_up()


class AsyncNetwork(httpx.AsyncBaseTransport):
    """The same."""

    def __init__(self, context: ssl.SSLContext, proxy: Proxy | None) -> None:
        self.connections = Connections(lambda: AsyncConnection(context, proxy))
        self.connections.give(self.connections.take())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. The connection is given back when the answer's stream is closed."""
        connection = self.connections.take()
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            self.connections.drop(connection)
            raise
        stream = cast("httpx.AsyncByteStream", response.stream)
        response.stream = AsyncStream(stream, connection, self.connections)
        return response

    async def aclose(self) -> None:
        """Close all connections; requests that are under way find the end."""
        self.connections.end()
        await asyncio.sleep(0)  # the event loop closes the sockets in its next turn


class AsyncStream(httpx.AsyncByteStream):
    """The same. A cancellation may come at any moment, also while it is closed."""

    def __init__(
        self, stream: httpx.AsyncByteStream, connection: "AsyncConnection", connections: "Connections[AsyncConnection]"
    ) -> None:
        self._stream = stream
        self._connection = connection
        self._connections = connections

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        """Close it."""
        kept = False
        followed = is_followed(self._stream)
        try:
            await self._stream.aclose()
            kept = not followed
        finally:
            (self._connections.give if kept else self._connections.drop)(self._connection)


class AsyncConnection(httpx.AsyncHTTPTransport):
    """The same; the driver bounds it by cancelling it."""

    def __init__(self, context: ssl.SSLContext, proxy: Proxy | None) -> None:
        super().__init__(verify=context, limits=_LIMITS, proxy=proxy)
        kinds = (httpcore.AsyncConnectionPool, httpcore.AsyncHTTPProxy, httpcore.AsyncSOCKSProxy)
        self._backend = AsyncBackend()
        self._pool = _pool(kinds, context, proxy, self._backend)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        with _senseless_proxy():
            return await super().handle_async_request(request)

    def is_at_rest(self) -> bool:
        """Tell whether no request is under way."""
        return all(connection.is_idle() for connection in self._pool.connections)

    def cut(self) -> None:
        """Close it."""
        self._backend.cut()

    hang_up = cut


@contextmanager
def _senseless_proxy() -> Generator[None]:
    """Raise httpx's error where httpcore lets one of socksio through, which need not be installed."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith("socksio."):
            raise
        message = f"no answer of a SOCKS proxy: {error}"
        raise httpx.ProxyError(message) from error


def _pool(kinds: Kinds[P], context: ssl.SSLContext, proxy: Proxy | None, backend: object) -> P:
    direct, http_proxy, socks_proxy = kinds
    options: dict[str, Any] = {
        "ssl_context": context,
        "max_connections": _LIMITS.max_connections,
        "max_keepalive_connections": _LIMITS.max_keepalive_connections,
        "keepalive_expiry": _LIMITS.keepalive_expiry,
        "network_backend": backend,
    }
    if proxy is None:
        return direct(**options)
    url = proxy.url
    options["proxy_url"] = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    options["proxy_auth"] = proxy.raw_auth
    if url.scheme.startswith("socks"):
        return socks_proxy(**options)
    return http_proxy(**options, proxy_ssl_context=proxy.ssl_context)
