"""The sandbox behaves as the documentation says, towards any client."""

import httpx
import pytest

from helpers.tenant import TOKENS, Clock, as_holder, body
from instanakit.permissions import ALWAYS_FALSE, IMPLIED, LimitedScope, Permission
from instanakit.sandbox import Sandbox


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sandbox(clock):
    with Sandbox(clock=clock, rate_limit=50) as sandbox:
        yield sandbox


@pytest.fixture
def owner(sandbox):
    with as_holder(sandbox, sandbox.api_token) as client:
        yield client


@pytest.mark.parametrize("scheme", ["apiToken", "Bearer"])
def test_both_schemes_authenticate(sandbox, scheme):
    with as_holder(sandbox, sandbox.api_token, scheme) as client:
        assert client.get("/api/instana/version").status_code == 200


@pytest.mark.parametrize(
    "value", [None, "", "{0}", "apitoken {0}", "Basic {0}", "apiToken", "apiToken  {0}", "apiToken wrong"]
)
def test_anything_else_does_not(sandbox, value):
    headers = {} if value is None else {"authorization": value.format(sandbox.api_token)}
    response = httpx.get(sandbox.base_url + "/api/instana/version", headers=headers)
    assert response.status_code == 401
    assert response.json() == {"error": "Unauthorized", "message": "Invalid API token"}


def test_a_token_without_permissions_reads_health_and_version_and_nothing_else(sandbox, owner):
    owner.post(TOKENS, json=body())
    with as_holder(sandbox, "secret-of-t1") as client:
        assert [client.get(f"/api/instana/{what}").status_code for what in ("health", "version")] == [200, 200]
        for method, path in (
            ("GET", TOKENS),
            ("POST", TOKENS),
            *((m, TOKENS + "/t1") for m in ("GET", "PUT", "DELETE")),
        ):
            response = client.request(method, path)
            assert (response.status_code, response.json()) == (
                403,
                {"message": "Missing permission canConfigureApiTokens"},
            )
        for log in ("auditlog", "accesslog"):
            response = client.get(f"/api/settings/{log}")
            assert (response.status_code, response.json()) == (403, {"message": "Missing permission canViewAuditLog"})


def test_a_token_with_the_permission_manages_tokens(sandbox, owner):
    owner.post(TOKENS, json=body(canConfigureApiTokens=True))
    with as_holder(sandbox, "secret-of-t1") as client:
        assert client.post(TOKENS, json=body("t2")).json()["createdBy"] == "one"
        assert client.get(TOKENS).status_code == 200


def test_a_token_does_not_authenticate_after_its_expiry(sandbox, owner, clock):
    owner.post(TOKENS, json=body(expiresOn=int(clock.now * 1000) + 1000))
    with as_holder(sandbox, "secret-of-t1") as client:
        assert client.get("/api/instana/health").status_code == 200
        clock.now += 1
        assert client.get("/api/instana/health").status_code == 401


def test_a_deleted_token_and_a_replaced_secret_do_not_authenticate(sandbox, owner):
    owner.post(TOKENS, json=body())
    owner.put(TOKENS + "/t1", json=body(accessGrantingToken="new-secret"))
    statuses = []
    with as_holder(sandbox, "secret-of-t1") as old, as_holder(sandbox, "new-secret") as new:
        statuses += [old.get("/api/instana/health").status_code, new.get("/api/instana/health").status_code]
        owner.delete(TOKENS + "/t1")
        statuses.append(new.get("/api/instana/health").status_code)
    assert statuses == [401, 200, 401]


def test_an_empty_unit_answers_404_to_list(owner):
    response = owner.get(TOKENS)
    assert (response.status_code, response.json()) == (404, {"message": "No API Tokens found"})


def test_a_missing_token_is_404(owner):
    for method in ("GET", "DELETE"):
        response = owner.request(method, TOKENS + "/gone")
        assert (response.status_code, response.json()["message"]) == (404, "No ApiToken found with internalId gone")


def test_post_and_put_answer_in_clear_and_get_masks(owner):
    for response in (owner.post(TOKENS, json=body()), owner.put(TOKENS + "/t1", json=body())):
        assert response.status_code == 200
        assert response.json()["accessGrantingToken"] == "secret-of-t1"
        assert "*" not in response.json()["id"]
    for shown in (owner.get(TOKENS + "/t1").json(), owner.get(TOKENS).json()[0]):
        assert (shown["accessGrantingToken"], shown["id"]) == ("**********", "**********")


def test_what_the_server_owns_is_its_own(owner, clock):
    mine = {"id": "mine", "createdBy": "me", "createdOn": 1, "lastUsedOn": 1}
    created = owner.post(TOKENS, json=body(**mine)).json()
    assert (created["createdBy"], created["createdOn"], created["lastUsedOn"]) == (
        "owner@example.com",
        clock.now * 1000,
        None,
    )
    assert created["id"] != "mine"
    clock.now += 60
    assert owner.put(TOKENS + "/t1", json=body(name="two", **mine)).json() == created | {"name": "two"}


