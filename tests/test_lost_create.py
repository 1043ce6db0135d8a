"""A create whose answer is lost, over real HTTP, for every combination of what the documentation leaves open.

The sandbox's state is the judge: one token whose secret the caller holds, or none and a typed error. Only where the
server gives ids of its own, and either makes its own secrets too or lists late, nothing can prove which token is ours:
then at most one is left, and the outcome is unknown.
"""

from itertools import product

import pytest

from helpers.hybrid import HybridClock
from instanakit import APIError, OutcomeUnknownError
from instanakit.sandbox import Sandbox
from instanakit.sandbox.options import Options

FAULTS = {
    "close_before": {},
    "close_after": {},
    "status_after": {"status": 502, "body": "<html>bad gateway"},
    "status": {"status": 503},
    "truncate": {},
    "page": {},
}
BEFORE = {"close_before", "status", "page"}  # the operation is not carried out
LAGS = (0.0, 1.0, 600.0)
OTHERS = list(product(("conflict", "overwrite", "second"), ("kept", "stored"), ("yes", "no")))


@pytest.fixture(scope="module")
def clock():
    return HybridClock()


@pytest.fixture(scope="module")
def unit(clock):
    with Sandbox(clock=clock.time, rate_limit=10**9) as sandbox:
        yield sandbox


def cases(colour):
    """Each fault once, and the loss of what was done with all other options; one code settles for both colours."""
    yield from product(OTHERS[:1], FAULTS)
    if colour.name == "sync":
        yield from product(OTHERS[1:], ["close_after"])


@pytest.mark.parametrize("lag", LAGS)
@pytest.mark.parametrize("secrets", ["honoured", "own"])
@pytest.mark.parametrize("ids", ["honoured", "ignored"])
def test_a_create_whose_answer_is_lost_is_settled(colour, unit, clock, ids, secrets, lag):
    client = clock.drive(colour.client(base_url=unit.base_url, api_token=unit.api_token))
    for (same_id, masked_put, put_revives), action in cases(colour):
        more = {"same_id": same_id, "masked_put": masked_put, "put_revives": put_revives}
        unit.options = Options(ids=ids, secrets=secrets, list_lag=lag, **more)
        unit.faults.clear()
        for internal_id in list(unit.state.tokens):
            unit.state.delete(internal_id)
        unit.faults.add(action, method="POST", **FAULTS[action])
        try:
            created = colour.run(client.tokens.create("pipeline", permissions=["canViewLogs"]))
        except APIError as error:
            created = error
        made = list(unit.state.tokens.values())
        case = f"{action} with {more}: {created!r}, {len(made)} made"
        expected = outcome(action, ids, secrets, lag)
        if expected == "created":
            assert [token["internalId"] for token in made] == [created.internal_id], case
            assert made[0]["accessGrantingToken"] == created.secret.reveal(), case
            assert created.permissions == {"canViewLogs"}, case
        else:
            assert isinstance(created, APIError), case
            assert isinstance(created, OutcomeUnknownError) == (expected == "unknown"), case
            assert len(made) <= (expected == "unknown"), case


def outcome(action, ids, secrets, lag):
    """What there is to be: the token, none of it and an error, or an unknown outcome."""
    lists_late = ids == "ignored" and lag > 1
    if action == "page":  # an answer that is not the API's is not tried again
        return "none"
    if action in BEFORE:  # a second POST makes it; the list must show that it is the only one
        return "unknown" if lists_late else "created"
    if secrets == "honoured":
        return "unknown" if lists_late else "created"
    return "none" if ids == "honoured" else "unknown"


@pytest.mark.parametrize("secrets", ["honoured", "own"])
def test_one_lost_answer_of_a_server_that_gives_ids_of_its_own_and_lists_late_is_unknown_without_retries_too(
    colour, unit, clock, secrets
):
    client = clock.drive(colour.client(base_url=unit.base_url, api_token=unit.api_token, retry=None))
    unit.options = Options(ids="ignored", secrets=secrets, list_lag=600)
    unit.faults.clear()
    for internal_id in list(unit.state.tokens):
        unit.state.delete(internal_id)
    unit.faults.add("close_after", method="POST")
    with pytest.raises(OutcomeUnknownError):
        colour.run(client.tokens.create("pipeline"))
    assert len(unit.state.tokens) == 1
