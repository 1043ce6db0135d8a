"""Which proxy a client uses: one decision, when it is made, since it has one base URL. No message quotes a password."""

import base64
from importlib.util import find_spec
from ssl import SSLContext
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from instanakit._checks import is_loopback
from instanakit._settings import Settings, hide
from instanakit.errors import ConfigurationError
from instanakit.secret import MASK, Secret

_SCHEMES = ("http", "https", "socks5", "socks5h")
_LONGEST = 255  # bytes of a name or a password that SOCKS has room for
_USUAL = "Check proxy and the proxy variables: http://host:port is the usual form, user:password@ percent-encoded."
_EXTRA = "Install the extra: pip install 'instanakit[socks]'."


class _Hidden(bytes):
    """Bytes that show stars, since httpcore writes what it gives to a SOCKS proxy to its log."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)


class Proxy(httpx.Proxy):
    """A proxy whose user and password are sent and not shown."""

    @property
    def raw_auth(self) -> tuple[bytes, bytes] | None:
        """The user and the password as they are sent."""
        auth = super().raw_auth
        return None if auth is None else (_Hidden(auth[0]), _Hidden(auth[1]))

    def secrets(self) -> list[Secret]:
        """Return the forms in which the password is sent, so that no answer that repeats them is quoted."""
        if self.raw_auth is None:
            return []
        user, password = self.raw_auth
        forms = (password.decode(), base64.b64encode(user + b":" + password).decode())
        return [Secret(form) for form in forms if form]

    def __repr__(self) -> str:
        return f"<Proxy {self.url}>"


def choose_proxy(settings: Settings, context: SSLContext) -> Proxy | None:
    """Return the proxy that was given, else the environment's; a base URL on loopback has none."""
    base = urlsplit(settings.base_url)
    url = settings.proxy
    if url is None and settings.trust_env and not is_loopback(base.hostname or ""):
        url = _of_the_environment(base)
    if url is None:
        return None
    proxy = _read(url, context)
    if isinstance(proxy, Proxy):
        return None if is_loopback(base.hostname or "") else proxy
    message = f"proxy cannot be used: {proxy}"
    raise ConfigurationError(message, hint=_EXTRA if "socksio" in proxy else _USUAL)


def _of_the_environment(base: SplitResult) -> Secret | str | None:
    proxies = getproxies()
    url = proxies.get(base.scheme) or proxies.get("all")
    if not url or any(proxy_bypass(host) for host in {base.hostname or "", base.netloc}):
        return None
    return hide(url if "://" in url else f"http://{url}")


def _read(url: object, context: SSLContext) -> Proxy | str:
    """Return the proxy that a URL names, or what is wrong with the URL."""
    try:
        parts = httpx.URL(url.reveal() if isinstance(url, Secret) else "")
    except httpx.InvalidURL:
        return "it is no URL"
    if parts.scheme not in _SCHEMES:
        return f"its scheme must be one of {', '.join(_SCHEMES)}"
    if not parts.host or parts.raw_path != b"/" or parts.fragment:
        return "it must be a scheme, a host and a port, and nothing after them"
    proxy = Proxy(parts, ssl_context=context if parts.scheme == "https" else None)
    if parts.scheme.startswith("socks"):
        if find_spec("socksio") is None:
            return "SOCKS needs socksio, which is not installed"
        if any(len(text) > _LONGEST for text in proxy.raw_auth or ()):
            return f"SOCKS has room for {_LONGEST} bytes of user and of password"
    return proxy
