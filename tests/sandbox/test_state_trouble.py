"""Trouble with a state file is named for what it is, and a change that it does not take is not made at all."""

import os
import re
import sqlite3
import stat
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from helpers.tenant import TOKENS, VERSION_PATH, Clock, as_holder, body
from helpers.watch import shown
from instanakit import ConfigurationError
from instanakit.sandbox import Sandbox

RIGHTS = "you may not read and write it, or its folder. Give yourself the right to both, or name another file."
FULL = "the disk is full. Make room on it, or name another file."
NOBODY = 65534
connect = sqlite3.connect


@pytest.fixture
def path(tmp_path):
    return tmp_path / "unit.sqlite"


def refusal(path, **options):
    with pytest.raises(ConfigurationError) as caught:
        Sandbox(state=path, **options)
    return str(caught.value)


def in_no_folder(name, **options):
    return connect(name / "below", **options)


class Failing(sqlite3.Connection):
    """A connection that fails to check the file."""

    code, text = sqlite3.SQLITE_IOERR_WRITE, "disk I/O error"

    def execute(self, sql, *values):
        if "quick_check" in sql:
            error = sqlite3.OperationalError(self.text)
            error.sqlite_errorcode = self.code
            raise error
        return super().execute(sql, *values)


def failing(code, text):
    kind = type("Failing", (Failing,), {"code": code, "text": text})
    return lambda name, **options: connect(name, factory=kind, **options)


@pytest.mark.parametrize(
    ("connected", "said"),
    [
        (
            failing(sqlite3.SQLITE_READONLY_DIRECTORY, "attempt to write a readonly database"),
            f"cannot be used: {RIGHTS}",
        ),
        (in_no_folder, f"cannot be used: {RIGHTS}"),
        (failing(sqlite3.SQLITE_FULL, "database or disk is full"), f"cannot be used: {FULL}"),
        (
            failing(sqlite3.SQLITE_IOERR_READ, "disk I/O error"),
            "cannot be used: disk I/O error. Look after the disk, or name another file.",
        ),
        (
            failing(sqlite3.SQLITE_BUSY_RECOVERY, "database is locked"),
            "is in use by another sandbox or program. Stop that one, or name another file.",
        ),
        (
            failing(sqlite3.SQLITE_CORRUPT_INDEX, "database disk image is malformed"),
            "is damaged: database disk image is malformed. Name another file, or delete this one.",
        ),
        (
            failing(sqlite3.SQLITE_NOTADB, "file is not a database"),
            "is damaged: file is not a database. Name another file, or delete this one.",
        ),
    ],
)
def test_only_a_file_that_is_wrong_inside_is_called_damaged(path, monkeypatch, connected, said):
    Sandbox(state=path).stop()
    before = path.read_bytes()
    monkeypatch.setattr("instanakit.sandbox.statefile.sqlite3.connect", connected)
    assert refusal(path) == f"The state file {path} {said}"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied"), RIGHTS),
        (OSError(30, "Read-only file system"), RIGHTS),
        (OSError(28, "No space left on device"), FULL),
        (OSError(40, "Too many levels of symbolic links"), "Too many levels of symbolic links. Name another file."),
    ],
)
def test_what_the_system_says_of_a_file_is_said_with_what_to_do(path, monkeypatch, error, said):
    def fail(*_):
        raise error

    monkeypatch.setattr("instanakit.sandbox.statefile.os.open", fail)
    assert refusal(path) == f"The state file {path} cannot be used: {said}"


def test_a_file_in_no_folder_is_said_to_be_so(path):
    path.touch()
    link = path.with_name("link")
    link.symlink_to(path.parent / "nowhere" / "unit.sqlite")
    for name in (path / "below", path.parent / "nowhere" / "unit.sqlite", link):
        assert refusal(name) == (
            f"The state file {name} cannot be used: it is in no folder, or a link to nowhere. "
            "Make the folder, or name another file."
        )


def test_an_empty_path_is_refused():
    assert refusal("") == (
        "state must be the path of a file; it is empty. Name a file, or leave it out to keep nothing."
    )


