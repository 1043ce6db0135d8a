"""When to try again, as a table."""

import pytest

from instanakit import ConfigurationError, RetryPolicy
from instanakit.retry import Failure, Repeat

ALWAYS, UNLESS_DONE, UNLESS_SENT = Repeat
NONE, CONNECT, CONNECT_TIMEOUT, REFUSED, CLOSED, LOST, TIMEOUT, UNREADABLE = Failure


@pytest.mark.parametrize(
    ("happened", "tried_again_by"),
    [
        (CONNECT, {ALWAYS, UNLESS_DONE, UNLESS_SENT}),
        (CONNECT_TIMEOUT, {ALWAYS, UNLESS_DONE, UNLESS_SENT}),
        (NONE, set()),
        (REFUSED, set()),
        (CLOSED, set()),
        (LOST, {ALWAYS}),
        (TIMEOUT, {ALWAYS}),
        (UNREADABLE, set()),
        (429, {ALWAYS, UNLESS_DONE}),
        *((status, {ALWAYS}) for status in (408, 500, 502, 503, 504)),
        *((status, set()) for status in (200, 204, 301, 400, 401, 403, 404, 409, 422, 501, 505)),
    ],
)
def test_what_is_tried_again_depends_on_what_happened_and_on_what_is_safe(happened, tried_again_by):
    policy = RetryPolicy()
    again = {repeat for repeat in Repeat if policy.delay(happened, repeat=repeat, attempt=1, random=0.5) is not None}
    assert again == tried_again_by


def test_waits_double_up_to_the_longest_and_are_drawn_from_zero_on():
    policy = RetryPolicy(max_retries=2000)
    waits = [policy.delay(500, repeat=ALWAYS, attempt=n, random=0.5) for n in (1, 2, 3, 4, 5, 6, 1999)]
    assert waits == [0.25, 0.5, 1, 2, 4, 4, 4]
    assert policy.delay(500, repeat=ALWAYS, attempt=3, random=0.0) == 0


def test_the_last_retry_is_the_last():
    policy = RetryPolicy(max_retries=2)
    assert [policy.delay(500, repeat=ALWAYS, attempt=n, random=0.5) is None for n in (1, 2, 3)] == [False, False, True]
    assert RetryPolicy(max_retries=0).delay(CONNECT, repeat=ALWAYS, attempt=1, random=0.5) is None


@pytest.mark.parametrize(("happened", "wait"), [(429, 90.0), (503, 90.0), (500, 0.25)])
def test_a_wait_that_the_server_asks_for_is_kept_where_it_means_something(happened, wait):
    assert RetryPolicy().delay(happened, repeat=ALWAYS, attempt=1, random=0.5, asked=90.0) == wait


@pytest.mark.parametrize("value", [-1, 10**9, float("inf"), float("nan"), 10**400, "3", None, True])
@pytest.mark.parametrize(
    ("name", "kind"),
    [("max_retries", "whole number"), ("initial_delay", "number of seconds"), ("max_delay", "number of seconds")],
)
def test_a_policy_without_meaning_is_refused(name, kind, value):
    with pytest.raises(ConfigurationError) as caught:
        RetryPolicy(**{name: value})
    assert str(caught.value) == f"RetryPolicy: {name} must be a {kind} from 0 to below a billion; it is {value!r}"


def test_retries_are_counted_in_whole_numbers():
    with pytest.raises(
        ConfigurationError, match="max_retries must be a whole number from 0 to below a billion; it is 1.5"
    ):
        RetryPolicy(max_retries=1.5)
