"""Questions that settle what became of a token: does a secret authenticate, which tokens were made meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from instanakit import _answers, _operations
from instanakit._answers import Answer
from instanakit._answers.headers import server_time
from instanakit._flows.read import list_with_answer
from instanakit._flows.send import send
from instanakit._flows.steps import Call, Flow, Pause, Terms
from instanakit._operations import Request
from instanakit._views import from_epoch_ms
from instanakit.errors import APITimeoutError
from instanakit.models import Token
from instanakit.secret import Secret

# Waits in seconds between questions, for servers whose parts learn of a new token one after the other.
PAUSES = (0.2, 0.4, 0.8, 1.6)
_UNAUTHORIZED = 401
_SLACK = timedelta(seconds=2)  # the server's Date has whole seconds, and its answer was on the way


def pause(terms: Terms, pauses: Sequence[float], number: int, before: Request) -> Flow[bool]:
    """Make the pause of this number before a request; False if there is none left, or it does not fit the deadline."""
    if number >= len(pauses) or not terms.fits(pauses[number]):
        return False
    yield Pause(pauses[number], Call(before, 1))
    return True


def authenticates(terms: Terms, secret: Secret, pauses: Sequence[float] = PAUSES) -> Flow[bool]:
    """Tell whether a secret authenticates; asked again after each pause while it does not.

    Raises what `proof` does.
    """
    return (yield from proof(terms, secret, pauses)) is not None


def proof(terms: Terms, secret: Secret, pauses: Sequence[float] = PAUSES) -> Flow[Answer | None]:
    """Return the answer that a secret authenticates for, which tells the time, too; None if it does not.

    `GET /api/instana/version` needs no permission. Raises APIError if neither is the answer, or time runs out.
    """
    request = _operations.get_version_of_backend()
    asked = 0
    while True:
        answer = yield from send(terms, request, secret=secret)
        if answer.status_code != _UNAUTHORIZED:
            _answers.check(answer, request)
            _answers.version(answer, request)
            return answer
        if asked == len(pauses):
            return None
        if not (yield from pause(terms, pauses, asked, request)):
            message = "a new secret was refused, and the deadline leaves no time to ask again"
            raise APITimeoutError(message, request=request.line, attempts=asked + 1)
        asked += 1


def made_meanwhile(terms: Terms, name: str) -> Flow[list[Token]]:
    """List the tokens of a name that may have been created since the call began, by the server's clock.

    One whose creation the server does not date may have been; one that this client has made itself is none of them.
    """
    answer, tokens = yield from list_with_answer(terms)
    others = [token for token in tokens if token.name == name and token.internal_id not in terms.memory.made]
    return [token for token in others if is_meanwhile(terms, answer, token)]


def is_meanwhile(terms: Terms, answer: Answer, token: Token) -> bool:
    """Tell whether a token that an answer shows may have been created since the call began, by the server's clock."""
    now, created_at = server_time(answer.headers), token.created_at
    if now is None or created_at is None:
        return True
    return created_at >= now - timedelta(seconds=terms.began_before + terms.elapsed()) - _SLACK


def used_by_probe(terms: Terms, name: str, secret: Secret) -> Flow[list[Token]]:
    """List those of these tokens that authenticating with the secret has just used, as `lastUsedOn` tells."""
    before = {token.internal_id: token.last_used_at for token in (yield from made_meanwhile(terms, name))}
    yield from authenticates(terms, secret, pauses=())
    after = yield from made_meanwhile(terms, name)
    # One that the first list did not show may have been used by anybody since.
    both = [token for token in after if token.internal_id in before]
    return [token for token in both if token.last_used_at not in {None, before[token.internal_id]}]


def is_past(epoch_ms: int | None, headers: Mapping[str, str]) -> bool:
    """Tell whether a time was past when the server answered; False if the server does not say when that was."""
    at, now = from_epoch_ms(epoch_ms), server_time(headers)
    return at is not None and now is not None and at <= now
