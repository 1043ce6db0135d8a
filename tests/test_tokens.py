"""The token methods: against the sandbox over real HTTP, or over scripted answers where the request matters."""

import json
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from helpers.colours import answer, token
from instanakit import (
    AuthenticationError,
    ConfigurationError,
    Correction,
    NotFoundError,
    Permission,
    PermissionDeniedError,
    Secret,
    UnexpectedResponseError,
)


def test_a_token_lives_from_create_to_delete(colour, unit):
    created = colour.run(
        unit.tokens.create("pipeline", permissions=["canViewLogs"], limited_scopes=["limitedLogsScope"])
    )
    assert created.permissions == {"canViewLogs"}
    assert created.limited_scopes == {"limitedLogsScope"}
    assert colour.run(unit.tokens.list()) == [created]
    updated = colour.run(unit.tokens.update(created.internal_id, name="renamed", grant=["canViewAuditLog"]))
    assert (updated.name, updated.permissions) == ("renamed", {"canViewLogs", "canViewAuditLog"})
    assert colour.run(unit.tokens.get(created.internal_id)) == updated
    colour.run(unit.tokens.delete(created.internal_id))
    assert colour.run(unit.tokens.list()) == []


def test_the_secret_that_create_returns_authenticates(colour, unit, instana_sandbox):
    created = colour.run(unit.tokens.create("pipeline"))
    client = colour.client(base_url=instana_sandbox.base_url, api_token=created.secret)
    assert colour.run(client.version()).image_tag == "1.328.0-sandbox"
    with pytest.raises(PermissionDeniedError, match="Grant the token canConfigureApiTokens"):
        colour.run(client.tokens.list())


def test_what_get_and_list_return_has_no_secret(colour, unit):
    created = colour.run(unit.tokens.create("pipeline"))
    assert colour.run(unit.tokens.get(created.internal_id)).secret is None
    assert colour.run(unit.tokens.get(created.internal_id)).id is None
    assert colour.run(unit.tokens.list())[0].secret is None


def test_ids_have_128_and_secrets_256_random_bits_and_differ_each_time(colour):
    client = colour.client(*[lambda request: answer(200, json.loads(request.content))] * 2)
    one, two = (colour.run(client.tokens.create("pipeline")) for _ in range(2))
    assert len(bytes.fromhex(one.internal_id)) == 16
    assert len(one.secret.reveal()) == 43
    assert one.internal_id != two.internal_id
    assert one.secret != two.secret


def test_create_returns_the_servers_own_secret_if_it_made_another(colour):
    client = colour.client(
        lambda request: answer(200, json.loads(request.content) | {"accessGrantingToken": "made-by-the-server"})
    )
    assert colour.run(client.tokens.create("pipeline")).secret.reveal() == "made-by-the-server"


def test_create_sends_the_named_flags_and_nothing_else(colour):
    client = colour.client(lambda request: answer(200, json.loads(request.content)))
    expires_at = datetime(2030, 1, 31, 12, tzinfo=timezone(timedelta(hours=2)))
    colour.run(client.tokens.create("p", permissions=[Permission.CAN_VIEW_LOGS], expires_at=expires_at))
    sent = colour.script.body()
    assert sent.keys() == {"internalId", "name", "accessGrantingToken", "expiresOn", "canViewLogs"}
    assert (sent["name"], sent["canViewLogs"]) == ("p", True)
    assert sent["expiresOn"] == 1896084000000


