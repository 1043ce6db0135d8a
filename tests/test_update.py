"""Update settles a lost answer by reading back, tells what the server made of it, and says whether access grew."""

import json
import logging

import httpx
import pytest

from helpers.colours import CREDENTIAL, answer, token
from instanakit import (
    APIConnectionError,
    ConfigurationError,
    ConflictError,
    Correction,
    InternalServerError,
    NotFoundError,
    OutcomeUnknownError,
    RetryPolicy,
    UnexpectedResponseError,
)

ONE = "/api/settings/api-tokens/t1"
GET, PUT, VERSION = f"GET {ONE}", f"PUT {ONE}", "GET /api/instana/version"
MASKED = Correction("accessGrantingToken", "**********", "**********")
BEFORE = token(name="one", canViewLogs=True, createdOn=5, odd={"Key": None})


def lost():
    return httpx.ReadError("lost")


def echo(**fields):
    return lambda request: answer(200, json.loads(request.content) | fields)


def tried(status):
    """An answer to a secret that is tried; the client's own API token must not be in its place."""

    def handler(request):
        own = request.headers["authorization"] == f"apiToken {CREDENTIAL}"
        return answer(500, {"message": "the client's own token"}) if own else answer(status, {})

    return handler


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


@pytest.mark.parametrize(
    "uncertain",
    [
        lost,
        lambda: httpx.ReadTimeout("late"),
        *[lambda status=status: answer(status) for status in (408, 500, 502, 503, 504)],
        lambda: httpx.Response(200, text="<html>"),
    ],
)
def test_an_update_that_was_done_although_the_answer_does_not_tell_is_done(colour, uncertain):
    client = colour.client(answer(200, BEFORE), uncertain(), answer(200, BEFORE | {"name": "two"}))
    assert colour.run(client.tokens.update("t1", name="two")).name == "two"
    assert colour.script.sent == [GET, PUT, GET]


def test_an_update_that_was_not_done_is_sent_again(colour):
    client = colour.client(answer(200, BEFORE), lost(), answer(200, BEFORE), echo())
    assert colour.run(client.tokens.update("t1", name="two")).name == "two"
    assert colour.script.sent == [GET, PUT, GET, PUT]
    assert colour.script.body(1) == colour.script.body(3) == BEFORE | {"name": "two"}
    assert colour.clock.slept == [0.25]


def test_an_update_is_sent_again_as_often_as_the_policy_says(colour):
    client = colour.client(
        answer(200, BEFORE), *[answer(503), answer(200, BEFORE)] * 2, retry=RetryPolicy(max_retries=1)
    )
    with pytest.raises(InternalServerError) as caught:
        colour.run(client.tokens.update("t1", name="two"))
    assert str(caught.value) == (
        f"{PUT} was answered with 503 Service Unavailable (attempt 2). The fault is the server's; try again later. "
        "When asked afterwards, the token t1 was as before, as far as can be seen: look again "
        "before you try again."
    )


def test_an_update_whose_token_is_neither_as_before_nor_as_sent_is_a_conflict(colour):
    client = colour.client(answer(200, BEFORE), lost(), answer(200, BEFORE | {"canViewAuditLog": True}))
    with pytest.raises(ConflictError) as caught:
        colour.run(client.tokens.update("t1", name="two"))
    assert str(caught.value) == (
        "The token t1 is neither as it was nor as it was sent, and the answer to PUT was lost: name, canViewAuditLog. "
        "Somebody else changed it, or the server corrected it: read the token again and decide anew."
    )
    assert caught.value.attempts == 1
    assert caught.value.request == ("PUT", ONE)


def test_what_the_server_normalises_is_as_it_was_sent(colour):
    stored = BEFORE | {"canConfigureSyntheticLocations": True, "canViewSyntheticLocations": True}
    client = colour.client(answer(200, BEFORE), lost(), answer(200, stored))
    updated = colour.run(client.tokens.update("t1", grant=["canConfigureSyntheticLocations"]))
    assert updated.permissions == {"canViewLogs", "canConfigureSyntheticLocations", "canViewSyntheticLocations"}


def test_a_change_that_cannot_be_seen_is_sent_again_unless_its_secret_authenticates(colour):
    client = colour.client(answer(200, BEFORE), lost(), answer(200, BEFORE), tried(401), echo())
    updated = colour.run(client.tokens.update("t1", secret="new-secret"))
    assert colour.script.sent == [GET, PUT, GET, VERSION, PUT]
    assert updated.secret.reveal() == "new-secret"
    client = colour.client(answer(200, BEFORE), lost(), answer(200, BEFORE), *[tried(200)] * 2)
    assert colour.run(client.tokens.update("t1", secret="new-secret")).secret.reveal() == "new-secret"
    assert colour.script.sent == [GET, PUT, GET, VERSION, VERSION]


