"""What README promises beside the other clients, each row of its table once, over real HTTP where the network matters.

Each test fails on what the others do, which the table says.
"""

import copy
import pickle

import pytest

from helpers.colours import CREDENTIAL, answer, token
from helpers.habits import sent_back
from helpers.hybrid import HybridClock
from helpers.proxies import HttpProxy
from instanakit import (
    APIError,
    APITimeoutError,
    ConfigurationError,
    InstanaError,
    NotFoundError,
    RateLimitError,
    UnexpectedResponseError,
)

TOKENS = "/api/settings/api-tokens"


@pytest.fixture
def driven(unit):
    """The client of a sandbox, whose waits cost no time."""
    return HybridClock().drive(unit)


def test_changing_one_thing_keeps_what_this_build_does_not_know(colour, unit, instana_sandbox):
    made = colour.run(unit.tokens.create("p", permissions=["canTeleport"], allow_unknown=True))
    instana_sandbox.state.tokens[made.internal_id] |= {"Odd Key": {"deep": [None, 1]}, "newField": None}
    before = dict(instana_sandbox.state.tokens[made.internal_id])
    colour.run(unit.tokens.update(made.internal_id, grant=["canViewLogs"]))
    assert instana_sandbox.state.tokens[made.internal_id] == before | {"canViewLogs": True}


def test_a_permission_that_the_vendors_client_drops_when_it_renames_a_token_is_kept(colour, unit, instana_sandbox):
    theirs, ours = (
        colour.run(unit.tokens.create("p", permissions=["canTeleport"], allow_unknown=True)).internal_id
        for _ in range(2)
    )
    stored = instana_sandbox.state.tokens
    before = dict(stored[ours])
    renamed = sent_back(colour.run(unit.tokens.get(theirs)).raw) | {"name": "renamed"}
    colour.run(unit.request("PUT", f"{TOKENS}/{theirs}", json=renamed))
    colour.run(unit.tokens.update(ours, name="renamed"))
    assert "canTeleport" not in stored[theirs]
    assert stored[theirs].items() >= {"name": "renamed", "expiresOn": None}.items()
    assert stored[ours] == before | {"name": "renamed"}


def test_a_create_whose_answer_is_lost_makes_one_token_and_tells_its_secret(colour, driven, instana_sandbox):
    instana_sandbox.faults.add("close_after", method="POST")
    made = colour.run(driven.tokens.create("p"))
    (stored,) = instana_sandbox.state.tokens.values()
    assert (stored["internalId"], stored["accessGrantingToken"]) == (made.internal_id, made.secret.reveal())


def test_a_secret_shows_nowhere_but_where_it_is_revealed(colour, unit, instana_sandbox, caplog):
    made = colour.run(unit.tokens.create("p"))
    instana_sandbox.faults.add("status", status=400, body={"message": made.secret.reveal()})
    with pytest.raises(InstanaError) as caught:
        colour.run(unit.tokens.get(made.internal_id))
    shown = (
        f"{made!r} {made} {made.secret!r} {made.secret:s} {made.raw} {caught.value} {vars(caught.value)} {caplog.text}"
    )
    pickled = pickle.dumps((made, caught.value)).decode("latin-1")
    assert made.secret.reveal() not in shown + pickled
    assert made.secret.reveal() == instana_sandbox.state.tokens[made.internal_id]["accessGrantingToken"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error_that_names_the_target_and_the_secret_goes_nowhere(
    colour, unit, instana_sandbox, status
):
    elsewhere = f"{instana_sandbox.base_url}/elsewhere"
    instana_sandbox.faults.add("redirect", status=status, headers={"location": elsewhere})
    with pytest.raises(UnexpectedResponseError, match=f"a redirect to {elsewhere}; nothing was sent there"):
        colour.run(unit.tokens.create("p"))
    assert instana_sandbox.state.tokens == {}
    assert [entry["action"] for entry in instana_sandbox.state.audit_log] == []


def test_a_rate_limit_is_waited_for_within_the_deadline_and_else_the_error_says_until_when(colour, instana_sandbox):
    clock = HybridClock()
    instana_sandbox.faults.add("rate_limit", headers={"retry-after": "20"}, times=2)
    client = clock.drive(colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token))
    began = clock.monotonic()
    assert colour.run(client.tokens.create("p")).name == "p"
    assert clock.monotonic() - began > 40
    instana_sandbox.faults.add("rate_limit")
    with pytest.raises(RateLimitError, match="The limit is renewed at") as caught:
        colour.run(client.tokens.list())
    assert caught.value.resets_at is not None
    assert caught.value.attempts == 1


