"""Sandbox: the stand-in server in a thread of this process, on a port of its own."""

import os
import time
from collections.abc import Callable
from functools import partial
from secrets import token_urlsafe
from typing import Self

from instanakit._checks import check_whole_number, is_loopback
from instanakit.errors import ConfigurationError
from instanakit.sandbox.app import Api
from instanakit.sandbox.begin import begin
from instanakit.sandbox.checks import is_header_text
from instanakit.sandbox.control import CONTROL, Control
from instanakit.sandbox.faults import Faults
from instanakit.sandbox.instead import instead
from instanakit.sandbox.limit import RateWindow
from instanakit.sandbox.network import Network
from instanakit.sandbox.options import Ids, MaskedPut, Options, PutRevives, SameId, Secrets
from instanakit.sandbox.serving import Server, listen
from instanakit.sandbox.state import State
from instanakit.secret import Secret

_REACHABLE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Sandbox:
    """A stand-in for a tenant unit: `with Sandbox() as sandbox` serves it at `base_url` until the block ends.

    `api_token` is the personal token of the unit's owner: it may do everything and is not in the list of tokens. There
    are `tokens` tokens to begin with, the same for the same `seed`. `state` is a file in which all of it is kept; if it
    holds a unit already, that one is served. `rate_limit` is the calls allowed an hour. It binds to loopback; another
    `host` must be given on purpose. `clock` gives seconds since 1970. The other arguments are its `options`: what it
    does where the documentation is silent. `faults` makes the network bad.
    """

    def __init__(
        self,
        *,
        tokens: int = 0,
        seed: int = 0,
        state: str | os.PathLike[str] | None = None,
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
        is_given = api_token is not None
        self.api_token: str = api_token or ""
        del api_token  # which the traceback of an error would show
        if is_given and not is_header_text(self.api_token):
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
        self.control_token: str = token_urlsafe(24)
        self.faults: Faults = Faults()
        self.state: State = begin(
            state,
            api_token=Secret(self.api_token) if is_given else None,
            clock=clock,
            options=options,
            tokens=tokens,
            seed=seed,
        )
        self.api_token = self.state.api_token
        self._path, self._is_over = state, False
        self._host, self._port = host, port
        window = RateWindow(rate_limit, clock)
        self._api = Api(self.state, window, clock).app()
        self._control = Control(self.control_token, self.faults, self.state, clock).app()
        self._instead = partial(instead, window=window, clock=clock)
        self._server: Server | None = None
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
        if self._is_over:
            message = f"The state file {self._path} was closed when the sandbox stopped"
            raise ConfigurationError(message, hint="Make another sandbox with it.")
        listener = listen(self._host, self._port)
        host, port = listener.getsockname()[:2]
        # Nobody can send to "every address"; this machine itself is one of them.
        host = str(_REACHABLE.get(host, host))
        self._base_url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._server = Server(Network(self._api, self._control, self.faults, self._instead))
        self._server.start(listener)
        return self

    def stop(self) -> None:
        """Stop serving, and close the state file; twice is fine.

        Raises ConfigurationError if the file does not take the last changes.
        """
        if self._server is not None:
            self._server.stop()
            self._server = None
        self._is_over = self._path is not None
        self.state.close()

    @property
    def is_public(self) -> bool:
        """Whether other machines can reach it."""
        return not is_loopback(self._host)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except ConfigurationError:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()