def test_create_names_what_the_server_stored_differently(colour, unit):
    wanted = ["canConfigureSyntheticLocations", "canConfigurePersonalApiTokens"]
    created = colour.run(unit.tokens.create("p", permissions=wanted))
    assert set(created.corrections) == {
        Correction("canViewSyntheticLocations", sent=None, stored=True),
        Correction("canConfigurePersonalApiTokens", sent=True, stored=False),
    }


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("", {}, "name must be a text that is not blank; it is ''"),
        (" \n", {}, "name must be a text that is not blank; it is ' \\n'"),
        (None, {}, "name must be a text that is not blank; it is None"),
        (
            "n",
            {"permissions": ["canViewLog"]},
            "permissions: this build knows no permission 'canViewLog'. Did you mean canViewLogs?",
        ),
        ("n", {"permissions": ["limitedLogsScope"]}, "permissions: 'limitedLogsScope' is not the name of a permission"),
        ("n", {"limited_scopes": ["limitedLogScope"]}, "limited_scopes: this build knows no limited scope"),
        ("n", {"permissions": "canViewLogs"}, "permissions is a list of names, not one text"),
        ("n", {"permissions": ["name"], "allow_unknown": True}, "permissions: 'name' is not the name of a permission"),
        ("n", {"expires_at": datetime(2030, 1, 1)}, "expires_at must be a datetime with a time zone"),  # noqa: DTZ001
        ("n", {"expires_at": 1}, "expires_at must be a datetime with a time zone"),
        ("n", {"deadline": 0}, "deadline must be a positive number of seconds or None; it is 0"),
        ("n", {"retry": 3}, "retry must be a RetryPolicy or None; it is 3"),
    ],
)
def test_a_wrong_argument_to_create_is_refused_before_anything_is_sent(colour, name, options, said):
    client = colour.client(answer(500))
    with pytest.raises(ConfigurationError) as caught:
        colour.run(client.tokens.create(name, **options))
    assert str(caught.value).startswith(said)
    assert colour.script.requests == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"grant": ["canViewLogs"], "revoke": ["canViewLogs"]},
            "canViewLogs cannot be both in grant and in revoke. Decide",
        ),
        (
            {"limit_scopes": ["limitedLogsScope"], "unlimit_scopes": ["limitedLogsScope"]},
            "limitedLogsScope cannot be both in limit_scopes and in unlimit_scopes. Decide for one of them.",
        ),
        ({"name": ""}, "name must be a text that is not blank; it is ''"),
        ({"grant": ["canViewNothing"]}, "grant: this build knows no permission 'canViewNothing'"),
        ({"expires_at": "tomorrow"}, "expires_at must be a datetime with a time zone"),
        ({"secret": "two words"}, "secret has a space or a character that is not printable ASCII"),
        ({"secret": ""}, "secret is empty"),
        (
            {"secret": "**********"},
            "secret is the mask that GET shows, not a secret. Leave it out to send the mask back.",
        ),
        ({"secret": 7}, "secret must be a text or a Secret, not int"),
    ],
)
def test_a_wrong_argument_to_update_is_refused_before_anything_is_sent(colour, options, said):
    client = colour.client(answer(500))
    with pytest.raises(ConfigurationError) as caught:
        colour.run(client.tokens.update("t1", **options))
    assert str(caught.value).startswith(said)
    assert colour.script.requests == []


@pytest.mark.parametrize("internal_id", ["", ".", "..", None, 7])
@pytest.mark.parametrize("method", ["get", "update", "delete"])
def test_an_id_that_would_address_another_path_is_refused(colour, method, internal_id):
    client = colour.client(answer(500))
    with pytest.raises(ConfigurationError, match="internal_id must be a text, not empty"):
        colour.run(getattr(client.tokens, method)(internal_id))
    assert colour.script.requests == []


def test_an_id_that_no_path_can_hold_is_refused(colour):
    client = colour.client(answer(500))
    with pytest.raises(ConfigurationError, match=r"internal_id has a character that no path can hold: '\\ud800'"):
        colour.run(client.tokens.get("\ud800"))


@pytest.mark.parametrize("internal_id", ["a/b", "a b", "ä?#%", "../x", "a\\b", "." * 3])
def test_any_other_id_is_quoted_into_its_one_segment(colour, unit, instana_sandbox, internal_id):
    instana_sandbox.state.put(internal_id, token(internal_id, accessGrantingToken="s"), "me")
    assert colour.run(unit.tokens.get(internal_id)).internal_id == internal_id
    colour.run(unit.tokens.delete(internal_id))
    assert instana_sandbox.state.tokens == {}


def test_update_changes_the_named_fields_and_sends_back_the_rest_as_it_came(colour):
    read = token(
        canViewLogs=True, canTeleport=True, weird={"Key": [1, None, 1.5]}, expiresOn=None, limitedLogsScope=True
    )
    client = colour.client(answer(200, read), lambda request: answer(200, json.loads(request.content)))
    colour.run(client.tokens.update("t1", name="two", grant=["canViewAuditLog"], revoke=["canViewLogs"]))
    assert colour.script.body() == read | {"name": "two", "canViewAuditLog": True, "canViewLogs": False}
    assert list(colour.script.body())[: len(read)] == list(read)


def test_update_limits_and_unlimits_scopes(colour, unit):
    created = colour.run(unit.tokens.create("p", limited_scopes=["limitedLogsScope"]))
    change = {"limit_scopes": ["limitedSAPScope"], "unlimit_scopes": ["limitedLogsScope"]}
    assert colour.run(unit.tokens.update(created.internal_id, **change)).limited_scopes == {"limitedSAPScope"}


def test_update_sets_and_removes_the_expiry(colour, unit):
    created = colour.run(unit.tokens.create("p"))
    later = datetime(2090, 1, 1, tzinfo=UTC)
    assert colour.run(unit.tokens.update(created.internal_id, expires_at=later)).expires_at == later
    assert colour.run(unit.tokens.update(created.internal_id, name="q")).expires_at == later
    assert colour.run(unit.tokens.update(created.internal_id, expires_at=None)).expires_at is None


def test_update_that_changes_nothing_sends_nothing(colour):
    client = colour.client(answer(200, token(canViewLogs=True)))
    same = {"name": "one", "grant": ["canViewLogs"], "revoke": ["canViewAuditLog"], "expires_at": None}
    assert colour.run(client.tokens.update("t1", **same)).name == "one"
    assert colour.script.sent == ["GET /api/settings/api-tokens/t1"]


def test_update_turns_off_a_flag_that_is_null(colour):
    client = colour.client(
        answer(200, token(canViewLogs=None)), lambda request: answer(200, json.loads(request.content))
    )
    colour.run(client.tokens.update("t1", revoke=["canViewLogs"]))
    assert colour.script.body()["canViewLogs"] is False


