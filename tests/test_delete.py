"""Delete is tried again, and what no answer tells is settled by asking for the token."""

import httpx
import pytest

from helpers.colours import answer, token
from instanakit import (
    APIConnectionError,
    InternalServerError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RetryPolicy,
    UnexpectedResponseError,
)

ONE = "/api/settings/api-tokens/t1"
DELETE, GET = f"DELETE {ONE}", f"GET {ONE}"


def lost():
    return httpx.ReadError("lost")


def absent():
    return answer(404, {"message": "No ApiToken found"})


def test_a_token_that_a_second_attempt_does_not_find_was_deleted_by_the_first(colour):
    client = colour.client(answer(503), absent())
    assert colour.run(client.tokens.delete("t1")) is None
    assert colour.script.sent == [DELETE, DELETE]


def test_an_attempt_that_could_not_be_sent_deleted_nothing(colour):
    client = colour.client(httpx.ConnectError("no"), absent())
    with pytest.raises(NotFoundError):
        colour.run(client.tokens.delete("t1"))


@pytest.mark.parametrize(
    "uncertain",
    [lost, lambda: httpx.ReadTimeout("late"), lambda: answer(500), lambda: answer(408), lambda: httpx.Response(200, text="<html>")],
)  # fmt: skip
def test_a_token_that_is_gone_after_all_was_deleted(colour, uncertain):
    client = colour.client(uncertain(), absent(), retry=None)
    assert colour.run(client.tokens.delete("t1")) is None
    assert colour.script.sent == [DELETE, GET]


@pytest.mark.parametrize(
    ("uncertain", "kind"),
    [
        (lost, APIConnectionError),
        (lambda: answer(500), InternalServerError),
        (lambda: httpx.Response(200, text="<html>"), UnexpectedResponseError),
    ],
)
def test_a_token_that_is_still_there_was_not_deleted(colour, uncertain, kind):
    client = colour.client(uncertain(), answer(200, token()), retry=None)
    with pytest.raises(kind) as caught:
        colour.run(client.tokens.delete("t1"))
    assert caught.value.hint.endswith(
        ". When asked afterwards, the token t1 was still there: look again before you try again."
    )
    assert "nothing was changed" not in caught.value.hint


def test_a_refusal_after_a_lost_answer_proves_nothing(colour):
    client = colour.client(lost(), answer(403), absent())
    assert colour.run(client.tokens.delete("t1")) is None
    client = colour.client(answer(403))
    with pytest.raises(PermissionDeniedError):
        colour.run(client.tokens.delete("t1"))


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (lambda: answer(401), f"{GET} was answered with 401 Unauthorized"),
        (lambda: httpx.ConnectError("no"), f"{GET} got no answer: no connection (no)"),
        (lambda: answer(200, {}), f"{GET} was answered with 200 OK, but not with a token that has internalId and name: its shape is another"),
    ],
)  # fmt: skip
def test_what_cannot_be_settled_is_an_outcome_unknown(colour, question, why):
    client = colour.client(lost(), question(), retry=None)
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.delete("t1"))
    assert caught.value.internal_id == "t1"
    assert str(caught.value) == (
        f"{DELETE} was sent, but its answer was lost: the connection broke (lost); whether it was done is unknown: {why}. "
        "It may have been done: look for the token t1 before you try again."
    )


def test_a_page_in_the_place_of_the_answer_is_told_and_settled(colour):
    page = httpx.Response(200, text="<html>")
    client = colour.client(page, answer(200, token()), retry=None)
    told = f"{DELETE} was answered with 200 OK, but not by the API: it looks like a web page"
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.tokens.delete("t1"))
    assert caught.value.message == told
    client = colour.client(page, answer(403), retry=None)
    with pytest.raises(OutcomeUnknownError) as unknown:
        colour.run(client.tokens.delete("t1"))
    assert unknown.value.message == (f"{told}; whether it was done is unknown: {GET} was answered with 403 Forbidden")


def test_a_delete_that_is_answered_by_pages_alone_did_not_reach_the_api(colour):
    client = colour.client(*[httpx.Response(200, text="<html>login") for _ in range(2)], retry=None)
    with pytest.raises(UnexpectedResponseError, match="DELETE .* it looks like a login page"):
        colour.run(client.tokens.delete("t1"))


def test_attempts_are_counted(colour):
    client = colour.client(lost(), httpx.ConnectError("no"), answer(403), retry=RetryPolicy(max_retries=1))
    with pytest.raises(OutcomeUnknownError, match="its answer was lost in 2 attempts: no connection") as caught:
        colour.run(client.tokens.delete("t1"))
    assert caught.value.attempts == 2


def test_another_servers_404_after_a_lost_answer_is_settled(colour):
    foreign = [answer(404, {"message": "route not found"}) for _ in range(2)]
    client = colour.client(lost(), *foreign, answer(200, token()))
    with pytest.raises(UnexpectedResponseError, match="When asked afterwards, the token t1 was still there"):
        colour.run(client.tokens.delete("t1"))
