"""Flags of a newer server: told once in a process, listed on request, kept in any case."""

import pytest

from helpers.colours import answer, token
from instanakit import Token

TOLD = (
    "tokens have flags that this build of instanakit does not know: canTeleport, limitedMoonScope. "
    "They are kept as they are; a newer build may know them (told once)"
)


@pytest.fixture(autouse=True)
def nothing_told_yet(monkeypatch):
    monkeypatch.setattr("instanakit._wire.unknown._told", set())


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


def test_flags_that_this_build_does_not_know_are_told_once_in_a_process(colour, caplog):
    new = token(canTeleport=False, limitedMoonScope=True, other=1)
    client = colour.client(answer(200, [token(), new]), answer(200, new), answer(200, new | {"canFly": True}))
    colour.run(client.tokens.list())
    colour.run(client.tokens.get("t1"))
    assert warnings(caplog) == [TOLD]
    colour.run(client.tokens.get("t1"))
    assert warnings(caplog)[1:] == [TOLD.replace("canTeleport, limitedMoonScope", "canFly")]


def test_a_server_that_makes_up_flags_without_an_end_does_not_fill_the_log(colour, caplog):
    many = {f"canFly{number:04}": True for number in range(1200)}
    client = colour.client(answer(200, token(**many, **{f"can{'F' * 98}": True})), answer(200, token(canTeleport=True)))
    colour.run(client.tokens.get("t1"))
    colour.run(client.tokens.get("t1"))
    (told,) = warnings(caplog)
    assert (told.count("canFly"), "FF" in told) == (1000, False)


def test_nothing_is_told_where_all_is_known(colour, caplog):
    client = colour.client(
        answer(200, [token(canViewLogs=True)]), answer(404, {"message": "No API Tokens found"}), answer(200, {})
    )
    colour.run(client.tokens.list())
    colour.run(client.tokens.list())
    colour.run(client.version())
    assert warnings(caplog) == []


def test_they_are_listed_on_request_and_nothing_is_sent(colour):
    client = colour.client(answer(500))
    tokens = [
        Token(token(canTeleport=False)),
        Token(token(limitedMoonScope=True, canViewLogs=True)),
        Token(token(canary=True)),
    ]
    assert colour.run(client.tokens.unknown_permissions(tokens)) == ["canTeleport", "limitedMoonScope"]
    assert colour.run(client.tokens.unknown_permissions([])) == []
    assert colour.script.requests == []
