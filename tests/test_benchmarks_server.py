"""The local server of the benchmarks: over real HTTP, in a process of its own, as the benchmarks start it."""

import json
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from benchmarks.process import server_alive
from benchmarks.server import PIECE, Connection

PATH = "/api/settings/api-tokens"
LARGE, SLOW = "100", "2:0.01"


@pytest.fixture(scope="module")
def units():
    with server_alive([LARGE, SLOW]) as server:
        yield server.first


@pytest.mark.parametrize("name", [LARGE, SLOW])
def test_it_lists_as_many_tokens_as_asked_for_and_says_what_is_in_the_list(units, name):
    unit = units[name]
    answer = httpx.get(unit["base_url"] + PATH)
    tokens = answer.json()
    assert len(tokens) == unit["count"] == int(name.partition(":")[0])
    assert len(answer.content) == unit["bytes"]
    assert (tokens[0]["internalId"], tokens[0]["name"], tokens[-1]["name"]) == (
        unit["internal_id"],
        unit["name"],
        unit["last_name"],
    )
    assert len({token["internalId"] for token in tokens}) == len(tokens)


def test_tokens_have_about_a_hundred_fields_and_masked_secrets(units):
    token = httpx.get(units[LARGE]["base_url"] + PATH).json()[0]
    assert 100 <= len(token) <= 130
    assert {token["id"], token["accessGrantingToken"]} == {"**********"}


def test_one_token_is_as_in_the_list_and_another_id_is_not_found(units):
    with httpx.Client(base_url=units[LARGE]["base_url"]) as client:
        assert client.get(f"{PATH}/{units[LARGE]['internal_id']}").json() == client.get(PATH).json()[0]
        assert client.get(f"{PATH}/unknown").status_code == 404


def test_a_connection_is_kept_for_several_requests_at_once(units):
    unit = units[LARGE]
    parts = urlsplit(unit["base_url"])
    request = f"GET {PATH}/{unit['internal_id']} HTTP/1.1\r\nhost: {parts.netloc}\r\n\r\n".encode()
    connection = socket.create_connection((parts.hostname, parts.port), timeout=30)
    with connection, connection.makefile("rb") as answers:
        connection.sendall(2 * request)
        for _ in range(2):
            head = [answers.readline() for _ in range(4)]
            assert head[0] == b"HTTP/1.1 200 OK\r\n"
            assert json.loads(answers.read(int(head[2].split()[1])))["internalId"] == unit["internal_id"]


def test_an_answer_larger_than_a_piece_comes_whole(units):
    unit = units[LARGE]
    assert unit["bytes"] > PIECE
    assert len(httpx.get(unit["base_url"] + PATH).json()) == unit["count"]


class Client:
    """A transport to a client that takes one piece at a time."""

    def __init__(self, answers):
        self.taken = []
        self.connection = Connection(answers, 0)
        self.connection.connection_made(self)

    def write(self, piece):
        self.taken.append(bytes(piece))
        self.connection.pause_writing()


def test_a_request_that_comes_in_pieces_is_answered_when_it_is_whole():
    client = Client({b"/one": b"answer"})
    client.connection.data_received(b"GET /one HTTP/1.1\r\nhost: here\r\n")
    assert client.taken == []
    client.connection.data_received(b"\r\n")
    assert client.taken == [b"answer"]


def test_a_large_answer_waits_for_a_client_that_takes_its_time():
    answer = b"a" * PIECE + b"b" * PIECE + b"c"
    client = Client({b"/all": answer})
    client.connection.data_received(b"GET /all HTTP/1.1\r\n\r\n")
    assert client.taken == [answer[:PIECE]]
    client.connection.resume_writing()
    assert client.taken == [answer[:PIECE], answer[PIECE:-1]]
    client.connection.resume_writing()
    assert b"".join(client.taken) == answer


def test_a_slow_unit_waits_before_it_answers(units):
    with httpx.Client(base_url=units[SLOW]["base_url"]) as client:
        began = time.monotonic()
        client.get(PATH)
        assert time.monotonic() - began >= 0.01
