"""A seeded unit is believable, the same each time, and has what later checks of tokens look for."""

import re
from collections import Counter

import pytest

from helpers.tenant import Clock, works
from instanakit.permissions import ALWAYS_FALSE, IMPLIED, LimitedScope, Permission
from instanakit.sandbox import Sandbox
from instanakit.sandbox.seed.people import PEOPLE
from instanakit.sandbox.seed.profiles import PROFILES

DAY = 86_400_000
NOW = int(Clock.now * 1000)
COUNT = 400
T0 = {"canConfigureApiTokens", "canConfigureUsers", "canConfigureAgents", "canRunAutomationActions"}


def unit(tokens=COUNT, seed=1):
    return Sandbox(tokens=tokens, seed=seed, clock=Clock()).state


@pytest.fixture(scope="module", params=[0, 1, 2])
def state(request):
    return unit(seed=request.param)


def on(token):
    return {flag for flag in Permission if token[flag]}


def limited(token):
    return {flag for flag in LimitedScope if token[flag]}


def age(token):
    return (NOW - token["createdOn"]) / DAY


def idle(token):
    return (NOW - (token["lastUsedOn"] or token["createdOn"])) / DAY


def left(token):
    """Days until the expiry; far away for none."""
    return ((token["expiresOn"] or NOW * 2) - NOW) / DAY


def everything(state):
    return list(state.tokens.items()), list(state.audit_log), list(state.access_log)


def test_the_same_number_seed_and_clock_give_the_same_unit():
    assert everything(unit()) == everything(unit())
    assert everything(unit())[0] != everything(unit(seed=2))[0]


def test_a_larger_unit_begins_with_the_tokens_and_has_the_history_of_a_smaller_one():
    small, large = unit(50), unit(60)
    assert list(large.tokens.items())[:50] == list(small.tokens.items())
    ids = {entry["id"] for entry in large.audit_log}
    assert {entry["id"] for entry in small.audit_log} < ids


def test_without_tokens_there_is_no_history():
    state = unit(0)
    assert (len(state.tokens), len(state.audit_log), len(state.access_log)) == (0, 0, 1)


@pytest.mark.parametrize(
    ("at_least", "condition"),
    [
        (100, lambda t: t["expiresOn"] is None),
        (20, lambda t: left(t) > 30),
        (20, lambda t: 0 < left(t) < 30),
        (1, lambda t: 0 < left(t) < 7 and idle(t) < 30),
        (10, lambda t: left(t) < -30),
        (100, lambda t: left(t) > 0 and age(t) > 90),
        (20, lambda t: age(t) < 14),
        (20, lambda t: age(t) > 400),
        (20, lambda t: t["lastUsedOn"] is None and age(t) > 30),
        (20, lambda t: t["lastUsedOn"] is not None and idle(t) > 90),
        (100, lambda t: idle(t) < 3),
        (20, lambda t: on(t) & T0),
        (10, lambda t: on(t) & T0 and left(t) > 0 and idle(t) > 30),
        (40, lambda t: not on(t)),
        (1, lambda t: len(on(t)) == len(Permission) - len(ALWAYS_FALSE & set(Permission))),
        (1, lambda t: on(t) >= {"canConfigureApiTokens", "canConfigureUsers", "canConfigureTeams"} and len(on(t)) < 20),
        (5, lambda t: on(t) >= {"canViewLogs", "canConfigurePersonallyIdentifiableInformationMasking"}),
        (5, lambda t: on(t) >= {"canConfigureSyntheticTests", "canUseSyntheticCredentials"}),
        (60, limited),
        (100, lambda t: not limited(t)),
        (10, lambda t: not t["createdBy"].endswith("@example.com")),
        (2, lambda t: not t["name"].strip()),
        (1, lambda t: t["lastUsedOn"] is not None and t["lastUsedOn"] < t["createdOn"]),
        (1, lambda t: t["expiresOn"] is not None and (t["lastUsedOn"] or 0) > t["expiresOn"]),
    ],
)
def test_there_are_tokens_of_every_kind(state, at_least, condition):
    assert sum(map(bool, map(condition, state.tokens.values()))) >= at_least


