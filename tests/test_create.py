"""Create settles what is uncertain: it asks before it posts again, and takes nothing for its own without a proof."""

from datetime import UTC, datetime

import httpx
import pytest

from helpers.colours import CREDENTIAL, answer, token
from instanakit import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    BadRequestError,
    ConflictError,
    Correction,
    InternalServerError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RetryPolicy,
    UnexpectedResponseError,
)

POST, LIST = "POST /api/settings/api-tokens", "GET /api/settings/api-tokens"
VERSION = "GET /api/instana/version"
NOW = "Thu, 01 Jan 2026 00:00:00 GMT"
NOW_MS = 1767225600000
LOOK = "It may have been done under an id of the server's own: look for a new token named 'p' before you try again."


def lost():
    return httpx.ReadError("lost")


def absent():
    return answer(404, {"message": "No ApiToken found with internalId x"})


def accepted(request):
    """A secret that is tried authenticates; the client's own API token, tried in its place, would prove nothing."""
    own = request.headers["authorization"] == f"apiToken {CREDENTIAL}"
    return answer(500, {"message": "the client's own token"}) if own else answer(200, {"imageTag": "1"})


def refused():
    return answer(401, {"error": "Unauthorized", "message": "Invalid API token"})


def listed(*tokens, **headers):
    return (
        answer(200, list(tokens), **headers) if tokens else answer(404, {"message": "No API Tokens found"}, **headers)
    )


def unseen(*tokens):
    """The answers to all that is asked, four times, before a token is taken for absent."""
    return [one for _ in range(4) for one in (absent(), refused(), listed(*tokens))]


UNSEEN = [0.5, 1.0, 1.5]  # the seconds between these


class Posted:
    """The token that a POST sent, as the server shows it later."""

    def __init__(self, colour):
        self.colour = colour

    @property
    def body(self):
        return self.colour.script.body(0)

    def shown(self, **fields):
        def handler(request):
            return answer(200, token(self.body["internalId"], **{"name": "p"} | fields))

        return handler

    def stored(self, **fields):
        def handler(request):
            return answer(200, self.body | fields)

        return handler

    @property
    def one(self):
        """The request that asks for the token, without its verb."""
        return f"/api/settings/api-tokens/{self.body['internalId']}"


@pytest.fixture
def posted(colour):
    return Posted(colour)


@pytest.mark.parametrize(
    "uncertain",
    [
        lost,
        lambda: httpx.ReadTimeout("late"),
        lambda: httpx.RemoteProtocolError("cut"),
        *[lambda status=status: answer(status, {"message": "?"}) for status in (408, 500, 502, 503, 504)],
        lambda: httpx.Response(200, text="<html>proxy</html>"),
        lambda: httpx.Response(200, content=b'{"internalId": "tr'),
        lambda: httpx.Response(204),
        lambda: answer(200, []),
    ],
)
def test_a_token_that_was_created_although_the_answer_does_not_tell_is_returned_with_its_secret(
    colour, posted, uncertain
):
    client = colour.client(uncertain(), posted.shown(canViewLogs=True), accepted)
    created = colour.run(client.tokens.create("p", permissions=["canViewLogs"]))
    assert created.secret.reveal() == posted.body["accessGrantingToken"]
    assert (created.internal_id, created.permissions, created.corrections) == (
        posted.body["internalId"],
        {"canViewLogs"},
        (),
    )
    assert colour.script.sent == [POST, f"GET {posted.one}", VERSION]


def test_the_proof_is_that_the_new_secret_authenticates(colour, posted):
    seen = []

    def accepts(request):
        seen.append(request.headers["authorization"])
        return answer(200, {})

    client = colour.client(lost(), posted.shown(), accepts)
    colour.run(client.tokens.create("p"))
    assert seen == [f"apiToken {posted.body['accessGrantingToken']}"]


def test_a_secret_that_authenticates_only_after_a_while_is_a_proof_too(colour, posted):
    events = []
    client = colour.client(lost(), posted.shown(), refused(), refused(), accepted, on_event=events.append)
    assert colour.run(client.tokens.create("p")).secret is not None
    assert colour.clock.slept == [0.2, 0.4]
    waits = [(event.path, event.attempt, event.delay) for event in events if event.kind == "wait"]
    assert waits == [("/api/instana/version", 1, 0.2), ("/api/instana/version", 1, 0.4)]


def test_a_proof_that_is_asked_for_again_is_asked_with_the_same_secret(colour, posted):
    client = colour.client(lost(), posted.shown(), answer(503), accepted)
    assert colour.run(client.tokens.create("p")).secret is not None