def test_a_token_remembers_when_it_was_last_used(sandbox, owner, clock):
    owner.post(TOKENS, json=body())
    clock.now += 5
    with as_holder(sandbox, "secret-of-t1") as client:
        client.get("/api/instana/health")
    assert owner.get(TOKENS + "/t1").json()["lastUsedOn"] == clock.now * 1000


def test_every_known_flag_is_on_or_off_and_unknown_fields_are_kept(owner):
    odd = {"canViewLogs": True, "canViewAuditLog": None, "canTeleport": True, "deep": {"er": [None]}}
    created = owner.post(TOKENS, json=body(**odd)).json()
    assert {flag for flag in (*Permission, *LimitedScope) if created[flag]} == {"canViewLogs"}
    assert (created["canTeleport"], created["deep"]) == (True, {"er": [None]})


def test_put_replaces_the_whole_token(owner):
    owner.post(TOKENS, json=body(canViewLogs=True, canTeleport=True))
    replaced = owner.put(TOKENS + "/t1", json=body(canViewAuditLog=True)).json()
    assert (replaced["canViewLogs"], replaced["canViewAuditLog"], "canTeleport" in replaced) == (False, True, False)


def test_put_with_the_mask_keeps_the_secret(sandbox, owner):
    owner.post(TOKENS, json=body())
    assert (
        owner.put(TOKENS + "/t1", json=body(accessGrantingToken="**********")).json()["accessGrantingToken"]
        == "secret-of-t1"
    )


def test_put_creates_a_token_that_is_not_there_under_the_id_of_the_path(owner):
    assert owner.put(TOKENS + "/t9", json=body("other")).json()["internalId"] == "t9"
    assert owner.get(TOKENS + "/t9").status_code == 200


def test_post_of_an_id_that_exists_is_a_conflict(owner):
    owner.post(TOKENS, json=body())
    assert owner.post(TOKENS, json=body(name="two")).status_code == 409
    assert owner.get(TOKENS + "/t1").json()["name"] == "one"


@pytest.mark.parametrize("flag", sorted(IMPLIED))
def test_some_flags_turn_on_others(owner, flag):
    created = owner.post(TOKENS, json=body(**{flag: True})).json()
    assert {name for name in Permission if created[name]} == {flag, *IMPLIED[flag]}


@pytest.mark.parametrize("flag", sorted(ALWAYS_FALSE))
def test_some_flags_are_never_on(owner, flag):
    assert owner.post(TOKENS, json=body(**{flag: True})).json()[flag] is False


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ([], "body: must be a JSON object"),
        ({}, "accessGrantingToken: must be a text; internalId: must be a text; name: must be a text"),
        (body(accessGrantingToken=""), "accessGrantingToken: must not be empty"),
        (body(""), "internalId: must not be empty"),
        (body(name=7), "name: must be a text"),
        (
            body(canViewLogs="yes", limitedLogsScope=1),
            "canViewLogs: must be true or false; limitedLogsScope: must be true or false",
        ),
        (body(expiresOn="tomorrow"), "expiresOn: must be a whole number of milliseconds or null"),
        (body(expiresOn=True), "expiresOn: must be a whole number of milliseconds or null"),
        (body(expiresOn=2**63), "expiresOn: must be a number of 64 bits"),
        (body(expiresOn=-(2**63) - 1), "expiresOn: must be a number of 64 bits"),
    ],
)
def test_a_bad_body_is_refused_with_the_names_of_its_fields(owner, sent, message):
    for response in (owner.post(TOKENS, json=sent), owner.put(TOKENS + "/t1", json=sent)):
        assert (response.status_code, response.json()) == (400, {"message": message})
    assert owner.get(TOKENS).status_code == 404


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_is_refused(owner, content):
    assert owner.post(TOKENS, content=content).json() == {"message": "body: must be a JSON object"}


def test_every_write_and_read_of_tokens_is_audited_with_its_actor(sandbox, owner):
    owner.post(TOKENS, json=body(canConfigureApiTokens=True))
    with as_holder(sandbox, "secret-of-t1") as client:
        client.get(TOKENS)
        client.get(TOKENS + "/t1")
        client.put(TOKENS + "/t1", json=body(canConfigureApiTokens=True))
        client.delete(TOKENS + "/t1")
    page = owner.get("/api/settings/auditlog").json()
    assert page["total"] == 5
    assert [(entry["action"].split()[0], entry["actor"]["type"]) for entry in page["entries"]] == [
        ("DELETE", "API_TOKEN"),
        ("PUT", "API_TOKEN"),
        ("GET", "API_TOKEN"),
        ("GET", "API_TOKEN"),
        ("POST", "USER"),
    ]
    assert page["entries"][0]["meta"] == {"origin_ip": "127.0.0.1"}
    assert len({entry["id"] for entry in page["entries"]}) == 5
    assert "secret-of-t1" not in f"{page}"