def test_a_token_that_is_gone_when_it_is_read_back_is_not_found(colour):
    client = colour.client(answer(200, BEFORE), lost(), answer(404), answer(200, {}))
    with pytest.raises(NotFoundError):
        colour.run(client.tokens.update("t1", name="two"))


def test_an_update_that_cannot_be_read_back_is_an_outcome_unknown(colour):
    client = colour.client(answer(200, BEFORE), lost(), answer(403))
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.update("t1", name="two"))
    assert caught.value.internal_id == "t1"
    assert caught.value.message == (
        f"{PUT} was sent, but its answer was lost: the connection broke (lost); whether it was done is unknown: "
        f"{GET} was answered with 403 Forbidden"
    )


def test_an_update_that_was_never_sent_is_a_connection_error(colour):
    client = colour.client(answer(200, BEFORE), httpx.ConnectError("no"), retry=None)
    with pytest.raises(APIConnectionError, match="nothing was changed"):
        colour.run(client.tokens.update("t1", name="two"))


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_token_that_was_deleted_meanwhile_and_created_again_is_a_conflict(colour, is_lost):
    answers = [lost(), answer(200, BEFORE | {"createdOn": 9})] if is_lost else [echo(createdOn=9)]
    client = colour.client(answer(200, BEFORE), *answers)
    with pytest.raises(ConflictError) as caught:
        colour.run(client.tokens.update("t1", name="two"))
    how = "re-created" if is_lost else "re-created by this update"
    assert str(caught.value) == (
        f"The token t1 was deleted meanwhile and {how}: createdOn is not the one that was read. Nothing was "
        "deleted. Nobody may hold the new one's secret: read it, and decide whether it should stay."
    )
    assert (caught.value.request, caught.value.attempts) == (("PUT", ONE), 1)
    assert not any(line.startswith("DELETE") for line in colour.script.sent)


def test_a_conflict_that_a_second_attempt_finds_counts_both(colour):
    again = answer(200, BEFORE | {"createdOn": 9})
    client = colour.client(answer(200, BEFORE), lost(), answer(200, BEFORE), lost(), again)
    with pytest.raises(ConflictError, match="was deleted meanwhile and re-created:") as caught:
        colour.run(client.tokens.update("t1", name="two"))
    assert caught.value.attempts == 2


def test_a_409_to_the_first_attempt_is_not_doubted(colour):
    client = colour.client(answer(200, BEFORE), answer(409))
    with pytest.raises(ConflictError):
        colour.run(client.tokens.update("t1", name="two"))
    assert colour.script.sent == [GET, PUT]


def test_a_409_to_a_second_attempt_may_be_about_what_the_first_did_and_is_settled(colour):
    stored = answer(200, BEFORE | {"name": "two"})
    client = colour.client(answer(200, BEFORE), lost(), answer(200, BEFORE), answer(409), stored)
    assert colour.run(client.tokens.update("t1", name="two")).name == "two"
    assert colour.script.sent == [GET, PUT, GET, PUT, GET]


@pytest.mark.parametrize(
    ("option", "noun"),
    [
        ("grant", "permission"),
        ("revoke", "permission"),
        ("limit_scopes", "limited scope"),
        ("unlimit_scopes", "limited scope"),
    ],
)
def test_a_flag_that_this_build_does_not_know_is_refused_by_the_options_name_unless_it_is_allowed(colour, option, noun):
    name = "canTeleport" if noun == "permission" else "limitedMoonScope"
    before = BEFORE | {name: option in {"revoke", "unlimit_scopes"}}
    client = colour.client(answer(200, before), echo(accessGrantingToken="clear-secret"))
    with pytest.raises(ConfigurationError) as caught:
        colour.run(client.tokens.update("t1", **{option: [name]}))
    assert caught.value.message == f"{option}: this build knows no {noun} {name!r}"
    colour.run(client.tokens.update("t1", **{option: [name]}, allow_unknown=True))
    assert colour.script.body()[name] is not before[name]


def test_what_contradicts_itself_is_named_altogether(colour):
    both = ["canViewLogs", "canViewAuditLog"]
    with pytest.raises(ConfigurationError) as caught:
        colour.run(colour.client(answer(500)).tokens.update("t1", grant=both, revoke=both))
    assert caught.value.message == "canViewAuditLog, canViewLogs cannot be both in grant and in revoke"


def test_a_server_that_does_not_date_tokens_is_believed(colour):
    client = colour.client(answer(200, token()), echo(createdOn=9))
    assert colour.run(client.tokens.update("t1", name="two")).name == "two"