def test_update_with_a_secret_sends_and_returns_it(colour, unit, instana_sandbox):
    created = colour.run(unit.tokens.create("p"))
    updated = colour.run(unit.tokens.update(created.internal_id, secret=" another-secret "))
    assert updated.secret == Secret("another-secret")
    client = colour.client(base_url=instana_sandbox.base_url, api_token="another-secret")
    assert colour.run(client.health()).status == "GREEN"


def test_update_without_a_secret_leaves_the_stored_one_and_returns_none(colour, unit, instana_sandbox):
    created = colour.run(unit.tokens.create("p"))
    assert colour.run(unit.tokens.update(created.internal_id, name="q")).secret is None
    client = colour.client(base_url=instana_sandbox.base_url, api_token=created.secret)
    assert colour.run(client.health()).status == "GREEN"


def test_update_refuses_to_send_a_mask_back_if_told_so(colour):
    client = colour.client(answer(200, token()), masked_secret="refuse")
    with pytest.raises(ConfigurationError) as caught:
        colour.run(client.tokens.update("t1", name="two"))
    assert str(caught.value) == (
        "The token t1 was not changed: PUT would send its masked secret back. "
        "Give the token's secret as secret=, or allow it with masked_secret='send'."
    )
    assert colour.script.sent == ["GET /api/settings/api-tokens/t1"]


def test_a_permission_that_this_build_does_not_know_survives_an_update(colour, unit):
    unknown = {"permissions": ["canTeleport"], "limited_scopes": ["limitedMoonScope"]}
    created = colour.run(unit.tokens.create("p", **unknown, allow_unknown=True))
    updated = colour.run(unit.tokens.update(created.internal_id, grant=["canViewLogs"]))
    assert (updated.permissions, updated.limited_scopes) == ({"canTeleport", "canViewLogs"}, {"limitedMoonScope"})


@pytest.mark.parametrize("method", ["get", "update", "delete"])
def test_a_missing_token_is_not_found(colour, unit, method):
    options = {"name": "n"} if method == "update" else {}
    with pytest.raises(NotFoundError) as caught:
        colour.run(getattr(unit.tokens, method)("gone", **options))
    verb = "DELETE" if method == "delete" else "GET"
    assert str(caught.value) == (
        f"{verb} /api/settings/api-tokens/gone was answered with 404 Not Found: "
        "No ApiToken found with internalId gone. Check the internal id; tokens.list() shows those that exist."
    )


def test_delete_of_a_missing_token_is_fine_if_told_so(colour, unit):
    assert colour.run(unit.tokens.delete("gone", missing_ok=True)) is None


def test_an_empty_list_is_known_by_the_apis_own_words(colour):
    client = colour.client(answer(404, {"message": "No API Tokens found"}))
    assert colour.run(client.tokens.list()) == []
    assert colour.script.sent == ["GET /api/settings/api-tokens"]


def test_a_404_without_words_is_an_empty_list_if_the_api_is_there(colour):
    client = colour.client(answer(404), answer(200, {"imageTag": "1"}))
    assert colour.run(client.tokens.list()) == []


@pytest.mark.parametrize("version", [(404,), (200, [])])
def test_a_404_without_words_is_a_wrong_address_if_the_api_is_not_there(colour, version):
    client = colour.client(answer(404), answer(*version))
    with pytest.raises(UnexpectedResponseError, match="404 Not Found, but not by the API"):
        colour.run(client.tokens.list())


def test_an_unknown_credential_is_refused(colour, unit, instana_sandbox):
    client = colour.client(base_url=instana_sandbox.base_url, api_token="nobody-knows-me")
    with pytest.raises(AuthenticationError) as caught:
        colour.run(client.tokens.list())
    assert str(caught.value) == (
        "GET /api/settings/api-tokens was answered with 401 Unauthorized: Invalid API token. Check the API token: "
        "it may be deleted, expired or of another tenant unit; or the server wants the other auth_scheme."
    )


@pytest.mark.parametrize("method", ["get", "update", "delete"])
def test_a_404_that_is_not_the_apis_own_is_no_missing_token(colour, method):
    foreign = [answer(404, {"message": "no Route matched with those values"}) for _ in range(2)]
    options = {"update": {"name": "n"}, "delete": {"missing_ok": True}}.get(method, {})
    client = colour.client(*foreign)
    with pytest.raises(UnexpectedResponseError, match="404 Not Found, but not by the API"):
        colour.run(getattr(client.tokens, method)("t1", **options))
    assert colour.script.sent[-1] == "GET /api/instana/version"


def test_a_404_without_words_is_a_missing_token_if_the_api_is_there(colour):
    client = colour.client(answer(404), answer(200, {"imageTag": "1"}))
    with pytest.raises(NotFoundError):
        colour.run(client.tokens.get("t1"))
    client = colour.client(answer(404), httpx.ConnectError("no"), retry=None)
    with pytest.raises(UnexpectedResponseError):
        colour.run(client.tokens.get("t1"))