def test_only_one_token_may_do_everything(state):
    assert sum(len(on(token)) > len(Permission) / 2 for token in state.tokens.values()) == 1


def test_some_names_are_given_twice_and_most_of_them_once(state):
    counted = Counter(token["name"].casefold() for token in state.tokens.values() if left(token) > 0)
    assert sum(count > 1 for count in counted.values()) >= 10
    assert sum(count == 1 for count in counted.values()) >= 200


def test_few_times_contradict_each_other(state):
    odd = [
        token
        for token in state.tokens.values()
        if not token["createdOn"] <= (token["lastUsedOn"] or NOW) <= min(NOW, token["expiresOn"] or NOW)
        and token["lastUsedOn"] is not None
    ]
    assert 1 <= len(odd) <= 10
    assert all(token["createdOn"] <= NOW for token in state.tokens.values())


def test_each_token_was_created_by_its_owner_at_its_time(state):
    created = {
        (entry["message"], entry["timestamp"], entry["actor"].get("email") or entry["actor"]["name"])
        for entry in state.audit_log
        if entry["action"].startswith("POST")
    }
    for token in state.tokens.values():
        assert (f"API token {token['name']} created", token["createdOn"], token["createdBy"]) in created


def test_a_token_that_made_others_may_do_so_and_is_older(state):
    made = [entry for entry in state.audit_log if entry["actor"]["type"] == "API_TOKEN"]
    assert made
    for entry in made:
        maker = state.tokens[entry["actor"]["id"]]
        assert (maker["canConfigureApiTokens"], maker["name"]) == (True, entry["actor"]["name"])
        assert maker["createdOn"] < entry["timestamp"]


def test_the_logs_are_in_the_order_of_time_and_end_now(state):
    for log in (state.audit_log, state.access_log):
        times = [entry["timestamp"] for entry in log]
        assert times == sorted(times)
        assert times[-1] <= NOW
    assert {entry["action"] for entry in state.access_log} == {"FIRST_LOGIN", "LOGIN", "FAILED_LOGIN"}


def test_changes_and_deletions_are_of_tokens_that_are_there_and_of_tokens_that_are_gone(state):
    named = {"PUT": set(), "DELETE": set()}
    for entry in state.audit_log:
        method, path = entry["action"].split()
        if method in named:
            named[method].add(path.rpartition("/")[2])
    assert len(named["PUT"]) >= 60
    assert named["PUT"] <= state.tokens.keys()
    assert len(named["DELETE"]) >= 20
    assert not named["DELETE"] & state.tokens.keys()


def test_who_left_does_nothing_afterwards_and_who_came_did_nothing_before(state):
    people = {person.email: person for person in PEOPLE}
    seen = [(e["actor"]["email"], e["timestamp"]) for e in state.audit_log if "email" in e["actor"]]
    assert {email for email, _ in seen} == set(people)
    for email, at in seen:
        assert people[email].came >= (NOW - at) / DAY >= people[email].left


def test_secrets_are_recognisably_made_up_and_work(state):
    secrets = [token["accessGrantingToken"] for token in state.tokens.values()]
    assert len(set(secrets)) == COUNT
    for number, secret in enumerate(secrets):
        assert re.fullmatch(f"made-up-secret-{number + 1}-[0-9a-f]{{16}}", secret)
    with Sandbox(tokens=3) as sandbox:
        valid = next(token for token in sandbox.state.tokens.values() if token["expiresOn"] is None)
        assert works(sandbox, valid["accessGrantingToken"])


def test_profiles_name_flags_that_there_are():
    for profile in PROFILES:
        assert {*profile.always, *profile.at_times} <= set(Permission), profile.use
        assert set(profile.scopes) <= set(LimitedScope), profile.use


def test_seeded_tokens_are_as_the_server_stores_them(state):
    for token in state.tokens.values():
        for flag, implied in IMPLIED.items():
            assert not token[flag] or all(token[other] for other in implied)
        assert not any(token[flag] for flag in ALWAYS_FALSE)
        assert len(token) == len(Permission) + len(LimitedScope) + 8
