"""Instana and AsyncInstana: options, `request`, health, version, close. Tokens are in tokens.py, logs in logs.py."""

import os
import platform
import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

import httpx

from instanakit import _flows, _operations
from instanakit._defaults import INHERIT, documented_by
from instanakit._settings import ApiToken, Credential, Settings, check_base_url, from_environment, hide, hide_password
from instanakit._version import __version__
from instanakit._wire import AsyncWire, Deadline, Options, Retry, SyncWire
from instanakit._wire.native import response_of
from instanakit.errors import ConfigurationError
from instanakit.events import Event, RateLimit
from instanakit.logs import ACCESS_LOG, AUDIT_LOG, AsyncLogReader, LogReader
from instanakit.models import AccessLogEntry, AuditLogEntry, Health, Version
from instanakit.retry import RetryPolicy
from instanakit.secret import Secret
from instanakit.tokens import AsyncTokens, Tokens

if TYPE_CHECKING:
    from instanakit.rotation.api import AsyncRotations, Rotations

W = TypeVar("W", SyncWire, AsyncWire)
DEFAULT_TIMEOUT = httpx.Timeout(30, connect=5)
DEFAULT_RETRY = RetryPolicy()
MAX_RESPONSE_BYTES = 512 * 1024 * 1024
USER_AGENT = f"instanakit/{__version__} python/{platform.python_version()} httpx/{httpx.__version__}"