def test_what_the_server_made_of_a_token_that_its_id_finds_is_told(colour, posted):
    client = colour.client(lost(), posted.shown(canViewLogs=True), accepted)
    assert colour.run(client.tokens.create("p")).corrections == (Correction("canViewLogs", None, True),)


def test_a_server_that_a_lost_answer_shows_to_take_ids_is_known_to(colour, posted):
    client = colour.client(lost(), posted.shown(), accepted)
    colour.run(client.tokens.create("p"))
    colour.script.answers[:] = [lost(), absent(), lambda request: httpx.Response(200, content=request.content)]
    before = len(colour.script.sent)
    colour.run(client.tokens.create("p"))
    assert [line.partition(" ")[0] for line in colour.script.sent[before:]] == ["POST", "GET", "POST"]


def test_a_token_that_is_of_no_use_shows_a_server_that_takes_ids_too(colour, posted):
    client = colour.client(lost(), posted.shown(), *[refused() for _ in range(5)], answer(204))
    with pytest.raises(APIConnectionError):
        colour.run(client.tokens.create("p"))
    colour.script.answers[:] = [lost(), absent(), lambda request: httpx.Response(200, content=request.content)]
    colour.run(client.tokens.create("p"))


def test_a_token_that_comes_late_and_whose_secret_is_lost_is_deleted(colour, posted):
    late = [posted.shown(), *[refused() for _ in range(5)], answer(204)]
    client = colour.client(answer(504), *unseen()[:3], *late)
    with pytest.raises(
        InternalServerError, match="was deleted, since nobody holds its secret. Create it again."
    ) as caught:
        colour.run(client.tokens.create("p"))
    assert caught.value.args == (caught.value.message,)
    assert colour.script.sent[-1] == f"DELETE {posted.one}"


def test_the_rate_limit_of_the_new_token_is_not_taken_for_the_clients(colour, posted):
    client = colour.client(
        lost(),
        lambda request: answer(200, token(posted.body["internalId"]), x_ratelimit_remaining="7"),
        answer(200, {}, x_ratelimit_remaining="5000"),
    )
    colour.run(client.tokens.create("p"))
    assert client.rate_limit.remaining == 7


def test_a_token_that_was_not_created_is_posted_again_with_the_same_id_and_secret(colour, posted):
    client = colour.client(lost(), *unseen(), posted.stored())
    created = colour.run(client.tokens.create("p"))
    assert colour.script.sent == [POST, *[f"GET {posted.one}", VERSION, LIST] * 4, POST]
    assert colour.script.body() == posted.body
    assert (created.internal_id, created.secret.reveal()) == (
        posted.body["internalId"],
        posted.body["accessGrantingToken"],
    )
    assert colour.clock.slept == [*UNSEEN, 0.25]


def test_a_token_that_comes_late_is_waited_for_before_post_is_sent_again(colour, posted):
    client = colour.client(answer(504), *unseen()[:9], posted.shown(), accepted)
    assert colour.run(client.tokens.create("p")).internal_id == posted.body["internalId"]
    assert (colour.script.sent.count(POST), colour.clock.slept) == (1, UNSEEN)


def test_a_deadline_that_leaves_no_time_to_wait_lets_post_be_sent_again_at_once(colour, posted):
    client = colour.client(lost(), *unseen()[:3], posted.stored(), deadline=0.5)
    colour.run(client.tokens.create("p"))
    assert colour.clock.slept == [0.25]


def test_a_post_is_sent_again_as_often_as_the_policy_says_and_asks_each_time(colour, posted):
    client = colour.client(*[lost(), absent()] * 3, retry=RetryPolicy(max_retries=2))
    client._wire.memory.takes_ids = True
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.tokens.create("p"))
    assert type(caught.value) is APIConnectionError
    assert [line for line in colour.script.sent if line in {POST, f"GET {posted.one}"}] == [
        POST,
        f"GET {posted.one}",
    ] * 3
    assert colour.clock.slept == [0.25, 0.5]
    assert str(caught.value) == (
        f"{POST} got no answer in 3 attempts: the connection broke (lost). "
        "Check the base URL, the network and the proxy settings. When asked afterwards, the token "
        f"{posted.body['internalId']} was not there: look again before you try again."
    )


