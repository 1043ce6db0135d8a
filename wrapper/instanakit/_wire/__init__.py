"""The two drivers that run flows. This package alone knows httpx, sleep, clock, TLS, size limits and deadlines.

`SyncWire` and `AsyncWire` differ in how they wait and in nothing else; what they share is in shared.py.
"""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import httpx

from instanakit._flows import Call, Flow, Note, Outcome, Pause, Terms
from instanakit._settings import Settings
from instanakit._wire.failures import UNANSWERED, OverdueError, Trace
from instanakit._wire.network import bounded_by
from instanakit._wire.shared import IN_FLIGHT, Deadline, Done, Options, Retry, Wire
from instanakit._wire.transports import AsyncNetwork, SyncNetwork
from instanakit.errors import ConfigurationError
from instanakit.secret import Secret

__all__ = ["AsyncWire", "Deadline", "Options", "Retry", "SyncWire"]
T = TypeVar("T")
P = ParamSpec("P")


class SyncWire(Wire):
    """Runs flows in the calling thread; one serves many threads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.sleep = time.sleep
        self._slots = threading.Semaphore(IN_FLIGHT)
        self._transport = self.open(httpx.BaseTransport, SyncNetwork)

    def run(
        self, flow: Callable[Concatenate[Terms, P], Flow[T]], options: Options, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a flow to its end and return what it returns. Whatever ends it, what it holds is given back."""
        terms = self.begin(options)
        with closing(flow(terms, *args, **kwargs)) as steps:
            return self._drive(steps, terms)

    def _drive(self, steps: Flow[T], terms: Terms) -> T:
        secret: Secret | None = None
        result: Any = None
        while True:
            step = self.advance(steps, result)
            if isinstance(step, Done):
                return step.value
            if isinstance(step, Call):
                self.calling(step)
                try:
                    current = self.settings.credential.current(refused=secret if step.renew_credential else None)
                except ConfigurationError:
                    if step.renew_credential:  # then the refusal is the answer, and the flow knows what was sent before
                        continue
                    raise
                secret = step.secret or current
                result = self._attempt(step, secret, terms)
            elif isinstance(step, Pause):
                self.pausing(step)
                result = self.sleep(step.seconds)
            elif isinstance(step, Note):
                self.noting(step)
            else:
                result = step.act()

    def _attempt(self, call: Call, secret: Secret, terms: Terms) -> Outcome:
        request = self.build(call.request, secret, terms)
        started, trace = self.clock(), Trace(self.check_open)
        request.extensions["trace"] = trace
        try:
            with bounded_by(terms.left), self._slot(terms, trace):
                self.hold_back(terms, trace)
                response = self._transport.handle_request(request)
                stream = cast("httpx.SyncByteStream", response.stream)
                try:
                    body = self.body_of(response)
                    for chunk in stream:
                        self.collect(body, chunk, terms)
                    body.end()
                finally:
                    stream.close()
        except UNANSWERED as error:
            return self.failed(call, error, trace, terms, started)
        return self.answered(call, request, response, body, started)

    @contextmanager
    def _slot(self, terms: Terms, trace: Trace) -> Generator[None]:
        trace.hold(back=True)
        if not self._slots.acquire(timeout=terms.left()):
            raise OverdueError
        trace.hold(back=False)
        try:
            yield
        finally:
            self._slots.release()

    def close(self) -> None:
        """Close all connections. Twice is fine."""
        if not self.closed:
            self.closed = True
            self._transport.close()


class AsyncWire(Wire):
    """Runs flows on the running event loop."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.sleep = asyncio.sleep
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._transport = self.open(httpx.AsyncBaseTransport, AsyncNetwork)

    async def run(
        self, flow: Callable[Concatenate[Terms, P], Flow[T]], options: Options, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a flow to its end and return what it returns. Whatever ends it, what it holds is given back."""
        terms = self.begin(options)
        self._loop = self._loop or asyncio.get_running_loop()
        if isinstance(self._transport, AsyncNetwork):
            self._check_loop()
        with closing(flow(terms, *args, **kwargs)) as steps:
            return await self._drive(steps, terms)

    async def _drive(self, steps: Flow[T], terms: Terms) -> T:
        secret: Secret | None = None
        result: Any = None
        while True:
            step = self.advance(steps, result)
            if isinstance(step, Done):
                return step.value
            if isinstance(step, Call):
                self.calling(step)
                try:
                    current = await self._credential(secret if step.renew_credential else None, terms)
                except OverdueError as error:
                    result = self.failed(step, error, Trace(began=True), terms, self.clock())
                    continue
                except ConfigurationError:
                    if step.renew_credential:  # then the refusal is the answer, and the flow knows what was sent before
                        continue
                    raise
                secret = step.secret or current
                result = await self._attempt(step, secret, terms)
            elif isinstance(step, Pause):
                self.pausing(step)
                result = await self.sleep(step.seconds)
            elif isinstance(step, Note):
                self.noting(step)
            else:
                result = await _in_thread(step.act)

    async def _credential(self, refused: Secret | None, terms: Terms) -> Secret:
        credential = self.settings.credential
        if not credential.must_ask(refused):
            return credential.current()
        try:
            # The thread cannot be ended, and goes on; the call does not wait for it.
            async with asyncio.timeout(terms.left()):
                return await asyncio.to_thread(credential.current, refused=refused)
        except TimeoutError:
            raise OverdueError from None

    async def _attempt(self, call: Call, secret: Secret, terms: Terms) -> Outcome:
        request = self.build(call.request, secret, terms)
        started, trace = self.clock(), Trace(self.check_open)
        request.extensions["trace"] = trace.asynchronous
        try:
            async with asyncio.timeout(terms.left()), self._slot(trace):
                self.hold_back(terms, trace)
                response = await self._transport.handle_async_request(request)
                stream = cast("httpx.AsyncByteStream", response.stream)
                try:
                    body = self.body_of(response)
                    async for chunk in stream:
                        self.collect(body, chunk, terms)
                    body.end()
                finally:
                    await stream.aclose()
        except UNANSWERED as error:
            if isinstance(error, RuntimeError):
                self._check_loop()
            return self.failed(call, error, trace, terms, started)
        return self.answered(call, request, response, body, started)

    def _check_loop(self) -> None:
        """Refuse to go on in another event loop: what is written there would leave, and nobody would see an answer."""
        if self._loop is not asyncio.get_running_loop():
            message = "This client was used in another event loop before"
            raise ConfigurationError(message, hint="Make an AsyncInstana in each event loop.") from None

    @asynccontextmanager
    async def _slot(self, trace: Trace) -> AsyncGenerator[None]:
        trace.hold(back=True)
        async with self._slots:
            trace.hold(back=False)
            yield

    async def close(self) -> None:
        """Close all connections. Twice is fine."""
        if not self.closed:
            self.closed = True
            await self._transport.aclose()


async def _in_thread(act: Callable[[], T]) -> T:
    """Act in a thread, and wait for its end even if this is cancelled: nobody may go on while it still writes."""
    acting = asyncio.ensure_future(asyncio.to_thread(act))
    try:
        return await asyncio.shield(acting)
    except asyncio.CancelledError:
        await asyncio.wait([acting])
        raise
