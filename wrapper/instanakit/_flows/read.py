"""The flows that read, and the request that an application makes itself."""

from instanakit import _answers, _operations
from instanakit._answers import Answer
from instanakit._flows.send import ask, send
from instanakit._flows.steps import Flow, Terms
from instanakit._operations import Request
from instanakit.models import Health, Token, Version


def list_tokens(terms: Terms) -> Flow[list[Token]]:
    """List all tokens."""
    _, tokens = yield from list_with_answer(terms)
    return tokens


def list_with_answer(terms: Terms) -> Flow[tuple[Answer, list[Token]]]:
    """List all tokens, and return the answer too.

    404 says that there are none, if it is the API that says so; in doubt the version tells whether it is the API.
    """
    request = _operations.list_tokens()
    answer = yield from send(terms, request)
    if _answers.is_missing(answer):
        probe = _operations.get_version_of_backend()
        if _answers.says_no_tokens(answer) or _answers.is_version((yield from send(terms, probe))):
            return answer, []
    _answers.check(answer, request)
    return answer, _answers.token_list(answer, request)


def get_token(terms: Terms, internal_id: str) -> Flow[Token]:
    """Read one token."""
    request = _operations.get_token(internal_id)
    answer = yield from ask(terms, request)
    return Token(_answers.token(answer, request))


def get_health(terms: Terms) -> Flow[Health]:
    """Read the health of the backend."""
    request = _operations.get_health()
    answer = yield from ask(terms, request)
    return _answers.health(answer, request)


def get_version(terms: Terms) -> Flow[Version]:
    """Read the version of the backend."""
    request = _operations.get_version_of_backend()
    answer = yield from ask(terms, request)
    return _answers.version(answer, request)


def request(terms: Terms, wanted: Request) -> Flow[Answer]:
    """Send what the application asked for. DELETE that a second attempt finds done succeeded."""
    answer = yield from send(terms, wanted)
    if not (wanted.method == "DELETE" and answer.perhaps_done and _answers.is_missing(answer)):
        _answers.check(answer, wanted)
    return answer
