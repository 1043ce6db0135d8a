"""What the two drivers share: making requests, reading answers and failures, limits, log lines, events, redaction."""

import logging
import random
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

import attrs
import httpx

from instanakit._answers import Answer
from instanakit._answers.headers import rate_limit
from instanakit._checks import check_seconds
from instanakit._defaults import INHERIT, Inherit
from instanakit._flows import Call, Do, Flow, Memory, Note, Outcome, Pause, Terms
from instanakit._operations import Request
from instanakit._redactor import Redactor
from instanakit._settings import Settings, check_retry
from instanakit._wire.body import ACCEPTED, Body
from instanakit._wire.failures import OverdueError, Trace, Unanswered, outcome
from instanakit._wire.proxy import choose_proxy
from instanakit._wire.tls import tls_context
from instanakit._wire.unknown import tell_of_unknown_flags
from instanakit.errors import APIError, ConfigurationError, InstanaError
from instanakit.events import Event, RateLimit
from instanakit.retry import RetryPolicy
from instanakit.secret import Secret

T = TypeVar("T")
C = TypeVar("C")
Deadline: TypeAlias = float | Inherit | None
Retry: TypeAlias = RetryPolicy | Inherit | None
logger = logging.getLogger("instanakit")
# Each has a connection of its own; more at once would be unkind to the server.
IN_FLIGHT = 50
_url = lru_cache(maxsize=256)(httpx.URL)  # which is slow to read, and most clients ask for few


@attrs.frozen
class Options:
    """What one call sets for itself; INHERIT is what the client has."""

    deadline: Deadline = INHERIT
    retry: Retry = INHERIT


@attrs.frozen
class Done(Generic[T]):
    """A flow has ended, and this is what it returned."""

    value: T