def test_without_retries_it_is_settled_but_not_posted_again(colour):
    client = colour.client(answer(503), absent(), retry=None)
    client._wire.memory.takes_ids = True
    with pytest.raises(InternalServerError) as caught:
        colour.run(client.tokens.create("p"))
    assert str(caught.value) == (
        f"{POST} was answered with 503 Service Unavailable. The fault is the server's; try again later. "
        f"When asked afterwards, the token {colour.script.body(0)['internalId']} was not there: look again before you "
        "try again."
    )
    assert len(colour.script.requests) == 2


def test_one_lost_post_is_unknown_where_the_server_was_never_seen_to_take_an_id_and_no_other_is_allowed(colour):
    client = colour.client(lost(), *unseen(), retry=None)
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.create("p"))
    assert str(caught.value) == (
        f"{POST} was sent, but its answer was lost: the connection broke (lost); whether it was done is unknown: it is "
        "not there, but this server was never seen to take an id that it is given. It may have been done under an id of the "
        "server's own: look for a new token named 'p' before you try again."
    )
    assert caught.value.internal_id == colour.script.body(0)["internalId"]


def test_two_lost_posts_are_enough_where_the_server_was_never_seen_to_take_an_id(colour, posted):
    rounds = [one for _ in range(2) for one in (lost(), *unseen())]
    client = colour.client(*rounds)
    with pytest.raises(OutcomeUnknownError, match="this server was never seen to take an id that it is given"):
        colour.run(client.tokens.create("p"))
    settled = [lost(), absent()] * 4
    colour.script.answers[:] = [lambda request: httpx.Response(200, content=request.content), *settled]
    colour.run(client.tokens.create("p"))
    with pytest.raises(APIConnectionError, match="in 4 attempts"):
        colour.run(client.tokens.create("p"))


def test_a_conflict_about_an_id_that_is_new_is_settled_too(colour, posted):
    client = colour.client(answer(409), posted.shown(), accepted)
    assert colour.run(client.tokens.create("p")).internal_id == posted.body["internalId"]


def test_an_expired_token_is_not_deleted_for_not_authenticating(colour, posted):
    shown = posted.shown(expiresOn=NOW_MS - 1)
    client = colour.client(
        lost(), lambda request: httpx.Response(200, content=shown(request).content, headers={"date": NOW})
    )
    past = datetime(2020, 1, 1, tzinfo=UTC)
    assert colour.run(client.tokens.create("p", expires_at=past)).secret.reveal() == posted.body["accessGrantingToken"]


def test_a_second_post_waits_as_the_server_asks(colour, posted):
    client = colour.client(answer(503, None, retry_after="9"), *unseen(), posted.stored())
    colour.run(client.tokens.create("p"))
    assert colour.clock.slept == [*UNSEEN, 9.0]


@pytest.mark.parametrize("status", [400, 401, 403, 410, 422, 304])
def test_an_answer_that_says_no_is_not_doubted(colour, status):
    client = colour.client(answer(status))
    with pytest.raises(APIError):
        colour.run(client.tokens.create("p"))
    assert colour.script.sent == [POST]


def test_a_conflict_that_answers_a_second_attempt_is_settled(colour, posted):
    client = colour.client(lost(), *unseen(), answer(409), posted.shown(), accepted)
    assert colour.run(client.tokens.create("p")).internal_id == posted.body["internalId"]


def test_a_conflict_that_no_question_explains_is_a_conflict(colour):
    client = colour.client(answer(409), absent(), refused(), listed())
    with pytest.raises(ConflictError):
        colour.run(client.tokens.create("p"))


@pytest.mark.parametrize(
    "second",
    [
        *[lambda status=status: answer(status) for status in (400, 403, 409)],
        lambda: httpx.ConnectError("none"),
        lambda: httpx.Response(200, text="<html>"),
        lambda: answer(302, None, location="https://elsewhere.example"),
    ],
)
def test_what_a_second_post_ends_with_does_not_settle_the_first(colour, second):
    rounds = [lost(), *unseen(), second(), *unseen()]
    client = colour.client(*rounds, retry=RetryPolicy(max_retries=1))
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.create("p"))
    assert str(caught.value).startswith(
        f"{POST} was sent, but its answer was lost: the connection broke (lost); whether it was done is unknown: it is "
        "not there, but this server was never seen to take an id that it is given; then POST"
    )


def test_where_the_server_takes_ids_a_second_post_that_is_refused_says_what_was_found(colour):
    client = colour.client(lost(), absent(), answer(403))
    client._wire.memory.takes_ids = True
    with pytest.raises(PermissionDeniedError, match="was not there: look again before you try again"):
        colour.run(client.tokens.create("p"))