class _Client(ABC, Generic[W]):
    """What both clients share: the options."""

    _wire: W
    _base_url = "(not ready)"

    def __init__(
        self,
        base_url: str,
        *,
        api_token: ApiToken,
        auth_scheme: str = "apiToken",
        timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT,
        deadline: float | None = 60.0,
        retry: RetryPolicy | None = DEFAULT_RETRY,
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: str | os.PathLike[str] | tuple[str, str] | tuple[str, str, str | Secret] | None = None,
        proxy: str | Secret | None = None,
        trust_env: bool = True,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        allow_insecure_http: bool = False,
        masked_secret: str = "send",
        user_agent: str | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> None:
        """Make a client; nothing is sent yet. Raises ConfigurationError for an option that is wrong.

        Args:
            base_url: https://unit-tenant.instana.io, or a self-hosted backend's.
            api_token: The secret of a token, or a callable that returns it and is asked again once after a 401.
            auth_scheme: "apiToken" or "Bearer", as the server wants it.
            timeout: The seconds of each wait for the network; None: no bound but the deadline.
            deadline: The seconds of a whole call, with its tries and waits; None: no end.
            retry: How often and how patiently a call is tried again; None: not at all.
            verify: Whether certificates are checked, or the path of CA certificates, or an SSLContext.
            cert: The path of a client certificate, or also that of its key, and the key's password.
            proxy: The URL of a proxy.
            trust_env: Whether the environment's proxies and certificates count.
            transport: What takes the place of the network, for tests.
            max_response_bytes: The size of the largest answer, decompressed, that is read.
            allow_insecure_http: Whether http is allowed beyond loopback, where the network sees the credential.
            masked_secret: What update does without the token's secret: "send" the mask back, or "refuse".
            user_agent: How the client names itself; None: this package, Python and httpx with their versions.
            on_event: What is called with each Event; what it raises is logged.
        """
        api_token, proxy, cert = hide(api_token), hide(proxy), hide_password(cert)
        self._base_url = check_base_url(base_url, allow_insecure_http=allow_insecure_http)
        self._settings = Settings(
            base_url=self._base_url,
            credential=Credential(api_token),
            auth_scheme=auth_scheme,
            timeout=timeout,
            deadline=deadline,
            retry=retry,
            verify=verify,
            cert=cert,
            proxy=proxy,
            trust_env=trust_env,
            transport=transport,
            max_response_bytes=max_response_bytes,
            masked_secret=masked_secret,
            user_agent=USER_AGENT if user_agent is None else user_agent,
            on_event=on_event,
        )
        self._connect()

    @abstractmethod
    def _connect(self) -> None:
        """Make the driver and what runs on it."""

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """Make a client from INSTANA_BASE_URL, or INSTANA_ENDPOINT (a host), and INSTANA_API_TOKEN.

        The options are the constructor's. Raises ConfigurationError, which names the variable that is missing or wrong.
        """
        base_url, api_token = from_environment(allow_insecure_http=options.get("allow_insecure_http", False))
        return cls(base_url, api_token=api_token, **options)

    @classmethod
    def from_profile(cls, name: str, **options: Any) -> Self:
        """Make a client for a profile of the configuration file; its credential is asked for when a call needs it.

        The options are the constructor's and count more than the profile's. Raises ConfigurationError.
        """
        from instanakit.profiles.config import client_arguments  # noqa: PLC0415 (the core imports no subpackage)

        return cls(**client_arguments(name, options))

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit as last seen; None before the first answer that told."""
        return self._wire.rate_limit

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._base_url}>"

    def __reduce__(self) -> NoReturn:
        message = "A client cannot be pickled"
        raise ConfigurationError(message, hint="Make one in each process.")


class Instana(_Client[SyncWire]):
    """A client for one tenant unit; one serves many threads. Close it, or use it in a `with` block."""

    tokens: Tokens
    audit_log: LogReader[AuditLogEntry]
    access_log: LogReader[AccessLogEntry]

    def _connect(self) -> None:
        self._wire = SyncWire(self._settings)
        self.tokens = Tokens(self._wire)
        self.audit_log = LogReader(self._wire, AUDIT_LOG)
        self.access_log = LogReader(self._wire, ACCESS_LOG)

    @property
    def rotations(self) -> "Rotations":
        """The rotations that were begun on this machine; `instana.tokens.rotate` begins one."""
        from instanakit.rotation.api import Rotations  # noqa: PLC0415 (the core imports no subpackage)

        return Rotations(self._wire)

    def health(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Health:
        """Return how the backend feels; any valid token may ask. Raises APIError."""
        return self._wire.run(_flows.get_health, Options(deadline, retry))

    def version(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Version:
        """Return which build answers; any valid token may ask. Raises APIError."""
        return self._wire.run(_flows.get_version, Options(deadline, retry))

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> httpx.Response:
        """Send any request to the API, with this client's credential, retries and errors; return the 2xx answer.

        `path` begins with one slash and has no query, which goes into `params`. GET, HEAD, PUT and DELETE are tried
        again by the rules, other methods only if nothing was sent. Raises ConfigurationError or APIError.
        """
        wanted = _operations.any_request(method, path, params=params, document=json, content=content, headers=headers)
        return response_of(self._wire.run(_flows.request, Options(deadline, retry), wanted))

    def close(self) -> None:
        """Close all connections; twice is fine, and a call after it is a ConfigurationError."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncInstana(_Client[AsyncWire]):
    """A client for one tenant unit, for asyncio; one per event loop. Close it, or use it in an `async with` block."""

    tokens: AsyncTokens
    audit_log: AsyncLogReader[AuditLogEntry]
    access_log: AsyncLogReader[AccessLogEntry]

    def _connect(self) -> None:
        self._wire = AsyncWire(self._settings)
        self.tokens = AsyncTokens(self._wire)
        self.audit_log = AsyncLogReader(self._wire, AUDIT_LOG)
        self.access_log = AsyncLogReader(self._wire, ACCESS_LOG)

    @property
    @documented_by(Instana.rotations)
    def rotations(self) -> "AsyncRotations":
        from instanakit.rotation.api import AsyncRotations  # noqa: PLC0415 (the core imports no subpackage)

        return AsyncRotations(self._wire)

    @documented_by(Instana.health)
    async def health(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Health:
        return await self._wire.run(_flows.get_health, Options(deadline, retry))

    @documented_by(Instana.version)
    async def version(self, *, deadline: Deadline = INHERIT, retry: Retry = INHERIT) -> Version:
        return await self._wire.run(_flows.get_version, Options(deadline, retry))

    @documented_by(Instana.request)
    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        deadline: Deadline = INHERIT,
        retry: Retry = INHERIT,
    ) -> httpx.Response:
        wanted = _operations.any_request(method, path, params=params, document=json, content=content, headers=headers)
        return response_of(await self._wire.run(_flows.request, Options(deadline, retry), wanted))

    @documented_by(Instana.close)
    async def close(self) -> None:
        await self._wire.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
