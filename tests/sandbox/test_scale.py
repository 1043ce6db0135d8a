"""Many tokens cost what they must: the list time and little memory, all else nothing."""

import asyncio
import time
import tracemalloc

import pytest

from helpers.tenant import TOKENS, as_holder, body, works
from instanakit.sandbox import Sandbox
from instanakit.sandbox.listing import listing
from instanakit.sandbox.rules import masked


def answer_size(documents):
    """The size of a list's answer, of which nothing is kept."""
    sizes = []

    async def send(message):
        sizes.append(len(message.get("body", b"")))

    asyncio.run(listing(documents, masked)({"type": "http"}, None, send))
    return sum(sizes)


def fastest(documents):
    def once():
        began = time.process_time()
        answer_size(documents)
        return time.process_time() - began

    return min(once() for _ in range(3))


def test_the_lists_time_grows_as_the_tokens_do():
    few, many = (list(Sandbox(tokens=count).state.tokens.values()) for count in (400, 3200))
    assert fastest(many) < 3 * 8 * fastest(few)


def test_a_unit_with_its_logs_and_its_list_takes_less_than_three_times_the_answer():
    Sandbox(tokens=1)  # what is made once
    tracemalloc.start()
    try:
        sandbox = Sandbox(tokens=2000)
        documents = sandbox.state.all()
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        size = answer_size(documents)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 7_000_000
    assert peak < 3 * size
    assert peak - held < size / 4


class NoWalk(dict):
    """Tokens that nobody may go through."""

    def __iter__(self):
        raise AssertionError

    keys = values = items = __reversed__ = copy = __iter__


@pytest.mark.parametrize("kept", [False, True])
def test_no_request_but_the_list_goes_through_the_tokens(tmp_path, kept):
    with Sandbox(tokens=20, state=tmp_path / "unit.sqlite" if kept else None) as sandbox:
        state, tokens = sandbox.state, sandbox.state.tokens
        state._tokens, state._by_secret = NoWalk(tokens), NoWalk(state._by_secret)
        with as_holder(sandbox, sandbox.api_token) as owner:
            answers = [
                owner.post(TOKENS, json=body()),
                owner.get(TOKENS + "/t1"),
                owner.put(TOKENS + "/t1", json=body(name="two")),
                owner.get("/api/settings/auditlog?offset=5&pageSize=5&query=two"),
                owner.get("/api/settings/accesslog"),
            ]
            assert [answer.status_code for answer in answers] == [200] * 5
            assert works(sandbox, "secret-of-t1")
            assert owner.delete(TOKENS + "/t1").status_code == 204
        state._tokens = tokens