def test_where_the_server_takes_ids_a_token_of_the_same_name_says_nothing(colour, posted):
    client = colour.client(lost(), absent(), posted.stored())
    client._wire.memory.takes_ids = True
    assert colour.run(client.tokens.create("p")).internal_id == posted.body["internalId"]
    assert colour.script.sent == [POST, f"GET {posted.one}", POST]


@pytest.mark.parametrize("gone", [lambda: answer(204), absent])
def test_a_token_whose_secret_is_lost_is_deleted_and_the_error_says_so(colour, posted, gone):
    client = colour.client(lost(), posted.shown(), *[refused() for _ in range(5)], gone())
    with pytest.raises(APIConnectionError) as caught:
        colour.run(client.tokens.create("p"))
    assert colour.script.sent == [POST, f"GET {posted.one}", *[VERSION] * 5, f"DELETE {posted.one}"]
    assert colour.clock.slept == [0.2, 0.4, 0.8, 1.6]
    assert str(caught.value) == (
        f"{POST} was sent, but its answer was lost: the connection broke (lost); the token had been created, but the "
        f"secret that was sent does not authenticate. The token {posted.body['internalId']} was deleted, since nobody "
        "holds its secret. Create it again."
    )


def test_a_token_is_not_deleted_because_the_deadline_leaves_no_time_to_ask_again(colour, posted):
    def late(request):
        colour.clock.now += 59.9
        return httpx.ReadTimeout("late")

    client = colour.client(late, posted.shown(), refused())
    with pytest.raises(OutcomeUnknownError, match="the deadline leaves no time to ask again"):
        colour.run(client.tokens.create("p"))
    assert not any(line.startswith("DELETE") for line in colour.script.sent)


def test_a_credential_that_cannot_be_renewed_in_between_leaves_the_outcome_unknown(colour):
    asked = []

    def ask():
        asked.append(1)
        if len(asked) > 1:
            raise OSError
        return "credential-of-the-first-time"

    client = colour.client(lost(), refused(), api_token=ask)
    with pytest.raises(OutcomeUnknownError, match="was answered with 401 Unauthorized"):
        colour.run(client.tokens.create("p"))


@pytest.mark.parametrize("fault", [{"status": 504}, {"status": 500}])
def test_two_answers_that_leave_no_trace_are_enough_where_the_server_was_never_seen_to_take_an_id(colour, fault):
    rounds = [answer(fault["status"]), *unseen()]
    client = colour.client(*rounds, answer(fault["status"]), *unseen())
    with pytest.raises(OutcomeUnknownError, match="never seen to take an id"):
        colour.run(client.tokens.create("p"))


def test_an_answer_that_masks_the_secret_is_settled(colour, posted):
    client = colour.client(posted.stored(accessGrantingToken="**********"), posted.shown(), accepted)
    assert colour.run(client.tokens.create("p")).secret.reveal() == posted.body["accessGrantingToken"]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([lambda posted: answer(500)], "GET {one} was answered with 500 Internal Server Error"),
        ([lambda posted: httpx.ConnectError("no")], "GET {one} got no answer: no connection (no)"),
        ([lambda posted: answer(403)], "GET {one} was answered with 403 Forbidden"),
        ([lambda posted: httpx.Response(404, text="<html>")], "GET {one} was answered with 404 Not Found, but not by the API: it looks like a web page"),
        ([lambda posted: answer(200, {})], "GET {one} was answered with 200 OK, but not with a token that has internalId and name: its shape is another"),
        ([lambda posted: posted.shown(), lambda posted: answer(500)], f"{VERSION} was answered with 500 Internal Server Error"),
        ([lambda posted: posted.shown(), lambda posted: answer(200, [])], f"{VERSION} was answered with 200 OK, but not with a version: its shape is another"),
    ],
)  # fmt: skip
def test_what_cannot_be_settled_is_an_outcome_unknown_with_the_id_and_the_reason(colour, posted, answers, why):
    client = colour.client(lost(), *[make(posted) for make in answers], retry=None)
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.create("p"))
    assert caught.value.internal_id == posted.body["internalId"]
    assert str(caught.value) == (
        f"{POST} was sent, but its answer was lost: the connection broke (lost); whether it was done is unknown: "
        f"{why.format(one=posted.one)}. It may have been done: look for the token {posted.body['internalId']} before "
        "you try again."
    )
    assert caught.value.__context__ is None


