"""Sandbox: the stand-in server in a thread of this process, on a port of its own."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from secrets import token_urlsafe
from typing import Self

import uvicorn

from instanakit._checks import check_whole_number, is_loopback
from instanakit.errors import ConfigurationError
from instanakit.sandbox.app import Api
from instanakit.sandbox.control import CONTROL, Control
from instanakit.sandbox.faults import Faults
from instanakit.sandbox.instead import instead
from instanakit.sandbox.limit import RateWindow
from instanakit.sandbox.network import Network
from instanakit.sandbox.options import Ids, MaskedPut, Options, PutRevives, SameId, Secrets
from instanakit.sandbox.seed import fill
from instanakit.sandbox.state import OWNER, State

_REACHABLE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (it is not bound to here)


class Sandbox:
    """A stand-in for a tenant unit: `with Sandbox() as sandbox` serves it at `base_url` until the block ends.

    `api_token` is the personal token of the unit's owner: it may do everything and is not in the list of tokens. There
    are `tokens` tokens to begin with, the same for the same `seed`. `rate_limit` is the calls allowed an hour. It
    binds to loopback; another `host` must be given on purpose. `clock` gives seconds since 1970. The other arguments
    are its `options`: what it does where the documentation is silent. `faults` makes the network bad.
    """

    def __init__(
        self,
        *,
        tokens: int = 0,
        seed: int = 0,
        api_token: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        rate_limit: int = 5000,
        clock: Callable[[], float] = time.time,
        ids: Ids = "honoured",
        secrets: Secrets = "honoured",
        same_id: SameId = "conflict",
        masked_put: MaskedPut = "kept",
        put_revives: PutRevives = "yes",
        page_cap: int | None = None,
        list_lag: float = 0.0,
    ) -> None:
        self.api_token = token_urlsafe(24) if api_token is None else api_token
        if not re.fullmatch(r"[\x21-\x7e]+", self.api_token):
            message = "api_token must be printable ASCII without spaces, and not empty"
            raise ConfigurationError(message)
        if not host:
            message = "host must be an address or a name; it is empty"
            raise ConfigurationError(message, hint="127.0.0.1 is this machine alone, 0.0.0.0 every network it is in.")
        check_whole_number(tokens, "tokens", 0)
        check_whole_number(rate_limit, "rate_limit", 0)
        options = Options(
            ids=ids,
            secrets=secrets,
            same_id=same_id,
            masked_put=masked_put,
            put_revives=put_revives,
            page_cap=page_cap,
            list_lag=list_lag,
        )
        self.control_token = token_urlsafe(24)
        self.faults = Faults()
        self.state = State(self.api_token, clock, options)
        fill(self.state, tokens, seed)
        self.state.logged_in(OWNER["email"], OWNER["name"], self.state.now())
        self._host, self._port = host, port
        window = RateWindow(rate_limit, clock)
        self._api = Api(self.state, window, clock).app()
        self._control = Control(self.control_token, self.faults, self.state, clock).app()
        self._instead = partial(instead, window=window, clock=clock)
        self._server: _Server | None = None
        self._base_url = ""

    @property
    def base_url(self) -> str:
        """Where it is served. Raises ConfigurationError when it is not."""
        if self._server is None:
            message = "The sandbox is not running"
            raise ConfigurationError(message, hint="Use it in a with block, or call start().")
        return self._base_url

    @property
    def control_url(self) -> str:
        """Where faults, options and state are controlled over HTTP, with `control_token`."""
        return self.base_url + CONTROL

    @property
    def options(self) -> Options:
        """What it does where the documentation is silent; set it to change that between requests."""
        return self.state.options

    @options.setter
    def options(self, options: Options) -> None:
        if not isinstance(options, Options):
            message = f"options must be an Options; it is of type {type(options).__name__}"
            raise ConfigurationError(message, hint="Make it with attrs.evolve(sandbox.options, ...).")
        self.state.options = options

    def start(self) -> Self:
        """Serve it in a thread, and return when it answers. Raises ConfigurationError if the port cannot be had."""
        if self._server is not None:
            return self
        listener = self._listen()
        host, port = listener.getsockname()[:2]
        # Nobody can send to "every address"; this machine itself is one of them.
        host = str(_REACHABLE.get(host, host))
        self._base_url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._server = _Server(Network(self._api, self._control, self.faults, self._instead))
        self._server.start(listener)
        return self

    def _listen(self) -> socket.socket:
        # asyncio sends small answers at once only on sockets whose protocol is named.
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self._host, self._port))
            listener.listen(128)
        except (OSError, OverflowError) as error:
            problem = str(error)
        else:
            return listener
        listener.close()
        message = f"The sandbox cannot listen on {self._host} port {self._port}: {problem}"
        raise ConfigurationError(message, hint="Take another port; port 0 takes any that is free.")

    def stop(self) -> None:
        """Stop serving; twice is fine."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def is_public(self) -> bool:
        """Whether other machines can reach it."""
        return not is_loopback(self._host)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(uvicorn.Server):
    """uvicorn in a thread, which says when it is ready and stops as soon as it is told to."""

    def __init__(self, network: Network) -> None:
        # The faults know the transport of this one protocol, whatever else is installed.
        config = uvicorn.Config(
            network,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
        )
        config.load()
        # Without the layers that uvicorn puts around it, one of them as the log level is.
        config.loaded_app = network
        super().__init__(config)
        self._network = network

    def start(self, listener: socket.socket) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self.run, args=([listener],), name="instanakit-sandbox", daemon=True)
        self._thread.start()
        self._ready.wait()

    async def main_loop(self) -> None:
        # In the place of uvicorn's own, which looks every tenth of a second whether it should exit.
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # In the place of uvicorn's own, which gives open connections a tenth of a second to end.
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        self._network.hang_up()
        if self.server_state.tasks:
            await asyncio.wait(list(self.server_state.tasks))

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._told.set)
        self._thread.join()
