"""With a state file a unit survives its sandbox: a stop, a kill, and no other file is touched."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys

import attrs
import httpx
import pytest

from helpers.tenant import TOKENS, Clock, as_holder, body, works
from instanakit import ConfigurationError
from instanakit.sandbox import Sandbox
from instanakit.sandbox.statefile import APPLICATION_ID

AUDIT, ACCESS = "/api/settings/auditlog", "/api/settings/accesslog"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "unit.sqlite"


def unit_of(path):
    """What a state file holds, as a sandbox shows it."""
    sandbox = Sandbox(state=path)
    sandbox.stop()
    state = sandbox.state
    return sandbox.api_token, list(state.tokens.items()), list(state.audit_log), list(state.access_log)


def refusal(path, **options):
    """The error of a sandbox that cannot use a file."""
    with pytest.raises(ConfigurationError) as caught:
        Sandbox(state=path, **options)
    return str(caught.value)


def refused(path, **options):
    """The same of a file that is as it was afterwards, and so are those beside it."""
    before = {each: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}
    message = refusal(path, **options)
    assert {each: each.read_bytes() for each in path.parent.iterdir() if each.is_file()} == before
    return message


def test_a_stop_and_a_start_give_the_same_unit(path):
    clock = Clock()
    with Sandbox(state=path, tokens=30, seed=3, clock=clock) as sandbox:
        with as_holder(sandbox, sandbox.api_token) as owner:
            for sent in (body(canViewLogs=True, canTeleport=True, deep={"er": [None]}), body("t\ud800", name="Größe")):
                # Half a character, as JSON can write it and no text can hold it.
                assert owner.post(TOKENS, content=json.dumps(sent)).status_code == 200
            owner.put(TOKENS + "/t1", json=body(name="two", canViewAuditLog=True))
            owner.delete(f"{TOKENS}/{next(iter(sandbox.state.tokens))}")
            clock.now += 5
        assert works(sandbox, "secret-of-t1")
        state = sandbox.state
        before = sandbox.api_token, list(state.tokens.items()), list(state.audit_log), list(state.access_log)
        assert state.tokens["t1"]["lastUsedOn"] == clock.now * 1000
    assert unit_of(path) == before
    assert unit_of(path) == before
    assert len(before[1]) == 31
    with Sandbox(state=path, clock=clock) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        assert sandbox.api_token == before[0]
        assert works(sandbox, "secret-of-t1")
        assert [owner.get(log).json()["entries"][0] for log in (AUDIT, ACCESS)] == [before[2][-1], before[3][-1]]
        assert owner.post(TOKENS, json=body()).status_code == 409


def test_what_was_answered_as_done_survives_a_kill(path):
    command = [sys.executable, "-m", "instanakit.sandbox", "--port", "0", "--state", str(path), "--tokens", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        first = json.loads(process.stdout.readline())
        authorization = {"authorization": f"apiToken {first['api_token']}"}
        with httpx.Client(base_url=first["base_url"], headers=authorization) as owner:
            for number in range(20):
                assert owner.post(TOKENS, json=body(f"t{number}")).status_code == 200
            owner.put(TOKENS + "/t0", json=body("t0", name="two"))
            owner.delete(TOKENS + "/t1")
            used = owner.get("/api/instana/version", headers={"authorization": "apiToken secret-of-t2"})
            assert used.status_code == 200
            shown = owner.get(TOKENS).json()
            audited = owner.get(AUDIT).json()
        process.send_signal(signal.SIGKILL)
    with Sandbox(state=path) as sandbox, as_holder(sandbox, first["api_token"]) as owner:
        assert owner.get(AUDIT).json() == audited
        assert owner.get(TOKENS).json() == shown
        assert len(shown) == 22
        assert sandbox.state.tokens["t2"]["lastUsedOn"] is not None
        assert (sandbox.state.tokens["t0"]["name"], works(sandbox, "secret-of-t1")) == ("two", False)


def test_the_file_is_for_its_owner_alone(path):
    path.touch(mode=0o644)
    with Sandbox(state=path) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        owner.post(TOKENS, json=body())
        files = sorted(path.parent.iterdir())
        assert [each.name for each in files] == ["unit.sqlite", "unit.sqlite-wal"]
        assert [stat.S_IMODE(each.stat().st_mode) for each in files] == [0o600, 0o600]
    assert list(path.parent.iterdir()) == [path]


def test_an_owners_token_that_is_given_takes_the_place_of_the_one_in_the_file(path):
    first = unit_of(path)[0]
    assert unit_of(path)[0] == first
    with Sandbox(state=path, api_token="mine") as sandbox:
        assert (works(sandbox, "mine"), works(sandbox, first)) == (True, False)
    assert unit_of(path)[0] == "mine"


def test_tokens_that_are_asked_for_do_not_touch_a_unit_that_is_there(path, caplog):
    before = unit_of(path)
    Sandbox(state=path, tokens=5).stop()
    assert [record.getMessage() for record in caplog.records] == [
        f"the state file {path} holds a unit already, of 0 tokens; it stays as it is, and none are made"
    ]
    assert unit_of(path) == before


def test_what_a_test_writes_into_the_tokens_is_in_the_file_once_the_sandbox_stops(path):
    with Sandbox(state=path, tokens=3) as sandbox:
        one, two, three = sandbox.state.tokens
        sandbox.state.tokens[one]["expiresOn"] = 1
        del sandbox.state.tokens[one]["canViewLogs"]
        del sandbox.state.tokens[two]
        sandbox.state.tokens["t1"] = sandbox.state.tokens[three] | {"internalId": "t1"}
        expected = list(sandbox.state.tokens.items())
    assert unit_of(path)[1] == expected


def test_of_two_tokens_with_one_secret_the_one_that_got_it_last_has_it_after_a_restart_too(path):
    with Sandbox(state=path) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        for internal_id in ("t1", "t2"):
            owner.post(TOKENS, json=body(internal_id, accessGrantingToken="shared"))
        owner.put(TOKENS + "/t1", json=body("t1", accessGrantingToken="shared"))
        owner.delete(TOKENS + "/t2")
        owner.post(TOKENS, json=body("t3"))
        owner.post(TOKENS, json=body("t4", accessGrantingToken="secret-of-t3"))
        owner.put(TOKENS + "/t3", json=body("t3", accessGrantingToken="secret-of-t3"))
    clock = Clock()
    with Sandbox(state=path, clock=clock) as sandbox:
        assert works(sandbox, "secret-of-t3")
        used = {one for one, token in sandbox.state.tokens.items() if token["lastUsedOn"] == clock.now * 1000}
        assert used == {"t3"}
    with Sandbox(state=path) as sandbox:
        assert list(sandbox.state.tokens) == ["t1", "t3", "t4"]


def test_the_file_keeps_no_more_of_a_log_than_the_sandbox_does(path, monkeypatch):
    monkeypatch.setattr("instanakit.sandbox.kept.KEPT_ENTRIES", 3)
    with Sandbox(state=path) as sandbox:
        for number in range(9):
            sandbox.state.logged_in("jo@example.com", f"{number}", 0)
    assert [entry["fullName"] for entry in unit_of(path)[3]] == ["6", "7", "8"]


def test_an_update_keeps_the_place_of_a_token_in_the_list(path):
    with Sandbox(state=path, tokens=3) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        ids = list(sandbox.state.tokens)
        owner.put(f"{TOKENS}/{ids[0]}", json=body())
    assert [internal_id for internal_id, _ in unit_of(path)[1]] == ids


def test_a_sandbox_with_a_state_file_is_started_once(path):
    sandbox = Sandbox(state=path)
    with sandbox:
        assert works(sandbox, sandbox.api_token)
    sandbox.stop()
    with pytest.raises(ConfigurationError) as caught:
        sandbox.start()
    assert str(caught.value) == (
        f"The state file {path} was closed when the sandbox stopped. Make another sandbox with it."
    )


def test_a_sandbox_that_finds_its_port_taken_lets_go_of_its_file(path):
    with Sandbox() as other, pytest.raises(ConfigurationError, match="cannot listen"):
        Sandbox(state=path, port=int(other.base_url.rpartition(":")[2])).__enter__()
    assert unit_of(path)[1] == []


def test_a_new_unit_that_was_not_finished_is_made_anew(path, monkeypatch):
    def fail(*_):
        raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr("instanakit.sandbox.begin.fill", fail)
        with pytest.raises(InterruptedError):
            Sandbox(state=path, tokens=3)
    assert unit_of_tokens(path, 3) == 3


def unit_of_tokens(path, count):
    sandbox = Sandbox(state=path, tokens=count)
    sandbox.stop()
    return len(sandbox.state.tokens)


def test_a_file_that_is_in_use_is_refused(path):
    with Sandbox(state=path) as sandbox:
        for name in (path, path.parent / "." / path.name):
            assert refusal(name) == (
                f"The state file {name} is in use by another sandbox or program. Stop that one, or name another file."
            )
        code = "import sys; from instanakit.sandbox import Sandbox; Sandbox(state=sys.argv[1])"
        for _ in range(2):
            result = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)
            assert result.stderr.splitlines()[-1].endswith(
                "is in use by another sandbox or program. Stop that one, or name another file."
            )
        assert works(sandbox, sandbox.api_token)
    assert unit_of(path)[1] == []


def other_database(path, *statements):
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "content", [b"some notes", b"SQLite format 3\0", b"SQLite format 3\0" + b"\0" * 5000, b"\0" * 100]
)
def test_a_file_that_is_no_state_file_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    os.utime(path, (1, 1))
    assert refused(path) == f"The state file {path} is no sandbox's. Name another file."
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_database_of_somebody_else_is_refused_and_left_alone(path, journal):
    other_database(path, f"PRAGMA journal_mode = {journal}", "CREATE TABLE token (secret)")
    assert refused(path) == f"The state file {path} is no sandbox's. Name another file."


def test_a_file_of_another_schema_version_is_refused_and_left_alone(path):
    other_database(
        path, f"PRAGMA application_id = {APPLICATION_ID}", "PRAGMA user_version = 2", "CREATE TABLE owner (a)"
    )
    assert refused(path, api_token="mine") == (
        f"The state file {path} is of schema version 2; this build knows 1. "
        "Name another file, or use the version of instanakit that made this one."
    )


@pytest.mark.parametrize("cut", [200, 4096, 20_000])
def test_a_file_that_was_cut_is_refused_and_left_alone(path, cut):
    Sandbox(state=path, tokens=50).stop()
    path.write_bytes(path.read_bytes()[:cut])
    assert refused(path).startswith(f"The state file {path} is damaged: ")


def test_a_file_in_which_pages_were_overwritten_is_refused_and_left_alone(path):
    Sandbox(state=path, tokens=50).stop()
    content = bytearray(path.read_bytes())
    content[8192:20_000] = b"\xff" * (20_000 - 8192)
    path.write_bytes(content)
    message = refused(path)
    assert message.startswith(f"The state file {path} is damaged: ")
    assert message.endswith(". Name another file, or delete this one.")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE token SET document = '[true, {}]'",
        "UPDATE token SET document = '[true'",
        "UPDATE token SET document = '{}'",
        "UPDATE token SET document = 7",
        "UPDATE token SET document = NULL",
        "UPDATE token SET rank = 'first'",
        "UPDATE audit_log SET entry = '[]'",
        "UPDATE access_log SET entry = ''",
        "UPDATE owner SET api_token = 'two words'",
        "UPDATE owner SET api_token = x'00'",
        "DROP TABLE access_log",
        "DROP TABLE owner",
    ],
)
def test_a_file_with_other_content_is_damaged_and_left_alone(path, statement):
    Sandbox(state=path, tokens=5).stop()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    if "NULL" in statement:
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
        connection.close()
        connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert refused(path).startswith(f"The state file {path} is damaged: ")


def test_a_path_that_can_be_no_file_is_refused_by_its_name(tmp_path):
    assert refused(tmp_path) == f"The state file {tmp_path} is no file. Name another file."
    nowhere = tmp_path / "nowhere" / "unit.sqlite"
    with pytest.raises(ConfigurationError, match=f"The state file {nowhere} cannot be used: "):
        Sandbox(state=nowhere)
    with pytest.raises(ConfigurationError, match="cannot be used: .*embedded null"):
        Sandbox(state="unit\0")


def test_names_that_sqlite_takes_for_something_else_are_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:unit?mode=memory"):
        Sandbox(state=name).stop()
        assert (tmp_path / name).stat().st_size > 0


def test_wrong_options_are_refused_before_a_file_is_made(path):
    for wrong in ({"tokens": -1}, {"api_token": ""}, {"ids": "kept"}, {"host": ""}):
        with pytest.raises(ConfigurationError):
            Sandbox(state=path, **wrong)
    assert not path.exists()


def test_without_a_state_file_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Sandbox(tokens=3) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        owner.post(TOKENS, json=body())
    assert list(tmp_path.iterdir()) == []


def test_options_are_given_anew_with_each_start(path):
    Sandbox(state=path, ids="ignored").stop()
    sandbox = Sandbox(state=path)
    sandbox.stop()
    assert attrs.asdict(sandbox.options)["ids"] == "honoured"