def test_an_outcome_that_is_unknown_after_the_id_was_not_found_says_what_to_look_for(colour, posted):
    client = colour.client(lost(), absent(), refused(), answer(403), retry=None)
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.create("p"))
    assert str(caught.value) == (
        f"{POST} was sent, but its answer was lost: the connection broke (lost); whether it was done is unknown: "
        f"{LIST} was answered with 403 Forbidden. It may have been done under an id of the server's own: look for a new "
        "token named 'p' before you try again."
    )


def test_a_token_that_nobody_holds_and_that_cannot_be_deleted_is_named(colour, posted):
    client = colour.client(lost(), posted.shown(), *[refused() for _ in range(5)], answer(403))
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.create("p"))
    assert str(caught.value) == (
        f"{POST} was sent, but its answer was lost: the connection broke (lost); the token had been created, but the "
        f"secret that was sent does not authenticate, and it could not be deleted: DELETE {posted.one} was answered with "
        f"403 Forbidden. The token {posted.body['internalId']} is there, but nobody holds its secret: delete it before "
        "you try again."
    )


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (lambda posted: posted.stored(accessGrantingToken="**********"), "200 OK, but not with a token that shows its secret: its shape is another"),
        (lambda posted: httpx.Response(200, content=b"["), "200 OK, but not with JSON: it is not JSON"),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_proof_is_told_where_it_cannot_be_settled(colour, posted, first, said):
    client = colour.client(first(posted), answer(403))
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.create("p"))
    assert caught.value.message == (
        f"{POST} was answered with {said}; whether it was done is unknown: GET {posted.one} was answered with 403 Forbidden"
    )


def test_an_outcome_that_stays_unknown_keeps_what_the_server_said(colour):
    client = colour.client(answer(502, {"message": "bad gateway"}, x_request_id="r"), answer(500), retry=None)
    with pytest.raises(OutcomeUnknownError) as caught:
        colour.run(client.tokens.create("p"))
    assert (caught.value.status_code, caught.value.body) == (502, '{"message":"bad gateway"}')
    assert caught.value.headers["x-request-id"] == "r"
    assert caught.value.request == ("POST", "/api/settings/api-tokens")


def test_a_deadline_that_ends_while_it_is_settled_leaves_the_outcome_unknown(colour, posted):
    def late(request):
        colour.clock.now += 100
        return httpx.ReadTimeout("late")

    client = colour.client(lost(), late)
    with pytest.raises(OutcomeUnknownError, match="got no answer: the deadline of 60 seconds ended"):
        colour.run(client.tokens.create("p"))


def test_a_deadline_that_ends_before_anything_was_sent_is_a_timeout(colour):
    def late(request):
        colour.clock.now += 100
        return httpx.ConnectTimeout("late")

    client = colour.client(late)
    with pytest.raises(APITimeoutError):
        colour.run(client.tokens.create("p"))