class TestTheSecret:
    """GET masks it, PUT needs it."""

    def test_a_mask_that_comes_back_as_a_mask_is_undecided(self, colour, caplog):
        client = colour.client(answer(200, BEFORE), echo())
        updated = colour.run(client.tokens.update("t1", name="two"))
        assert (updated.secret, updated.corrections) == (None, (MASKED,))
        assert warnings(caplog) == [
            f"{PUT}: the secret was sent back as the mask that GET shows, and the answer shows a mask: whether the token "
            "kept its secret is undecided; check that what uses it still authenticates, or give secret= the next time"
        ]

    def test_a_mask_that_was_answered_with_the_secret_was_kept(self, colour, caplog):
        client = colour.client(answer(200, BEFORE), echo(accessGrantingToken="as-before"))
        updated = colour.run(client.tokens.update("t1", name="two"))
        assert (updated.secret, updated.corrections, warnings(caplog)) == (None, (), [])

    def test_a_known_secret_is_sent_and_returned(self, colour, caplog):
        client = colour.client(answer(200, BEFORE), echo())
        updated = colour.run(client.tokens.update("t1", secret="known-secret"))
        assert colour.script.body()["accessGrantingToken"] == "known-secret"
        assert (updated.secret.reveal(), updated.corrections, warnings(caplog)) == ("known-secret", (), [])

    def test_another_secret_than_the_one_sent_is_returned_and_warned_of(self, colour, caplog):
        client = colour.client(answer(200, BEFORE), echo(accessGrantingToken="the-servers-own"))
        updated = colour.run(client.tokens.update("t1", secret="known-secret"))
        assert (updated.secret.reveal(), updated.corrections) == ("the-servers-own", (MASKED,))
        assert warnings(caplog) == [f"{PUT}: the server stored another secret than the one that was sent"]

    def test_another_secret_than_the_one_that_get_shows_is_warned_of_and_not_returned(self, colour, caplog):
        shown = BEFORE | {"accessGrantingToken": "shown-in-clear"}
        client = colour.client(answer(200, shown), echo(accessGrantingToken="the-servers-own"))
        updated = colour.run(client.tokens.update("t1", name="two"))
        assert (updated.secret, updated.corrections) == (None, (MASKED,))
        assert warnings(caplog) == [f"{PUT}: the server stored another secret than the one that was sent"]

    def test_a_secret_that_get_shows_goes_back_as_it_is(self, colour):
        shown = BEFORE | {"accessGrantingToken": "shown-in-clear"}
        client = colour.client(answer(200, shown), echo(), masked_secret="refuse")
        updated = colour.run(client.tokens.update("t1", name="two"))
        assert colour.script.body()["accessGrantingToken"] == "shown-in-clear"
        assert (updated.secret, updated.corrections) == (None, ())

    @pytest.mark.parametrize(
        ("statuses", "returned", "corrections", "said"),
        [
            ([200], "known-secret", (), []),
            ([401] * 5, None, (MASKED,), [f"{PUT}: the answer masks the secret, and the one that was sent does not authenticate: keep the former one"]),
            ([403], "known-secret", (MASKED,), [f"{PUT}: the answer masks the secret, and the one that was sent could not be tried ({VERSION} was answered with 403 Forbidden)"]),
        ],
    )  # fmt: skip
    def test_a_known_secret_that_the_answer_masks_is_tried(self, colour, caplog, statuses, returned, corrections, said):
        masked = echo(accessGrantingToken="**********")
        client = colour.client(answer(200, BEFORE), masked, *map(tried, statuses))
        updated = colour.run(client.tokens.update("t1", secret="known-secret"))
        shown = updated.secret.reveal() if updated.secret else None
        assert (shown, updated.corrections, warnings(caplog)) == (returned, corrections, said)


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        ({"grant": ["canViewAuditLog"]}, "widen", "widens access (canViewAuditLog)"),
        ({"unlimit_scopes": ["limitedLogsScope"]}, "widen", "widens access (limitedLogsScope)"),
        ({"grant": ["canViewAuditLog", "canConfigureUsers"]}, "widen", "widens access (canConfigureUsers, canViewAuditLog)"),
        ({"revoke": ["canViewLogs"], "limit_scopes": ["limitedSAPScope"]}, "narrow", "narrows access (canViewLogs, limitedSAPScope)"),
        ({"revoke": ["canViewLogs"]}, "narrow", "narrows access (canViewLogs)"),
        ({"limit_scopes": ["limitedSAPScope"]}, "narrow", "narrows access (limitedSAPScope)"),
        ({"grant": ["canViewAuditLog"], "revoke": ["canViewLogs"]}, "widen", "widens access (canViewAuditLog) and narrows access (canViewLogs)"),
        ({"grant": ["canViewLogs"], "name": "two"}, None, None),
    ],
)  # fmt: skip
def test_an_update_that_widens_access_is_told_apart_from_one_that_narrows_it(colour, caplog, change, kind, said):
    events = []
    read = BEFORE | {"limitedLogsScope": True}
    client = colour.client(answer(200, read), echo(accessGrantingToken="clear-secret"), on_event=events.append)
    with caplog.at_level(logging.INFO, "instanakit"):
        colour.run(client.tokens.update("t1", **change))
    assert [
        record.getMessage() for record in caplog.records if record.levelname == "INFO" and record.name == "instanakit"
    ] == ([f"{PUT}: {said}"] if said else [])
    told = [(event.kind, event.method, event.path, event.attempt) for event in events if event.kind != "attempt"]
    assert told == ([(kind, "PUT", ONE, 1)] if kind else [])


