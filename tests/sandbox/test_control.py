"""Faults, options and state over HTTP, for other processes."""

import pytest

from helpers.tenant import TOKENS, Clock, as_holder, body
from instanakit.sandbox import Options, Sandbox


@pytest.fixture
def sandbox():
    with Sandbox(clock=Clock(), rate_limit=4) as sandbox:
        yield sandbox


@pytest.fixture
def control(sandbox):
    with as_holder(sandbox, sandbox.control_token, "Bearer") as client:
        client.base_url = sandbox.control_url
        yield client


@pytest.fixture
def owner(sandbox):
    with as_holder(sandbox, sandbox.api_token) as client:
        yield client


ADD, CHANGE = ("POST", "/faults"), ("PUT", "/options")
OPERATIONS = [ADD, CHANGE, ("GET", "/faults"), ("DELETE", "/faults"), ("GET", "/state")]
ADDED = {
    "action": "status",
    "method": "POST",
    "path": "/api/*",
    "at": 1,
    "times": 2,
    "status": 503,
    "headers": {"retry-after": "1"},
    "body": '{"message": "down"}',
    "delay": None,
}


def test_a_fault_is_added_listed_and_cleared(sandbox, control, owner):
    sent = {
        "action": "status",
        "method": "post",
        "path": "/api/*",
        "times": 2,
        "status": 503,
        "headers": {"Retry-After": "1"},
        "body": {"message": "down"},
    }
    response = control.post("/faults", json=sent)
    assert (response.status_code, response.json()) == (201, ADDED)
    assert owner.post(TOKENS, json=body()).json() == {"message": "down"}
    assert control.get("/faults").json() == {"faults": [ADDED | {"acted": 1}]}
    response = control.delete("/faults")
    assert (response.status_code, response.content) == (204, b"")
    assert control.get("/faults").json() == {"faults": []}
    assert owner.post(TOKENS, json=body()).status_code == 200


def test_a_fault_without_a_body_is_told_without_one(control):
    assert control.post("/faults", json={"action": "hang"}).json()["body"] is None


@pytest.mark.parametrize(
    ("operation", "sent", "message"),
    [
        (ADD, {}, "A fault needs an action"),
        (ADD, {"action": "truncated"}, "There is no fault 'truncated'. Did you mean truncate?"),
        (ADD, {"action": "hang", "at": 0}, "at must be a whole number from 1 on; it is 0"),
        (
            ADD,
            {"action": "hang", "time": 2},
            "A fault has no argument 'time'. Did you mean times?",
        ),
        (
            ADD,
            {"action": "hang", "zzz": 2},
            "A fault has no argument 'zzz'. Choose action, method, path, at, times, status, headers, body or delay.",
        ),
        (ADD, [], "body: must be a JSON object"),
        (CHANGE, "ids", "body: must be a JSON object"),
        (CHANGE, {"sameid": "second"}, "There is no option 'sameid'. Did you mean same_id?"),
        (CHANGE, {"ids": "kept"}, "ids must be 'honoured' or 'ignored'; it is 'kept'"),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_wrong(sandbox, control, operation, sent, message):
    response = control.request(*operation, json=sent)
    assert (response.status_code, response.json()) == (400, {"message": message})
    assert sandbox.faults.pending() == []
    assert sandbox.options == Options()


def test_the_state_shows_every_token_in_clear(sandbox, control, owner):
    assert control.get("/state").json() == {"tokens": []}
    owner.post(TOKENS, json=body())
    assert control.get("/state").json() == {"tokens": [sandbox.state.tokens["t1"]]}
    assert control.get("/state").json()["tokens"][0]["accessGrantingToken"] == "secret-of-t1"


def test_options_that_are_named_change_and_the_others_stay(sandbox, control):
    sandbox.options = Options(page_cap=5)
    response = control.put("/options", json={"ids": "ignored", "list_lag": 2})
    assert response.status_code == 200
    assert sandbox.options == Options(ids="ignored", list_lag=2, page_cap=5)
    assert response.json() == {
        "ids": "ignored",
        "secrets": "honoured",
        "same_id": "conflict",
        "masked_put": "kept",
        "put_revives": "yes",
        "page_cap": 5,
        "list_lag": 2,
    }


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer wrong", "{control}", "apiToken {control}", "{api}"]
)
def test_nobody_controls_it_without_its_token(sandbox, control, operation, authorization):
    del control.headers["authorization"]
    if authorization is not None:
        shown = authorization.format(control=sandbox.control_token, api=f"Bearer {sandbox.api_token}")
        control.headers["authorization"] = shown.strip()
    response = control.request(*operation, json={"action": "hang"})
    assert response.status_code == 401
    assert response.json() == {"error": "Unauthorized", "message": "Invalid control token"}
    assert sandbox.faults.pending() == []


def test_the_control_token_is_none_for_the_api(sandbox):
    with as_holder(sandbox, sandbox.control_token, "Bearer") as client:
        assert client.get(TOKENS).status_code == 401


def test_faults_the_rate_limit_and_the_audit_log_leave_the_control_alone(sandbox, control, owner):
    control.post("/faults", json={"action": "close_before", "times": None})
    for _ in range(10):
        assert control.get("/state").status_code == 200
    assert control.get("/faults").json()["faults"][0]["acted"] == 0
    control.delete("/faults")
    assert owner.get("/api/settings/auditlog").headers["x-ratelimit-remaining"] == "3"
    assert not sandbox.state.audit_log


def test_the_control_says_who_it_is_and_what_time_it_is(control):
    headers = control.get("/state").headers
    assert headers["server"].startswith("instanakit-sandbox")
    assert headers["date"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_what_the_control_does_not_have_is_not_found(control):
    assert [control.get("/nowhere").status_code, control.get("/faults/").status_code] == [404, 404]
    assert control.put("/faults").status_code == 405