def test_one_deadline_bounds_all_tries_together(colour, instana_sandbox):
    clock = HybridClock()
    instana_sandbox.faults.add("hang", times=None)
    client = colour.client(base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token, timeout=0.02)
    clock.drive(client)
    began = clock.monotonic()
    with pytest.raises(APITimeoutError):
        colour.run(client.health(deadline=0.3))
    assert clock.monotonic() - began < 0.8
    assert client._wire.settings.deadline == 60.0  # unless another is given


def test_a_login_page_is_no_success_and_the_error_says_what_it_looks_like(colour, unit, instana_sandbox):
    for call in (unit.health, unit.tokens.list, lambda: unit.tokens.get("t"), lambda: unit.tokens.create("p")):
        instana_sandbox.faults.add("page")
        with pytest.raises(
            UnexpectedResponseError, match="200 OK, but not with JSON: it looks like a login page"
        ) as caught:
            colour.run(call())
        assert caught.value.status_code == 200


def test_every_failure_is_one_of_ours_and_can_be_pickled(colour, instana_sandbox):
    client = colour.client(
        base_url=instana_sandbox.base_url, api_token=instana_sandbox.api_token, timeout=0.05, retry=None
    )
    for action, more in (
        ("close_before", {}),
        ("truncate", {}),
        ("wrong_length", {}),
        ("hang", {}),
        ("page", {}),
        ("redirect", {}),
        ("status", {"status": 599, "body": b"\xff\xfe"}),
        ("status", {"status": 418, "body": "[" * 5000}),
    ):
        instana_sandbox.faults.add(action, **more)
        with pytest.raises(APIError) as caught:
            colour.run(client.health())
        for again in (pickle.loads(pickle.dumps(caught.value)), copy.deepcopy(caught.value)):  # noqa: S301
            assert (type(again), str(again), vars(again)) == (type(caught.value), str(caught.value), vars(caught.value))


def test_values_that_are_new_are_kept_as_they_are(colour):
    entry = {
        "id": "e",
        "action": "INVENTED",
        "message": "",
        "actor": {"type": "ROBOT", "id": "r", "name": "R"},
        "meta": {},
    }
    health = {"health": "PURPLE", "messages": []}
    page = {"total": 1, "entries": [entry]}
    client = colour.client(answer(200, page), answer(200, health), answer(200, page))
    (read,) = colour.all(client.audit_log.list())
    assert (read.action, read.actor.type) == ("INVENTED", "ROBOT")
    assert colour.run(client.health()).status == "PURPLE"
    assert colour.all(client.access_log.list())[0].action == "INVENTED"


def test_an_empty_list_a_missing_token_and_a_wrong_address_are_three_outcomes(colour, unit, instana_sandbox):
    assert colour.run(unit.tokens.list()) == []
    with pytest.raises(NotFoundError):
        colour.run(unit.tokens.get("gone"))
    assert colour.run(unit.tokens.delete("gone", missing_ok=True)) is None
    wrong = colour.client(base_url=f"{instana_sandbox.base_url}/wrong", api_token=instana_sandbox.api_token)
    for call in (wrong.tokens.list, lambda: wrong.tokens.get("gone"), lambda: wrong.tokens.create("p")):
        with pytest.raises(UnexpectedResponseError, match="404 Not Found, but not by the API"):
            colour.run(call())


def test_a_missing_setting_is_named_and_the_prefix_is_built_in(colour, monkeypatch):
    for name in ("INSTANA_BASE_URL", "INSTANA_ENDPOINT", "INSTANA_API_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError, match="INSTANA_BASE_URL is not set"):
        colour.kind.from_env()
    seen = []
    client = colour.client(lambda request: seen.append(request.headers["authorization"]) or answer(200, token()))
    colour.run(client.tokens.get("t1"))
    assert seen == [f"apiToken {CREDENTIAL}"]


def test_proxy_variables_and_a_companys_own_certificates_count(colour, monkeypatch, authority, tls_port):
    with HttpProxy(tls_port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        client = colour.client(base_url="https://unit-tenant.instana.test", verify=authority.path)
        assert colour.run(client.health()).status == "GREEN"
        colour.run(client.close())
    assert proxy.seen == ["CONNECT unit-tenant.instana.test:443"]
