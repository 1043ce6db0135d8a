"""Delete a token; what an answer does not tell is settled by asking for it."""

from instanakit import _answers, _operations
from instanakit._flows.send import exchange, foreign, send
from instanakit._flows.steps import Flow, Terms
from instanakit._flows.write import Doubt, doubt_about
from instanakit.errors import APIError

_THERE = "still there"


def delete_token(terms: Terms, internal_id: str, *, missing_ok: bool) -> Flow[None]:
    """Delete a token. A token that a second attempt does not find was deleted by the first."""
    request = _operations.delete_token(internal_id)
    ended = yield from exchange(terms, request)
    answer = ended.answer
    error = yield from foreign(terms, request, answer)
    if error is None and answer is not None:
        if _answers.is_missing(answer) and (missing_ok or ended.perhaps_done):
            return
        if answer.ok and _answers.looks_like_a_page(answer):
            error = _answers.unexpected(answer, request, "by the API")
    if error is None:
        doubt = doubt_about(terms, ended)
    elif ended.perhaps_done or (answer is not None and answer.ok):
        doubt = Doubt(ended, error.message, error, internal_id)
    else:
        raise error
    if doubt is not None:
        yield from _settle(terms, internal_id, doubt)


def _settle(terms: Terms, internal_id: str, doubt: Doubt) -> Flow[None]:
    """Return if the token is gone, raise the error of DELETE if it is still there."""
    reading = _operations.get_token(internal_id)
    try:
        answer = yield from send(terms, reading)
        if _answers.is_missing(answer):
            return
        _answers.check(answer, reading)
        _answers.token(answer, reading)
    except APIError as error:
        found = doubt.unsettled_by(error)
    else:
        found = doubt.settled(_THERE)
    raise found
