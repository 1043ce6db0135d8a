"""The generated package is a complete client of its own, and what the templates mend stays mended."""

import asyncio
import copy
import pickle

from instana_openapi import AuthenticatedClient, errors
from instana_openapi.api.api_tokens import delete_api_token, get_api_tokens, post_api_token, put_api_token
from instana_openapi.api.health import get_health_state
from instana_openapi.api.logs import get_audit_logs
from instana_openapi.models import Actor, ApiToken, HealthState
from instana_openapi.types import UNSET, LimitedScope, Permission, Response


def test_it_does_the_main_job_by_itself(instana_sandbox):
    client = AuthenticatedClient(instana_sandbox.base_url, token=instana_sandbox.api_token, prefix="apiToken")
    with client:
        body = ApiToken(access_granting_token="s-1", internal_id="t1", name="one", can_view_logs=True)
        body["canTeleport"] = True
        assert post_api_token.sync(client=client, body=body).access_granting_token == "s-1"
        (listed,) = get_api_tokens.sync(client=client)
        assert (listed.access_granting_token, listed.can_view_logs, listed["canTeleport"]) == ("**********", True, True)
        listed.name = "two"
        assert put_api_token.sync("t1", client=client, body=listed).name == "two"
        entries = get_audit_logs.sync(client=client, page_size=10).entries
        assert {entry.actor.type_ for entry in entries} == {"USER"}
        assert delete_api_token.sync_detailed("t1", client=client).status_code == 204


def test_it_works_with_asyncio(instana_sandbox):
    async def main():
        client = AuthenticatedClient(instana_sandbox.base_url, token=instana_sandbox.api_token, prefix="apiToken")
        async with client:
            return await get_health_state.asyncio(client=client)

    assert asyncio.run(main()).health == "GREEN"


def test_no_repr_shows_a_secret():
    token = ApiToken(access_granting_token="never-seen", internal_id="t", name="n", id="never-seen")
    assert "never-seen" not in repr(token)
    client = AuthenticatedClient("https://unit-tenant.instana.io", token="never-seen")
    client.get_httpx_client().close()
    assert "never-seen" not in repr(client)
    assert "never-seen" not in str(errors.UnexpectedStatus(500, b"never-seen"))
    assert "never-seen" not in repr(Response(200, b"never-seen", {"x-echo": "never-seen"}, token))


def test_unset_survives_copies_and_pickles():
    token = ApiToken(access_granting_token="s", internal_id="t", name="n")
    for again in (pickle.loads(pickle.dumps(token)), copy.deepcopy(token)):  # noqa: S301
        assert again.expires_on is UNSET
        assert again.to_dict() == token.to_dict()


def test_the_names_of_flags_are_values():
    assert [str(Permission.CAN_CONFIGURE_IP_FILTERING), str(LimitedScope.LIMITED_SAP_SCOPE)] == [
        "canConfigureIPFiltering",
        "limitedSAPScope",
    ]


def test_an_unknown_value_of_a_growing_set_is_kept():
    assert Actor.from_dict({"type": "ROBOT"}).type_ == "ROBOT"
    assert HealthState.from_dict({"health": "PURPLE"}).to_dict() == {"health": "PURPLE"}