@pytest.fixture
def place():
    """A folder of somebody who may not do everything, as whom the test runs."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as then:
        place = Path(name)
        if os.geteuid() == 0:  # pragma: no cover
            os.chown(place, NOBODY, -1)
            os.seteuid(NOBODY)
            then.callback(os.seteuid, 0)
        yield place


def test_a_file_or_a_folder_that_is_read_only_is_said_to_be_so(place):
    path = place / "unit.sqlite"
    Sandbox(state=path).stop()
    for locked, mode in ((path, 0o400), (path, 0o200), (place, 0o500)):
        before = stat.S_IMODE(locked.stat().st_mode)
        locked.chmod(mode)
        assert refusal(path) == f"The state file {path} cannot be used: {RIGHTS}"
        locked.chmod(before)
    place.chmod(0o500)
    assert refusal(place / "new") == f"The state file {place / 'new'} cannot be used: {RIGHTS}"
    place.chmod(0o700)


def test_a_disk_that_is_full_at_the_start_is_said_to_be_so(path, monkeypatch):
    def small(name, **options):
        connection = connect(name, **options)
        connection.execute("PRAGMA max_page_count = 40")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr("instanakit.sandbox.statefile.sqlite3.connect", small)
        assert refusal(path, tokens=200) == cannot_be_written(path)
    with Sandbox(state=path, tokens=3) as sandbox:
        assert len(sandbox.state.tokens) == 3


def cannot_be_written(path):
    return f"The state file {path} cannot be written: the disk is full; what was to be kept is undone{FULL[16:]}"


def remembered(state):
    """All that a unit remembers, in its order."""
    having, listed_from = sorted(state._by_secret.items()), sorted(state._listed_from.items())
    return repr([*kept(state), having, listed_from])


def kept(state):
    return list(state._tokens.items()), list(state.audit_log), list(state.access_log)


def kept_in(path):
    """What a file holds, as a sandbox shows it."""
    sandbox = Sandbox(state=path)
    sandbox.stop()
    return kept(sandbox.state)


class Disk(sqlite3.Connection):
    """A connection on which one step fails as on a full disk, while `full_at` names it."""

    full_at = None

    def execute(self, sql, *values):
        self.step(sql)
        return super().execute(sql, *values)

    def commit(self):
        self.step("COMMIT")
        super().commit()

    def step(self, sql):
        if self.full_at and re.search(self.full_at, sql):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error


@pytest.fixture
def disk(monkeypatch):
    monkeypatch.setattr("instanakit.sandbox.statefile.sqlite3.connect", lambda *a, **k: connect(*a, factory=Disk, **k))
    yield Disk
    Disk.full_at = None


TOKEN_WRITTEN = "(INTO|UPDATE|DELETE FROM) token"
REQUESTS = [
    ("POST", "", body("new")),
    ("POST", "", body("new", accessGrantingToken="secret-of-third")),
    ("PUT", "/new", body("new")),
    ("PUT", "/second", body("second", name="two")),
    ("PUT", "/second", body("second", accessGrantingToken="secret-of-third")),
    ("PUT", "/third", body("third", accessGrantingToken="another")),
    ("DELETE", "/first", None),
    ("DELETE", "/second", None),
    ("DELETE", "/third", None),
    ("GET", "/second", None),
]


@pytest.mark.parametrize("full_at", [TOKEN_WRITTEN, "audit_log", "COMMIT"])
@pytest.mark.parametrize("caller", ["owner", "second"])
@pytest.mark.parametrize(("method", "address", "sent"), REQUESTS)
def test_a_request_that_a_full_disk_does_not_take_is_not_done(path, disk, method, address, sent, caller, full_at):
    if (full_at, method, caller) == (TOKEN_WRITTEN, "GET", "owner"):
        pytest.skip("it changes no token")
    clock = Clock()
    with Sandbox(state=path, clock=clock, list_lag=60) as sandbox:
        secret = sandbox.api_token if caller == "owner" else "secret-of-second"
        with as_holder(sandbox, sandbox.api_token) as owner, as_holder(sandbox, secret) as client:
            for one in ("first", "second", "third"):
                owner.post(TOKENS, json=body(one, canConfigureApiTokens=True)).raise_for_status()
            clock.now += 5
            before = remembered(sandbox.state)
            disk.full_at = full_at
            for _ in range(2):
                refused = client.request(method, TOKENS + address, json=sent)
                assert (refused.status_code, refused.json()) == (507, {"message": cannot_be_written(path)})
                assert remembered(sandbox.state) == before
            assert owner.get(VERSION_PATH).status_code == (507 if full_at == "COMMIT" else 200)
            disk.full_at = None
            assert client.request(method, TOKENS + address, json=sent).is_success
            assert remembered(sandbox.state) != before
        expected = kept(sandbox.state)
    assert kept_in(path) == expected


def test_a_disk_that_is_full_in_earnest_takes_no_half_of_a_request(path):
    with Sandbox(state=path) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        connection = sandbox.state._keeper._file.connection
        (most,) = connection.execute("PRAGMA max_page_count").fetchone()
        connection.execute("PRAGMA max_page_count = 1")  # which SQLite takes for: not one more
        before = remembered(sandbox.state)
        assert owner.post(TOKENS, json=body(name="x" * 50_000)).status_code == 507
        assert remembered(sandbox.state) == before
        assert owner.get(VERSION_PATH).status_code == 200
        connection.execute(f"PRAGMA max_page_count = {most}")
        assert owner.post(TOKENS, json=body(name="x" * 50_000)).status_code == 200
        expected = kept(sandbox.state)
    assert kept_in(path) == expected


def test_a_full_log_gets_back_the_entry_that_it_lost(path, disk, monkeypatch):
    monkeypatch.setattr("instanakit.sandbox.state.KEPT_ENTRIES", 2)
    with Sandbox(state=path) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        for internal_id in ("t1", "t2"):
            owner.post(TOKENS, json=body(internal_id))
        before = remembered(sandbox.state)
        disk.full_at = "COMMIT"
        assert owner.post(TOKENS, json=body("t3")).status_code == 507
        assert remembered(sandbox.state) == before
        disk.full_at = None


def test_what_a_test_took_away_is_not_brought_back_by_what_could_not_be_kept(path, disk):
    with Sandbox(state=path) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        for internal_id in ("t1", "t2", "t3"):
            owner.post(TOKENS, json=body(internal_id))
        del sandbox.state.tokens["t2"]
        disk.full_at = "COMMIT"
        assert owner.delete(TOKENS + "/t1").status_code == 507
        assert list(sandbox.state.tokens) == ["t1", "t3"]
        disk.full_at = None


def test_the_order_of_a_file_that_cannot_be_read_any_more_is_none(path, disk):
    with Sandbox(state=path) as sandbox, as_holder(sandbox, sandbox.api_token) as owner:
        for internal_id in ("t1", "t2"):
            owner.post(TOKENS, json=body(internal_id))
        disk.full_at = " token "  # to delete it, and to read the order
        assert owner.delete(TOKENS + "/t1").status_code == 507
        assert list(sandbox.state.tokens) == ["t2", "t1"]
        disk.full_at = None


def test_a_sandbox_that_cannot_keep_the_last_changes_says_so_as_it_stops(path, disk):
    sandbox = Sandbox(state=path).start()
    sandbox.state.tokens["t1"] = body()
    disk.full_at = "INSERT"
    with pytest.raises(ConfigurationError) as caught:
        sandbox.stop()
    assert str(caught.value) == cannot_be_written(path)
    sandbox.stop()
    disk.full_at = None
    assert kept_in(path)[0] == []


@pytest.mark.parametrize("given", [None, "the-owners-own-token"])
@pytest.mark.parametrize("trouble", ["damaged", "owner", "full", "in use", "stop"])
def test_no_secret_is_in_the_frames_of_the_error(path, disk, given, trouble):
    with Sandbox(state=path, tokens=3) as sandbox:
        secrets = [sandbox.api_token, *(token["accessGrantingToken"] for token in sandbox.state.tokens.values())]
        secrets += [given] if given else []
    if trouble in {"damaged", "owner"}:
        with connect(path) as connection:
            connection.execute(
                "UPDATE audit_log SET entry = 7" if trouble == "damaged" else "UPDATE owner SET api_token = 'two words'"
            )
        connection.close()
    running = Sandbox(state=path) if trouble in {"in use", "stop"} else None
    disk.full_at = {"full": "INSERT INTO owner", "stop": "INSERT"}.get(trouble)
    act = running.stop if trouble == "stop" and running.state.tokens else partial(Sandbox, state=path, api_token=given)
    with pytest.raises(ConfigurationError) as caught:
        act()
    disk.full_at = None
    if running:
        running.stop()
    told = "\n".join(shown(caught.value))
    assert "begin.py" in told or trouble == "stop"
    assert not [secret for secret in secrets if secret in told]
