"""What the documentation leaves open is an option: what each does, in requests and answers."""

import attrs
import pytest

from helpers.tenant import TOKENS, Clock, as_holder, body, works
from instanakit import ConfigurationError
from instanakit.sandbox import Options, Sandbox

MASK = "**********"


@pytest.fixture(scope="module")
def served():
    with Sandbox(clock=Clock()) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served):
    served.options = Options()
    for internal_id in list(served.state.tokens):
        served.state.delete(internal_id)
    return served


@pytest.fixture
def owner(sandbox):
    with as_holder(sandbox, sandbox.api_token) as client:
        yield client


def choose(sandbox, **options):
    sandbox.options = attrs.evolve(sandbox.options, **options)


def stored(sandbox):
    return {internal_id: token["accessGrantingToken"] for internal_id, token in sandbox.state.tokens.items()}


def test_every_option_is_an_argument_of_the_sandbox():
    chosen = {
        "ids": "ignored",
        "secrets": "own",
        "same_id": "second",
        "masked_put": "stored",
        "put_revives": "no",
        "page_cap": 3,
        "list_lag": 1.5,
    }
    assert Sandbox(**chosen).options == Options(**chosen)
    assert chosen.keys() == {field.name for field in attrs.fields(Options)}
    assert Sandbox().options == Options()


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("ids", "kept", "ids must be 'honoured' or 'ignored'; it is 'kept'"),
        ("secrets", None, "secrets must be 'honoured' or 'own'; it is None"),
        ("same_id", "Conflict", "same_id must be 'conflict' or 'overwrite' or 'second'; it is 'Conflict'"),
        ("masked_put", "", "masked_put must be 'kept' or 'stored'; it is ''"),
        ("put_revives", True, "put_revives must be 'yes' or 'no'; it is True"),
        ("page_cap", 0, "page_cap must be a whole number from 1 on or None; it is 0"),
        ("page_cap", True, "page_cap must be a whole number from 1 on or None; it is True"),
        ("page_cap", "9", "page_cap must be a whole number from 1 on or None; it is '9'"),
        ("list_lag", -1, "list_lag must be a number of seconds, not negative and not infinite; it is -1"),
        ("list_lag", None, "list_lag must be a number of seconds, not negative and not infinite; it is None"),
        ("list_lag", float("nan"), "list_lag must be a number of seconds, not negative and not infinite; it is nan"),
        ("list_lag", False, "list_lag must be a number of seconds, not negative and not infinite; it is False"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_option(option, value, message):
    with pytest.raises(ConfigurationError) as caught:
        Sandbox(**{option: value})
    assert str(caught.value) == message


def test_only_options_can_be_set_as_options(sandbox):
    with pytest.raises(ConfigurationError) as caught:
        sandbox.options = {"ids": "ignored"}
    assert str(caught.value) == (
        "options must be an Options; it is of type dict. Make it with attrs.evolve(sandbox.options, ...)."
    )
    assert sandbox.options == Options()


def test_ids_that_are_ignored_are_made_by_the_server(sandbox, owner):
    choose(sandbox, ids="ignored")
    answers = [owner.post(TOKENS, json=body()).json() for _ in range(2)]
    made = [answer["internalId"] for answer in answers]
    assert owner.get(TOKENS + "/t1").status_code == 404
    assert list(sandbox.state.tokens) == made
    assert len({"t1", *made}) == 3
    assert owner.get(f"{TOKENS}/{made[0]}").json()["name"] == "one"


def test_a_put_names_its_token_by_the_path_even_if_ids_are_ignored(sandbox, owner):
    choose(sandbox, ids="ignored")
    assert owner.put(TOKENS + "/t9", json=body()).json()["internalId"] == "t9"


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_secrets_of_the_servers_own_are_in_the_answer_and_authenticate(sandbox, owner, method):
    choose(sandbox, secrets="own")
    created = owner.request(method, TOKENS if method == "POST" else TOKENS + "/t1", json=body()).json()
    assert created["accessGrantingToken"] not in {"secret-of-t1", MASK}
    assert works(sandbox, created["accessGrantingToken"])
    assert not works(sandbox, "secret-of-t1")


@pytest.mark.parametrize("sent", ["another", MASK])
@pytest.mark.parametrize("masked_put", ["kept", "stored"])
def test_where_secrets_are_the_servers_own_put_changes_none(sandbox, owner, sent, masked_put):
    owner.post(TOKENS, json=body())
    choose(sandbox, secrets="own", masked_put=masked_put)
    updated = owner.put(TOKENS + "/t1", json=body(name="two", accessGrantingToken=sent)).json()
    assert (updated["name"], updated["accessGrantingToken"]) == ("two", "secret-of-t1")
    assert works(sandbox, "secret-of-t1")


def test_a_post_of_an_id_that_exists_can_overwrite_as_put_does(sandbox, owner):
    choose(sandbox, same_id="overwrite")
    first = owner.post(TOKENS, json=body(canViewLogs=True)).json()
    second = owner.post(TOKENS, json=body(name="two", accessGrantingToken="new-secret")).json()
    assert (second["id"], second["name"], second["canViewLogs"]) == (first["id"], "two", False)
    assert stored(sandbox) == {"t1": "new-secret"}
    assert owner.post(TOKENS, json=body(accessGrantingToken=MASK)).json()["accessGrantingToken"] == "new-secret"


def test_a_post_of_an_id_that_exists_can_make_a_second_token(sandbox, owner):
    choose(sandbox, same_id="second")
    first, second = (owner.post(TOKENS, json=body(name=name)).json() for name in ("one", "two"))
    assert first["internalId"] == "t1" != second["internalId"]
    assert first["id"] != second["id"]
    assert [token["name"] for token in owner.get(TOKENS).json()] == ["one", "two"]


@pytest.mark.parametrize("same_id", ["conflict", "overwrite", "second"])
def test_where_ids_are_ignored_none_exists_already(sandbox, owner, same_id):
    choose(sandbox, ids="ignored", same_id=same_id)
    assert [owner.post(TOKENS, json=body()).status_code for _ in range(2)] == [200, 200]
    assert len(sandbox.state.tokens) == 2


def test_a_mask_that_is_stored_is_the_secret_from_then_on(sandbox, owner):
    owner.post(TOKENS, json=body())
    choose(sandbox, masked_put="stored")
    assert owner.put(TOKENS + "/t1", json=body(accessGrantingToken=MASK)).json()["accessGrantingToken"] == MASK
    assert not works(sandbox, "secret-of-t1")
    assert works(sandbox, MASK)


def test_put_can_be_kept_from_making_a_token(sandbox, owner):
    owner.post(TOKENS, json=body())
    choose(sandbox, put_revives="no")
    assert owner.put(TOKENS + "/t1", json=body(name="two")).json()["name"] == "two"
    owner.delete(TOKENS + "/t1")
    response = owner.put(TOKENS + "/t1", json=body())
    assert (response.status_code, response.json()) == (404, {"message": "No ApiToken found with internalId t1"})
    assert sandbox.state.tokens == {}


def test_a_page_has_no_more_entries_than_the_cap(sandbox, owner):
    for number in range(5):
        owner.post(TOKENS, json=body(f"t{number}"))
    choose(sandbox, page_cap=2)

    def count(query=""):
        page = owner.get(f"/api/settings/auditlog?query=created&{query}").json()
        return len(page["entries"]), page["total"] >= 5

    assert [count(), count("pageSize=4"), count("pageSize=1")] == [(2, True), (2, True), (1, True)]


def test_the_list_shows_a_new_token_later_and_all_else_at_once(sandbox, owner):
    clock = sandbox.state._clock
    choose(sandbox, list_lag=10)
    owner.post(TOKENS, json=body(canConfigureApiTokens=True))
    assert owner.get(TOKENS).json() == {"message": "No API Tokens found"}
    assert owner.get(TOKENS + "/t1").status_code == 200
    assert works(sandbox, "secret-of-t1")
    assert owner.post(TOKENS, json=body()).status_code == 409
    clock.now += 9
    owner.put(TOKENS + "/t2", json=body())
    choose(sandbox, list_lag=0)
    owner.post(TOKENS, json=body("t3"))

    def listed():
        return [token["internalId"] for token in owner.get(TOKENS).json()]

    assert listed() == ["t3"]
    clock.now += 1
    assert listed() == ["t1", "t3"]
    clock.now += 9
    assert listed() == ["t1", "t2", "t3"]


def test_a_token_that_is_updated_stays_in_the_list_and_one_that_comes_again_waits_anew(sandbox, owner):
    owner.post(TOKENS, json=body())
    choose(sandbox, list_lag=10)
    owner.put(TOKENS + "/t1", json=body(name="two"))
    assert owner.get(TOKENS).status_code == 200
    owner.delete(TOKENS + "/t1")
    owner.post(TOKENS, json=body())
    assert owner.get(TOKENS).status_code == 404
    owner.delete(TOKENS + "/t1")
    choose(sandbox, list_lag=0)
    owner.post(TOKENS, json=body())
    assert owner.get(TOKENS).status_code == 200


def test_the_tokens_to_begin_with_are_listed_and_the_same_whatever_the_options_are():
    plain, other = Sandbox(tokens=9, clock=Clock()), Sandbox(tokens=9, clock=Clock(), secrets="own", list_lag=60)
    assert stored(plain) == stored(other)
    assert len(other.state.listed()) == 9