class Wire:
    """What both drivers share. `sleep`, `clock`, `now` and `random` are attributes so that tests can give their own."""

    sleep: Callable[[float], Any]

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.redactor = Redactor()
        self.memory = Memory()
        self.rate_limit: RateLimit | None = None
        self.clock: Callable[[], float] = time.monotonic
        self.now: Callable[[], float] = time.time
        self.random: Callable[[], float] = random.random
        self.closed = False
        self._headers = {
            "accept": "application/json",
            "accept-encoding": ACCEPTED,
            "connection": "keep-alive",
            "user-agent": settings.user_agent,
        }
        self._timeout = httpx.Timeout(settings.timeout).as_dict()

    def open(self, kind: type[C], network: Callable[..., C]) -> C:
        """Return the transport of either colour: what the application gave, or the network.

        Requests go straight to it. What httpx.Client would do between (cookies, redirects, netrc, the environment) is
        not wanted here, and takes a third of the time of a small answer.
        """
        settings = self.settings
        if settings.transport is None:
            context = tls_context(settings.verify, settings.cert, trust_env=settings.trust_env)
            proxy = choose_proxy(settings, context)
            for secret in proxy.secrets() if proxy else ():
                self.redactor.add(secret)
            return network(context, proxy)
        if not isinstance(settings.transport, kind):
            message = f"transport must be an httpx.{kind.__name__} or None"
            raise ConfigurationError(message)
        return settings.transport

    def begin(self, options: Options) -> Terms:
        """Start the clock of a call."""
        settings = self.settings
        if self.closed:
            message = "This client is closed"
            raise ConfigurationError(message, hint="Make a new one, or close it later.")
        deadline = settings.deadline if isinstance(options.deadline, Inherit) else options.deadline
        retry = settings.retry if isinstance(options.retry, Inherit) else options.retry
        check_seconds(deadline, "deadline")
        check_retry(retry)
        started = self.clock()
        return Terms(
            policy=RetryPolicy(max_retries=0) if retry is None else retry,
            elapsed=lambda: self.clock() - started,
            random=self.random,
            deadline=deadline,
            masked_secret=settings.masked_secret,
            renewable=settings.credential.renewable,
            memory=self.memory,
            now=self.now,
            patience=self._timeout["read"] or Terms.patience,
        )

    def build(self, request: Request, secret: Secret, terms: Terms) -> httpx.Request:
        """Make the request as it goes out."""
        self.redactor.add(secret)
        left = terms.left()
        try:
            built = httpx.Request(
                request.method,
                _url(self.settings.base_url + request.path),
                params=request.params,
                content=request.body(self.redactor.add),
                headers={**self._headers, **request.headers},
                extensions={"timeout": {name: _least(limit, left) for name, limit in self._timeout.items()}},
            )
        except RecursionError:
            problem = "it is nested too deep"
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            problem = str(error)
        else:
            built.headers["authorization"] = f"{self.settings.auth_scheme} {secret.reveal()}"
            return built
        message = f"{' '.join(request.line)} cannot be sent: {problem}"
        raise ConfigurationError(message)

    def check_open(self) -> None:
        """Send nothing when the client is closed, as it may have been since the call began."""
        if self.closed:
            message = "closed"
            raise RuntimeError(message)

    def hold_back(self, terms: Terms, trace: Trace) -> None:
        """Send nothing when the client is closed, or no time is left, as after a wait or a slow credential."""
        self.check_open()
        if terms.overdue():
            trace.hold(back=True)
            raise OverdueError

    def body_of(self, response: httpx.Response) -> Body:
        """Begin to collect the body of an answer."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Body(headers, self.settings.max_response_bytes)

    def collect(self, body: Body, chunk: bytes, terms: Terms) -> None:
        """Add a chunk of the body, unless it is too much or too late."""
        body.add(chunk)
        if terms.overdue():
            raise OverdueError

    def answered(
        self, call: Call, request: httpx.Request, response: httpx.Response, body: Body, started: float
    ) -> Outcome:
        """Take note of an answer."""
        # Nothing that leaves this module holds the credential.
        request.headers.pop("authorization", None)
        response.request = request
        if call.secret is None:  # else it is another token's limit
            self.rate_limit = rate_limit(body.headers) or self.rate_limit
        elapsed = self.clock() - started
        self.tell(Event("attempt", *call.request.line, call.attempt, response.status_code, elapsed))
        content = self.redactor.content(body.content) if call.request.shows_no_secret else bytes(body.content)
        return Outcome(Answer(response.status_code, body.headers, content, elapsed, native=response))

    def failed(self, call: Call, error: Unanswered, trace: Trace, terms: Terms, started: float) -> Outcome:
        """Take note of a failure; the exception itself is left behind, since it holds the request."""
        if isinstance(error, RuntimeError) and not self.closed:
            raise error
        found = outcome(error, trace, terms, self.settings.max_response_bytes, closed=self.closed)
        self.tell(Event("attempt", *call.request.line, call.attempt, elapsed=self.clock() - started), found.detail)
        return found

    def calling(self, call: Call) -> None:
        """Take note that a request is sent again."""
        if call.attempt > 1:
            self.hand(Event("retry", *call.request.line, call.attempt))

    def pausing(self, pause: Pause) -> None:
        """Take note of a wait."""
        call = pause.call
        self.tell(Event("wait", *call.request.line, call.attempt, delay=pause.seconds))

    def noting(self, note: Note) -> None:
        """Write what a flow found to the log, and hand it to `on_event` if it has a kind for that."""
        call = note.call
        level = logging.WARNING if note.warning else logging.INFO
        logger.log(level, "%s %s: %s", call.request.method, *map(self.redactor, (call.request.path, note.text)))
        if note.kind is not None:
            self.hand(Event(note.kind, *call.request.line, call.attempt))

    def tell(self, event: Event, detail: str = "") -> None:
        """Write one line to the log, and hand the event to `on_event`."""
        if logger.isEnabledFor(logging.DEBUG):
            left = self.rate_limit.remaining if self.rate_limit else None
            came = (
                f"waits {event.delay:.3f} s" if event.delay is not None else event.status_code or self.redactor(detail)
            )
            took = "" if event.elapsed is None else f" in {event.elapsed:.3f} s"
            logger.debug(
                "%s %s: %s%s (attempt %d, rate limit left: %s)",
                event.method,
                self.redactor(event.path),
                came,
                took,
                event.attempt,
                left,
            )
        self.hand(event)

    def hand(self, event: Event) -> None:
        """Hand an event to `on_event`, whose errors are logged and go no further."""
        if self.settings.on_event is not None:
            try:
                self.settings.on_event(attrs.evolve(event, path=self.redactor(event.path)))
            except Exception:
                logger.exception("on_event raised an error; the call goes on")

    def advance(self, flow: Flow[T], result: Any) -> Call | Pause | Note | Do | Done[T]:
        """Run a flow to its next step or its end; an error that leaves it holds no secret that this client knows."""
        try:
            return flow.send(result)
        except StopIteration as stop:
            self.redactor.learn(stop.value)
            tell_of_unknown_flags(stop.value)
            return Done(stop.value)
        except InstanaError as error:
            if isinstance(error, APIError) and self.settings.doubt:
                error.hint = f"{error.hint} {self.settings.doubt}".strip()
            error.redact(self.redactor)
            raise


def _least(limit: float | None, left: float | None) -> float | None:
    return limit if left is None else max(0.001, left if limit is None else min(limit, left))
