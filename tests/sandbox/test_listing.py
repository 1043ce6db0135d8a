"""Lists with many tokens are sent piece by piece: whole, to all faults, and to nobody who has gone away."""

import json

import httpx
import pytest

from helpers.tenant import TOKENS, Clock, as_holder, ask, body, rest, until, works
from instanakit.sandbox import Sandbox
from instanakit.sandbox.listing import PIECE
from instanakit.sandbox.rules import masked

COUNT = 3 * PIECE + 1
MANY = 2000  # their list is more than any connection buffers


@pytest.fixture(scope="module")
def served():
    with Sandbox(tokens=MANY, clock=Clock(), rate_limit=100_000) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served):
    yield served
    served.faults.clear()


def tasks(sandbox):
    return sandbox._server.server_state.tasks


@pytest.mark.parametrize("count", [1, PIECE - 1, PIECE, PIECE + 1, COUNT])
def test_a_list_of_any_length_has_every_token_once_and_in_order(count):
    with Sandbox(tokens=count) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        stored = list(sandbox.state.tokens.values())
        response = owner.get(TOKENS)
        assert response.headers["content-type"] == "application/json"
        assert response.json() == [masked(token) for token in stored]
        with as_holder(sandbox, sandbox.control_token, "Bearer") as control:
            assert control.get(sandbox.control_url + "/state").json() == {"tokens": stored}
        assert owner.head(TOKENS).content == b""


@pytest.mark.parametrize(("action", "arguments"), [("latency", {"delay": 0}), ("drip", {"delay": 0})])
def test_a_long_list_is_whole_however_slowly_it_comes(action, arguments):
    with Sandbox(tokens=PIECE + 1) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        for token in sandbox.state.tokens.values():
            for flag in [name for name in token if name.startswith(("can", "limited"))]:
                del token[flag]
        whole = owner.get(TOKENS).json()
        sandbox.faults.add(action, **arguments)
        assert owner.get(TOKENS).json() == whole


def test_faults_take_a_long_list_as_a_whole(sandbox):
    with as_holder(sandbox, sandbox.api_token) as owner:
        whole = owner.get(TOKENS).content
    for action, length, sent in (
        ("truncate", len(whole), whole[: len(whole) // 2]),
        ("wrong_length", len(whole) // 2, whole),
    ):
        sandbox.faults.add(action)
        head, _, got = rest(ask(sandbox, path=TOKENS)).partition(b"\r\n\r\n")
        assert b"\r\ncontent-length: %d\r\n" % length in head
        assert b"transfer-encoding" not in head
        assert got == sent
    sandbox.faults.add("close_after")
    assert rest(ask(sandbox, path=TOKENS)) == b""
    sandbox.faults.add("status_after", status=502, body="bad gateway")
    with as_holder(sandbox, sandbox.api_token) as owner:
        assert owner.get(TOKENS).text == "bad gateway"


def test_others_are_served_while_a_client_is_slow_to_take_a_long_list(sandbox):
    with ask(sandbox, path=TOKENS) as slow:
        assert slow.recv(5) == b"HTTP/"
        assert works(sandbox, sandbox.api_token)
        until(lambda: len(tasks(sandbox)) == 1)


def test_a_long_list_ends_when_its_client_goes_away(sandbox, caplog):
    with ask(sandbox, path=TOKENS) as slow:
        slow.recv(5)
        until(lambda: len(tasks(sandbox)) == 1)
    until(lambda: not tasks(sandbox))
    assert [record for record in caplog.records if not record.name.startswith("http")] == []


def test_a_sandbox_stops_at_once_while_it_sends_a_long_list(caplog):
    with Sandbox(tokens=MANY) as sandbox, ask(sandbox, path=TOKENS) as slow:
        slow.recv(5)
        sandbox.stop()
    assert caplog.records == []


def test_what_changes_meanwhile_changes_no_list_that_has_begun(sandbox):
    with httpx.Client() as client, as_holder(sandbox, sandbox.api_token) as owner:
        before = list(sandbox.state.tokens)
        headers = {"authorization": f"apiToken {sandbox.api_token}"}
        with client.stream("GET", sandbox.base_url + TOKENS, headers=headers) as response:
            parts = response.iter_bytes()
            first = next(parts)
            owner.delete(f"{TOKENS}/{before[-1]}")
            owner.post(TOKENS, json=body())
            listed = json.loads(first + b"".join(parts))
    assert [token["internalId"] for token in listed] == before
    assert list(sandbox.state.tokens) == [*before[:-1], "t1"]
