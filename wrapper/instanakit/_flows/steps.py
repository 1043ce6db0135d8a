"""The steps that a flow yields to its driver, and what it gets back."""

import time
from collections import deque
from collections.abc import Callable, Generator
from typing import Any, TypeAlias, TypeVar

import attrs

from instanakit._answers import Answer
from instanakit._operations import Request
from instanakit.retry import Failure, RetryPolicy
from instanakit.secret import Secret

T = TypeVar("T")


@attrs.frozen
class Call:
    """Send a request, once. The driver sends back an Outcome."""

    request: Request
    attempt: int
    renew_credential: bool = False  # ask for the API token anew before
    secret: Secret | None = None  # authenticate with this in the place of the client's API token


@attrs.frozen
class Outcome:
    """What one attempt brought: an answer, or a failure and what is known of it."""

    answer: Answer | None = None
    failure: Failure = Failure.NONE
    detail: str = ""


@attrs.frozen
class Pause:
    """Wait before the attempt that follows `call` is made."""

    seconds: float
    call: Call


@attrs.frozen
class Note:
    """Tell the log what was found about a request, and `on_event` too if it has a kind for that."""

    text: str
    call: Call
    kind: str | None = None
    warning: bool = False


@attrs.frozen
class Do:
    """Act on this machine in a way that may block. The driver sends back what it returns."""

    act: Callable[[], Any]


Step: TypeAlias = Call | Pause | Note | Do
Flow: TypeAlias = Generator[Step, Any, T]


@attrs.define
class Memory:
    """What a client has learned: whether its server takes ids that it is given, and which tokens were made here."""

    takes_ids: bool = False
    made: deque[str] = attrs.field(factory=lambda: deque(maxlen=1000))


@attrs.frozen
class Terms:
    """Under which terms a flow runs: the retry policy, the time that it has, where chance comes from."""

    policy: RetryPolicy
    elapsed: Callable[[], float]  # seconds since the call began
    random: Callable[[], float]
    deadline: float | None = None
    masked_secret: str = "send"
    renewable: bool = False  # whether the API token can be asked for anew
    memory: Memory = attrs.field(factory=Memory)
    acting_as: Secret | None = attrs.field(
        default=None, repr=False
    )  # authenticate with this, not with the client's own
    now: Callable[[], float] = time.time  # seconds since 1970, by this machine
    patience: float = 30.0  # seconds after which a request that was sent and forgotten has surely ended
    began_before: float = 0.0  # seconds between the beginning of what this call goes on with and its own

    def left(self) -> float | None:
        """Return the seconds until the deadline ends; None: there is none."""
        return None if self.deadline is None else self.deadline - self.elapsed()

    def overdue(self) -> bool:
        """Tell whether the deadline has ended."""
        left = self.left()
        return left is not None and left <= 0

    def fits(self, seconds: float) -> bool:
        """Tell whether a wait ends before the deadline."""
        left = self.left()
        return left is None or seconds < left