class TestAServerThatGivesIdsOfItsOwn:
    """What GET by our id cannot find, the secret and the list can."""

    def test_the_token_is_the_one_that_its_secret_uses(self, colour, posted):
        idle, ours = token("idle", name="p"), token("ours", name="p")
        client = colour.client(
            lost(),
            absent(),
            accepted,
            listed(token("else", lastUsedOn=1), idle | {"lastUsedOn": 1}, ours | {"lastUsedOn": 1}),
            accepted,
            listed(token("else", lastUsedOn=2), idle | {"lastUsedOn": 1}, ours | {"lastUsedOn": 2}),
        )
        created = colour.run(client.tokens.create("p"))
        assert (created.internal_id, created.secret.reveal()) == ("ours", posted.body["accessGrantingToken"])
        assert Correction("internalId", posted.body["internalId"], "ours") in created.corrections

    def test_a_list_that_knows_the_token_late_is_read_again(self, colour):
        late = [listed(), accepted, listed(), listed(token("t", name="p")), accepted]
        client = colour.client(lost(), absent(), accepted, *late, listed(token("t", name="p", lastUsedOn=7)))
        assert colour.run(client.tokens.create("p")).internal_id == "t"
        assert colour.clock.slept == [0.2]

    @pytest.mark.parametrize("last_used", [(None, None), (1, 1), (1, 2)])
    def test_a_list_that_does_not_tell_which_one_it_is_leaves_the_outcome_unknown(self, colour, last_used):
        before, after = ([token(one, name="p", lastUsedOn=at) for one in ("a", "b")] for at in last_used)
        rounds = [answer for _ in range(8) for answer in (listed(*before), accepted, listed(*after))]
        client = colour.client(lost(), absent(), accepted, *rounds)
        with pytest.raises(
            OutcomeUnknownError, match="gave it another id, and the list does not tell which one it is"
        ) as caught:
            colour.run(client.tokens.create("p"))
        assert caught.value.hint == LOOK
        assert colour.clock.slept == [0.2, 0.4, 0.8, 1.6, 3.2, 3.2, 3.2]
        assert colour.script.sent.count(POST) == 1

    def test_a_token_that_may_do_other_things_than_what_was_asked_for_is_not_the_one(self, colour):
        other = token("theirs", name="p", canConfigureUsers=True)
        rounds = [answer for at in range(8) for answer in (listed(other), accepted, listed(other | {"lastUsedOn": at}))]
        client = colour.client(lost(), absent(), accepted, *rounds)
        with pytest.raises(OutcomeUnknownError, match="the list does not tell which one it is"):
            colour.run(client.tokens.create("p"))

    def test_an_answer_that_masks_the_secret_and_names_another_id_is_settled_by_that_id(self, colour, posted):
        masked = posted.stored(internalId="theirs", accessGrantingToken="**********")
        client = colour.client(masked, absent(), posted.shown(internalId="theirs"), accepted)
        created = colour.run(client.tokens.create("p"))
        assert (created.internal_id, created.secret.reveal()) == ("theirs", posted.body["accessGrantingToken"])
        assert created.corrections == (Correction("internalId", posted.body["internalId"], "theirs"),)

    def test_an_id_that_an_answer_names_and_that_cannot_be_read_leaves_the_outcome_unknown(self, colour, posted):
        masked = posted.stored(internalId="theirs", accessGrantingToken="**********")
        client = colour.client(masked, absent(), answer(403))
        with pytest.raises(OutcomeUnknownError, match=f"{LIST}/theirs was answered with 403 Forbidden") as caught:
            colour.run(client.tokens.create("p"))
        assert caught.value.hint == LOOK

    def test_the_use_that_tells_which_token_it_is_is_made_once(self, colour):
        lists = listed(token("t", name="p")), listed(token("t", name="p", lastUsedOn=7))
        client = colour.client(lost(), absent(), accepted, lists[0], refused(), lists[1])
        assert colour.run(client.tokens.create("p")).internal_id == "t"
        assert colour.clock.slept == []

    @pytest.mark.parametrize(
        "shown", [{"name": "another"}, {"createdOn": NOW_MS - 365 * 86_400_000}, {"canConfigureUsers": False}, None]
    )
    def test_a_token_that_only_an_answer_names_is_neither_taken_nor_deleted(self, colour, posted, shown):
        masked = posted.stored(internalId="theirs", accessGrantingToken="**********")
        found = absent() if shown is None else answer(200, token("theirs", **{"name": "p"} | shown), date=NOW)
        client = colour.client(masked, absent(), found, *[refused() for _ in range(5)])
        with pytest.raises(OutcomeUnknownError) as caught:
            colour.run(client.tokens.create("p"))
        assert caught.value.message.endswith(
            "the answer names the token theirs, but nothing proves that it is the new one, so it was left alone"
        )
        assert caught.value.hint == LOOK
        assert not [line for line in colour.script.sent if line.startswith("DELETE")]

    def test_a_second_answer_that_names_a_token_which_was_there_before_does_not_delete_it(self, colour, posted):
        old = {"internalId": "old", "accessGrantingToken": "a-secret-of-theirs", "createdOn": NOW_MS - 365 * 86_400_000}
        shown = answer(200, token("old", name="p", createdOn=old["createdOn"]), date=NOW)
        lists = [listed(date=NOW) for _ in range(5)]
        client = colour.client(answer(503), *unseen(), posted.stored(**old), absent(), *lists, shown)
        with pytest.raises(OutcomeUnknownError) as caught:
            colour.run(client.tokens.create("p"))
        assert caught.value.message.endswith(
            "answered with the token old, but nothing proves that it is new, so it was left alone"
        )
        assert caught.value.hint == LOOK
        assert not [line for line in colour.script.sent if line.startswith("DELETE")]

    def test_a_second_answer_that_masks_the_secret_may_not_leave_two(self, colour, posted):
        masked = posted.stored(internalId="second", accessGrantingToken="**********")
        shown = posted.shown(internalId="second")
        both = listed(token("first", name="p"), token("second", name="p"))
        settled = [masked, absent(), shown, accepted, absent(), both, shown, accepted, answer(204)]
        client = colour.client(lost(), *unseen(), *settled)
        with pytest.raises(OutcomeUnknownError, match="what a second attempt made was deleted"):
            colour.run(client.tokens.create("p"))

    @pytest.mark.parametrize(("ago", "is_ours"), [(1_900, False), (2_100, True)])
    def test_a_token_of_the_name_that_was_there_before_says_nothing(self, colour, posted, ago, is_ours):
        other = token("theirs", name="p", createdOn=NOW_MS - ago)
        lists = [listed(other, date=NOW.replace("00:00:00", f"00:00:0{second}")) for second in range(4)]
        rounds = [one for shown in lists for one in (absent(), refused(), shown)]
        client = colour.client(lost(), *rounds, posted.stored())
        if is_ours:
            assert colour.run(client.tokens.create("p")).internal_id == posted.body["internalId"]
        else:
            with pytest.raises(OutcomeUnknownError):
                colour.run(client.tokens.create("p"))

    def test_a_token_that_this_client_has_made_itself_says_nothing(self, colour, posted):
        client = colour.client(posted.stored(internalId="mine"))
        colour.run(client.tokens.create("p"))
        colour.script.answers[:] = [
            lost(),
            *unseen(token("mine", name="p")),
            lambda request: httpx.Response(200, content=request.content),
        ]
        assert colour.run(client.tokens.create("p")).internal_id != "mine"

    def test_a_token_that_only_the_second_list_shows_may_have_been_used_by_anybody(self, colour):
        other = token("somebody-elses", name="p", lastUsedOn=9)
        rounds = [listed(), accepted, listed(other)]
        rounds += [answer for _ in range(7) for answer in (listed(other), accepted, listed(other))]
        client = colour.client(lost(), absent(), accepted, *rounds)
        with pytest.raises(OutcomeUnknownError):
            colour.run(client.tokens.create("p"))

    def test_a_token_that_the_list_shows_late_is_waited_for_before_post_is_sent_again(self, colour):
        late = [absent(), refused(), listed(token("theirs", name="p"))]
        client = colour.client(lost(), *unseen()[:9], *late)
        with pytest.raises(OutcomeUnknownError, match="made meanwhile"):
            colour.run(client.tokens.create("p"))
        assert colour.script.sent.count(POST) == 1

    def test_the_name_alone_is_no_proof(self, colour):
        client = colour.client(lost(), absent(), refused(), listed(token("theirs", name="p")))
        with pytest.raises(OutcomeUnknownError) as caught:
            colour.run(client.tokens.create("p"))
        assert "made meanwhile (theirs), but nothing proves that this call did it" in caught.value.message
        assert caught.value.hint == LOOK
        assert colour.script.sent.count(POST) == 1
        assert not any(line.startswith("DELETE") for line in colour.script.sent)

    def test_a_second_post_that_made_the_only_token_is_fine(self, colour, posted):
        second = posted.stored(internalId="second", accessGrantingToken="made-by-the-server")
        client = colour.client(lost(), *unseen(), second, absent(), listed(), listed(token("second", name="p")))
        created = colour.run(client.tokens.create("p"))
        assert (created.internal_id, created.secret.reveal()) == ("second", "made-by-the-server")
        assert Correction("accessGrantingToken", "**********", "**********") in created.corrections
        assert colour.clock.slept == [*UNSEEN, 0.25, 0.2]

    @pytest.mark.parametrize(
        ("lists", "why"),
        [
            ([["second", "first"]], "a token of this name was made meanwhile (first)"),
            ([["first", "second", "other"]], "a token of this name was made meanwhile (first, other)"),
            ([[]] * 5, "the list does not show what was made"),
        ],
    )
    def test_a_second_post_that_may_have_doubled_it_is_undone(self, colour, posted, lists, why):
        pages = [listed(*(token(internal_id, name="p") for internal_id in page)) for page in lists]
        second = posted.stored(internalId="second", accessGrantingToken="made-by-the-server")
        proof = [posted.shown(internalId="second"), accepted]
        client = colour.client(lost(), *unseen(), second, absent(), *pages, *proof, answer(204))
        with pytest.raises(OutcomeUnknownError) as caught:
            colour.run(client.tokens.create("p"))
        assert colour.script.sent[-1] == "DELETE /api/settings/api-tokens/second"
        assert caught.value.message.endswith(
            f"the server gives tokens ids of its own, and {why}; what a second attempt made was deleted"
        )
        assert caught.value.hint == LOOK

    def test_a_second_post_that_is_gone_again_is_not_deleted(self, colour, posted):
        second = posted.stored(internalId="second", accessGrantingToken="made-by-the-server")
        client = colour.client(lost(), *unseen(), second, absent(), *[listed() for _ in range(5)], absent())
        with pytest.raises(OutcomeUnknownError, match="with the token second, but nothing proves that it is new, so"):
            colour.run(client.tokens.create("p"))

    @pytest.mark.parametrize("gone", [lambda: answer(204), absent])
    def test_a_first_post_that_came_late_is_kept_and_the_second_undone(self, colour, posted, gone):
        second = posted.stored(internalId="second")
        late = [posted.shown(), accepted, posted.shown(internalId="second"), accepted]
        client = colour.client(lost(), *unseen(), second, *late, gone())
        created = colour.run(client.tokens.create("p"))
        assert (created.internal_id, created.secret.reveal()) == (
            posted.body["internalId"],
            posted.body["accessGrantingToken"],
        )
        assert colour.script.sent[-1] == "DELETE /api/settings/api-tokens/second"

    def test_a_first_post_that_came_late_and_is_of_no_use_is_undone_and_the_second_kept(self, colour, posted):
        second = posted.stored(internalId="second", accessGrantingToken="made-by-the-server")
        late = [posted.shown(), *[refused() for _ in range(5)], answer(204)]
        client = colour.client(lost(), *unseen(), second, *late)
        assert colour.run(client.tokens.create("p")).internal_id == "second"

    def test_a_first_post_that_came_late_and_is_of_no_use_but_stays_is_named(self, colour, posted):
        second = posted.stored(internalId="second", accessGrantingToken="made-by-the-server")
        late = [posted.shown(), *[refused() for _ in range(5)], answer(403)]
        client = colour.client(lost(), *unseen(), second, *late)
        with pytest.raises(OutcomeUnknownError, match="is there, but nobody holds its secret"):
            colour.run(client.tokens.create("p"))

    def test_a_second_post_that_cannot_be_looked_into_is_named(self, colour, posted):
        second = posted.stored(internalId="second", accessGrantingToken="made-by-the-server")
        client = colour.client(lost(), *unseen(), second, answer(403))
        with pytest.raises(
            OutcomeUnknownError, match="a second attempt made second, an id of the server's own; GET"
        ) as caught:
            colour.run(client.tokens.create("p"))
        assert caught.value.hint == LOOK