def test_what_the_server_turned_on_counts_as_wider(colour):
    events = []
    client = colour.client(answer(200, BEFORE), echo(canViewAuditLog=True), on_event=events.append)
    colour.run(client.tokens.update("t1", name="two"))
    assert events[-1].kind == "widen"


def test_an_update_that_may_have_widened_access_says_so(colour, caplog):
    events = []
    client = colour.client(answer(200, BEFORE), lost(), answer(403), on_event=events.append)
    with caplog.at_level(logging.INFO, "instanakit"), pytest.raises(OutcomeUnknownError):
        colour.run(client.tokens.update("t1", grant=["canConfigureUsers"]))
    assert (events[-1].kind, events[-1].attempt) == ("widen", 1)
    assert f"{PUT}: perhaps, since nobody knows whether it was done: widens access (canConfigureUsers)" in caplog.text


def test_a_secret_of_a_token_that_may_be_expired_is_not_given_up(colour, caplog):
    read = BEFORE | {"expiresOn": 5}
    masked = echo(accessGrantingToken="**********")
    client = colour.client(answer(200, read), masked, *[answer(401) for _ in range(5)])
    updated = colour.run(client.tokens.update("t1", secret="known-secret"))
    assert (updated.secret.reveal(), updated.corrections) == ("known-secret", (MASKED,))
    assert warnings(caplog)[0].endswith("does not authenticate, which none does once the token is expired: keep both")


def test_a_put_that_is_answered_by_another_server_is_unexpected(colour):
    foreign = [answer(404, {"message": "route not found"}) for _ in range(2)]
    client = colour.client(answer(200, BEFORE), *foreign)
    with pytest.raises(UnexpectedResponseError, match="404 Not Found, but not by the API"):
        colour.run(client.tokens.update("t1", name="two"))


def test_a_token_that_is_answered_in_the_place_of_another_is_not_written_over_it(colour):
    other = token("t2", name="other", canConfigureUsers=True)
    client = colour.client(answer(200, other))
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.run(client.tokens.update("t1", grant=["canViewAuditLog"]))
    assert str(caught.value) == (
        f"{GET} was answered with 200 OK, but with another token than it names. Nothing of it was used. Check what "
        "stands between here and the server: it may answer from a cache."
    )
    assert caught.value.status_code == 200
    assert colour.script.sent == [GET]


def test_a_put_that_is_answered_with_another_token_is_read_back(colour):
    client = colour.client(answer(200, BEFORE), echo(internalId="t2"), answer(200, BEFORE | {"name": "two"}))
    assert colour.run(client.tokens.update("t1", name="two")).internal_id == "t1"
    assert colour.script.sent == [GET, PUT, GET]


def test_a_second_put_that_is_refused_says_what_was_found_after_the_first(colour):
    client = colour.client(
        answer(200, BEFORE),
        httpx.ReadError("lost"),
        answer(200, BEFORE),
        httpx.ConnectError("no"),
        retry=RetryPolicy(max_retries=1),
    )
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.tokens.update("t1", name="two"))
    assert str(caught.value) == (
        f"{PUT} got no answer in 2 attempts: no connection (no). Check the base URL, the network and the proxy settings. "
        "When asked afterwards, the token t1 was as before, as far as can be seen: look again before you try again."
    )


def test_an_update_that_is_answered_by_pages_alone_did_not_reach_the_api(colour):
    page = [httpx.Response(200, text="<html>login") for _ in range(2)]
    client = colour.client(answer(200, BEFORE), *page)
    with pytest.raises(UnexpectedResponseError, match="it looks like a login page"):
        colour.run(client.tokens.update("t1", name="two"))
