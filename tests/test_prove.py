"""Whether a token was made meanwhile, and whether a time is past, by the server's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from instanakit import APITimeoutError, RetryPolicy, Secret, Token
from instanakit._answers import Answer
from instanakit._flows.prove import is_meanwhile, is_past, proof
from instanakit._flows.steps import Call, Outcome, Pause, Terms

DATE = {"date": "Thu, 01 Jan 2026 00:00:00 GMT"}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NOW_MS = 1767225600000


def test_a_secret_that_is_refused_until_the_deadline_is_a_timeout_that_says_so():
    secret, refused = Secret("made-a-moment-ago"), Outcome(Answer(401, {}, b""))
    flow = proof(Terms(RetryPolicy(), lambda: 0.0, lambda: 0.5, deadline=0.3), secret)
    asked = next(flow)
    assert (asked.request.line, asked.secret) == (("GET", "/api/instana/version"), secret)
    assert flow.send(refused) == Pause(0.2, Call(asked.request, 1))
    assert next(flow) == asked
    with pytest.raises(APITimeoutError) as caught:
        flow.send(refused)
    assert str(caught.value) == "a new secret was refused, and the deadline leaves no time to ask again"
    assert (caught.value.request, caught.value.attempts) == (asked.request.line, 2)


@pytest.mark.parametrize(
    ("headers", "ago", "is_new"),
    [
        (DATE, timedelta(0), True),
        (DATE, timedelta(seconds=17), True),  # the call took 5 seconds, what it goes on with 10, and 2 are the slack
        (DATE, timedelta(seconds=17, milliseconds=1), False),
        (DATE, None, True),
        ({}, timedelta(days=1), True),
    ],
)
def test_a_token_is_new_if_it_may_have_been_made_since_the_call_began_or_what_it_goes_on_with(headers, ago, is_new):
    terms = Terms(RetryPolicy(), lambda: 5.0, lambda: 0.5, began_before=10.0)
    created = {} if ago is None else {"createdOn": NOW_MS - ago // timedelta(milliseconds=1)}
    token = Token({"internalId": "t", "name": "n"} | created)
    assert is_meanwhile(terms, Answer(200, headers, b""), token) is is_new


@pytest.mark.parametrize(
    ("at", "headers", "past"),
    [
        (NOW_MS, DATE, True),
        (NOW_MS - 1, DATE, True),
        (NOW_MS + 1, DATE, False),
        (None, DATE, False),
        (NOW_MS - 1, {}, False),
    ],
)
def test_a_time_is_past_if_the_server_says_that_it_is_that_late(at, headers, past):
    assert is_past(at, headers) is past