def test_what_no_rule_explains_is_warned_of(colour, posted, caplog):
    client = colour.client(posted.stored(name="other", canViewLogs=True, canConfigurePersonalApiTokens=False))
    created = colour.run(client.tokens.create("p", permissions=["canConfigurePersonalApiTokens"]))
    assert [correction.field for correction in created.corrections] == [
        "name",
        "canConfigurePersonalApiTokens",
        "canViewLogs",
    ]
    warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert warnings == [
        f"{POST}: the server stored something else than it was sent: name, canViewLogs; see the token's corrections"
    ]


def test_what_a_rule_would_explain_if_something_else_had_been_sent_is_warned_of(colour, posted, caplog):
    client = colour.client(posted.stored(canViewSyntheticLocations=True))
    colour.run(client.tokens.create("p"))
    (warning,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert "than it was sent: canViewSyntheticLocations;" in warning


def test_what_a_documented_rule_explains_is_not_warned_of(colour, posted, caplog):
    implied = {"canViewSyntheticLocations": True, "canConfigurePersonalApiTokens": False}
    client = colour.client(posted.stored(**implied))
    wanted = ["canConfigureSyntheticLocations", "canConfigurePersonalApiTokens"]
    created = colour.run(client.tokens.create("p", permissions=wanted))
    assert len(created.corrections) == 2
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


def test_a_body_that_the_server_refuses_is_not_posted_again(colour):
    client = colour.client(answer(400, {"message": "name: too long"}))
    with pytest.raises(BadRequestError):
        colour.run(client.tokens.create("p"))


def test_a_page_in_the_place_of_the_api_is_not_posted_again(colour):
    client = colour.client(httpx.Response(404, text="<html>"))
    with pytest.raises(UnexpectedResponseError):
        colour.run(client.tokens.create("p"))
    assert colour.script.sent == [POST]


def test_a_create_that_is_answered_by_pages_alone_did_not_reach_the_api(colour):
    client = colour.client(*[httpx.Response(200, text="<html>login") for _ in range(2)])
    with pytest.raises(UnexpectedResponseError, match="POST .* it looks like a login page"):
        colour.run(client.tokens.create("p"))
