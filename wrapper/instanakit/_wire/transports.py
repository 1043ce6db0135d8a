"""The httpx transports that the drivers use unless they are given one: limits, TLS, the proxy, our network backends."""

import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

import httpcore
import httpx

from instanakit._wire.network import Backend
from instanakit._wire.opened import AsyncBackend, closed_on_async_failure, closed_on_failure
from instanakit._wire.proxy import Proxy

P = TypeVar("P")
Kinds: TypeAlias = tuple[Callable[..., P], Callable[..., P], Callable[..., P]]
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=10020, keepalive_expiry=5.0)


class SyncNetwork(httpx.HTTPTransport):
    """httpx's transport over a pool of our own, since httpx has no option for the network backend."""

    def __init__(self, context: ssl.SSLContext, proxy: Proxy | None) -> None:
        super().__init__(verify=context, limits=_LIMITS, proxy=proxy)
        kinds = (httpcore.ConnectionPool, httpcore.HTTPProxy, httpcore.SOCKSProxy)
        self._pool = _pool(kinds, context, proxy, Backend())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        with _senseless_proxy(), closed_on_failure():
            return super().handle_request(request)


class AsyncNetwork(httpx.AsyncHTTPTransport):
    """The same; the driver bounds it by cancelling it."""

    def __init__(self, context: ssl.SSLContext, proxy: Proxy | None) -> None:
        super().__init__(verify=context, limits=_LIMITS, proxy=proxy)
        kinds = (httpcore.AsyncConnectionPool, httpcore.AsyncHTTPProxy, httpcore.AsyncSOCKSProxy)
        self._pool = _pool(kinds, context, proxy, AsyncBackend())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        with _senseless_proxy():
            async with closed_on_async_failure():
                return await super().handle_async_request(request)


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