def test_logs_are_paged_newest_first_and_searched(owner):
    for number in range(5):
        owner.post(TOKENS, json=body(f"t{number}", name=f"Name {number}"))

    def names(query):
        answer = owner.get(f"/api/settings/auditlog?{query}").json()
        return answer["total"], [entry["message"].split()[3] for entry in answer["entries"]]

    assert names("pageSize=2") == (5, ["4", "3"])
    assert names("offset=3&pageSize=9") == (5, ["1", "0"])
    assert names("offset=9") == (5, [])
    assert names("query=name%203") == (1, ["3"])
    assert names("query=nothing") == (0, [])


@pytest.mark.parametrize(
    "query", ["offset=-1", "offset=x", "offset=", "offset=%C2%B2", "pageSize=0", f"pageSize={2**31}"]
)
def test_a_bad_page_is_refused_with_the_name_of_the_parameter(owner, query):
    response = owner.get(f"/api/settings/accesslog?{query}")
    assert response.status_code == 400
    assert response.json()["message"].startswith(f"{query.split('=')[0]}: must be a whole number, at least ")


def test_the_rate_limit_is_told_in_headers_and_renewed_after_an_hour(owner, clock):
    first = owner.get("/api/instana/health")
    assert {
        name: first.headers[name] for name in ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    } == {
        "x-ratelimit-limit": "50",
        "x-ratelimit-remaining": "49",
        "x-ratelimit-reset": str(int(clock.now) + 3600),
    }
    assert first.headers["x-ratelimit-zone"] == "sandbox"
    statuses = [owner.get("/api/instana/health").status_code for _ in range(50)]
    assert statuses == [200] * 49 + [429]
    clock.now += 3600
    assert owner.get("/api/instana/health").status_code == 200


def test_it_says_that_it_is_a_stand_in_and_what_time_it_is(owner):
    for path in ("/api/instana/health", "/nowhere"):
        response = owner.get(path)
        assert response.headers["server"] == "instanakit-sandbox (a stand-in, not IBM Instana)"
        assert response.headers["date"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_an_address_that_is_not_the_apis_is_a_page(owner):
    response = owner.get("/nowhere")
    assert (response.status_code, response.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_an_empty_id_is_no_address(owner):
    for method in ("GET", "PUT", "DELETE"):
        assert owner.request(method, TOKENS + "/", json=body("")).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("path", "allowed"), [(TOKENS, {"GET", "HEAD", "POST"}), (TOKENS + "/t1", {"GET", "HEAD", "PUT", "DELETE"})]
)
def test_a_method_that_an_address_does_not_take_is_405_which_names_those_that_it_takes(owner, path, allowed):
    response = owner.request("PATCH", path)
    assert (response.status_code, response.headers["server"][:18]) == (405, "instanakit-sandbox")
    assert set(response.headers["allow"].split(", ")) == allowed


def test_a_secret_that_two_tokens_have_stays_with_the_one_that_is_left(sandbox, owner):
    owner.post(TOKENS, json=body())
    owner.post(TOKENS, json=body("t2", accessGrantingToken="secret-of-t1"))
    owner.delete(TOKENS + "/t1")
    with as_holder(sandbox, "secret-of-t1") as client:
        assert client.get("/api/instana/health").status_code == 200


def test_a_secret_that_two_tokens_had_stays_with_the_one_that_is_left(sandbox, owner):
    owner.post(TOKENS, json=body())
    owner.post(TOKENS, json=body("t2", accessGrantingToken="secret-of-t1"))
    owner.delete(TOKENS + "/t2")
    with as_holder(sandbox, "secret-of-t1") as client:
        assert client.get("/api/instana/health").status_code == 200
    owner.delete(TOKENS + "/t1")
    with as_holder(sandbox, "secret-of-t1") as client:
        assert client.get("/api/instana/health").status_code == 401


def test_an_expiry_of_zero_is_none_as_null_is(sandbox, owner):
    owner.post(TOKENS, json=body(expiresOn=0))
    with as_holder(sandbox, "secret-of-t1") as client:
        assert client.get("/api/instana/health").status_code == 200


def test_a_token_may_have_an_empty_name_and_never_the_mask_as_its_secret(sandbox, owner):
    stored = owner.put(TOKENS + "/t1", json=body(name="", accessGrantingToken="**********")).json()
    assert (stored["name"], "*" in stored["accessGrantingToken"]) == ("", False)
    with as_holder(sandbox, "**********") as client:
        assert client.get("/api/instana/health").status_code == 401


def test_the_logs_keep_the_newest_hundred_thousand_entries(sandbox, owner):
    for number in range(100_003):
        sandbox.state.logged_in("jo@example.com", f"{number}", 0)
    page = owner.get("/api/settings/accesslog?pageSize=1").json()
    assert (page["total"], page["entries"][0]["fullName"]) == (100_000, "100002")


@pytest.mark.parametrize("content", [b'{"a": NaN}', b'{"a": 1e999}'])
def test_numbers_that_json_cannot_write_are_refused(owner, content):
    assert owner.post(TOKENS, content=content).status_code == 400
