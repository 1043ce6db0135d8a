"""doctor: each line, what it says next, and how it ends."""

from datetime import UTC, datetime, timedelta

import pytest

from instanakit import AuthenticationError, Instana, RateLimit
from instanakit.cli.doctor import examine, judge
from instanakit.cli.doctor.examine import _date
from instanakit.cli.session import Session
from instanakit.models import Health

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
ALL = [
    "settings",
    "address",
    "TLS",
    "clock",
    "credential",
    "health",
    "version",
    "tokens",
    "token",
    "flags",
    "logs",
    "rate limit",
]


@pytest.fixture
def doctor(line):
    """What the doctor says of each check, and how it ends."""

    def examine(*more, session=None):
        ended = line("doctor", "-o", "json", *more, session=session)
        checks = (
            {row["check"]: (row["result"], row["seen"], row["next"]) for row in ended.json["checks"]}
            if ended.out
            else {}
        )
        return checks, ended

    return examine


@pytest.fixture
def own(line, monkeypatch, tmp_path):
    """Let a token of the unit be the one in use, as a profile says."""

    def use(more="", **fields):
        line.add(
            "mine",
            "t1",
            **({"expiresOn": 4102444800000, "canConfigureApiTokens": True, "canViewAuditLog": True} | fields),
        )
        base_url = line.sandbox.base_url
        (tmp_path / "c.toml").write_text(
            f'[profiles.p]\nbase_url = "{base_url}"\ncredential_env = "MINE"\ninternal_id = "t1"\n{more}'
        )
        monkeypatch.setenv("INSTANAKIT_CONFIG", str(tmp_path / "c.toml"))
        monkeypatch.setenv("INSTANAKIT_PROFILE", "p")
        monkeypatch.setenv("MINE", "made-up-secret-of-t1")
        monkeypatch.delenv("INSTANA_API_TOKEN")
        monkeypatch.delenv("INSTANA_BASE_URL")

    return use


def test_where_all_is_well_every_line_is_fine_and_the_status_is_0(doctor, own):
    own()
    checks, ended = doctor()
    assert list(checks) == ALL
    assert {result for result, _, _ in checks.values()} == {"fine"}
    assert checks["token"][1] == "'mine' with 2 permissions, expires 2100-01-01"
    assert (ended.status, ended.err) == (0, "")


def test_which_token_is_in_use_may_not_be_known(doctor):
    checks, ended = doctor()
    assert checks["token"] == ("skipped", "which token is in use is not known", "Set internal_id in the profile, so that the token in use is not deleted by accident.")  # fmt: skip
    assert ended.status == 0


@pytest.mark.parametrize(
    ("fields", "check", "seen"),
    [
        ({"expiresOn": None}, "token", "'mine' with 2 permissions, never expires"),
        ({"canConfigureApiTokens": False}, "tokens", "the token may not read tokens"),
        ({"canViewAuditLog": False}, "logs", "the token may not read the logs"),
        ({"canTimeTravel": True}, "flags", "the server has 1 that this build does not know: canTimeTravel"),
    ],
)
def test_what_needs_attention_is_a_warning_and_the_status_is_3(doctor, own, fields, check, seen):
    own(**fields)
    checks, ended = doctor()
    assert checks[check][:2] == ("warning", seen)
    assert checks[check][2]
    assert (ended.status, ended.error["why"]) == (3, f"warnings: {check}")


def test_a_wrong_internal_id_is_a_warning(doctor, own, line):
    own()
    line.sandbox.state.put("t2", line.tokens.pop("t1") | {"internalId": "t2"}, "ann")
    checks, _ = doctor()
    assert checks["token"][:2] == ("warning", "there is no token t1")


def test_a_clock_that_is_wrong_is_a_warning(doctor):
    checks, ended = doctor(session=Session(clock=lambda: datetime.now(UTC) + timedelta(minutes=10)))
    assert checks["clock"][0] == "warning"
    assert "s ahead of the server's" in checks["clock"][1]
    assert ended.status == 3


@pytest.mark.parametrize(
    ("server", "result", "seen"),
    [
        (None, "skipped", "the server does not say what time it is"),
        (NOW, "fine", "within 1 s of the server's"),
        (NOW - timedelta(seconds=60), "fine", "within 60 s of the server's"),
        (NOW - timedelta(seconds=61), "warning", "61 s ahead of the server's"),
        (NOW + timedelta(hours=1), "warning", "3600 s behind the server's"),
    ],
)
def test_a_minute_between_the_clocks_is_borne(server, result, seen):
    found = judge.clock(server, NOW)
    assert (found.result, found.seen) == (result, seen)


def test_a_credential_that_is_refused_is_tried_the_other_way_once(doctor, line):
    line.sandbox.faults.add("status", status=401, times=2)  # a credential that is refused is asked for anew
    checks, ended = doctor()
    assert checks["credential"] == (
        "failed",
        "refused as apiToken, but accepted as Bearer",
        "Set auth_scheme = 'Bearer' in the profile.",
    )
    assert (ended.status, list(checks)) == (4, ["settings", "address", "credential"])


def test_the_other_way_to_authenticate_is_tried_once_and_with_nothing_else_changed(line):
    opened = []

    def open_client(more):
        opened.append(more)
        return Instana(line.sandbox.base_url, api_token="wrong-one", **more)

    found = list(examine({"base_url": line.sandbox.base_url}, None, lambda: NOW, open_client))
    assert opened == [{}, {"auth_scheme": "Bearer"}]
    assert isinstance(found[0], AuthenticationError)


def test_a_credential_that_is_refused_both_ways_is_wrong(doctor, monkeypatch):
    monkeypatch.setenv("INSTANA_API_TOKEN", "wrong-one")
    checks, ended = doctor("--debug")
    assert checks["credential"][1] == "refused, as apiToken and as Bearer"
    assert "neither deleted nor expired" in checks["credential"][2]
    assert ended.status == 4


def test_an_address_where_nobody_answers_is_a_failure(doctor, monkeypatch):
    monkeypatch.setenv("INSTANA_BASE_URL", "http://127.0.0.1:9")
    checks, ended = doctor()
    assert checks["address"][0] == "failed"
    assert (ended.status, list(checks)) == (1, ["settings", "address"])


def test_an_address_of_something_else_is_a_failure_that_says_so(doctor, line, monkeypatch):
    monkeypatch.setenv("INSTANA_BASE_URL", f"{line.sandbox.base_url}/wrong")
    checks, ended = doctor()
    assert (checks["address"][0], ended.status) == ("failed", 1)
    assert checks["address"][2]


@pytest.mark.parametrize(
    ("answer", "check", "status"),
    [(403, "credential", 4), (429, "rate limit", 7), (400, "version", 1), (500, "version", 1)],
)
def test_an_error_that_the_server_answers_with_leaves_the_address_fine(doctor, line, answer, check, status):
    line.sandbox.faults.add("status", status=answer, times=None)
    checks, ended = doctor()
    assert (checks["address"][0], checks[check][0], ended.status) == ("fine", "failed", status)
    assert checks[check][2]
    assert list(checks) == ["settings", "address", check]


@pytest.mark.parametrize(
    ("credential", "seen"),
    [
        ('credential_env = "NOT_SET"', "The environment variable NOT_SET is not set"),
        ('credential_file = "TLS/token"', "/TLS/token does not exist"),
        ('credential_file = "open"', "/open"),
    ],
    ids=["variable", "file in a folder named TLS", "file with mode 0644"],
)
def test_a_credential_that_is_not_there_is_a_check_of_its_own_before_anything_is_sent(
    doctor, own, line, tmp_path, credential, seen
):
    own()
    (tmp_path / "open").write_text("made-up-secret-of-t1\n")
    (tmp_path / "open").chmod(0o644)
    config = tmp_path / "c.toml"
    config.write_text(config.read_text().replace('credential_env = "MINE"', credential))
    checks, ended = doctor()
    assert (list(checks), checks["credential"][0], ended.status) == (["settings", "credential"], "failed", 2)
    assert seen in checks["credential"][1]
    assert checks["credential"][2]
    assert line.did == []


def test_a_credential_that_is_fine_is_asked_for_once(doctor, own, tmp_path):
    own()
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho >> asked\necho made-up-secret-of-t1\n")
    program.chmod(0o755)
    config = tmp_path / "c.toml"
    config.write_text(config.read_text().replace('credential_env = "MINE"', f'credential_process = ["{program}"]'))
    assert doctor()[1].status == 0
    assert (tmp_path / "asked").read_text() == "\n"


def test_a_credential_for_another_origin_is_a_check_that_failed(doctor, line):
    checks, ended = doctor("--base-url", "https://other.example.com")
    assert (list(checks), ended.status, line.did) == (["settings", "credential"], 2, [])
    assert checks["settings"][1] == "base URL from --base-url, credential from INSTANA_API_TOKEN"
    assert "it was not asked for" in checks["credential"][1]


def test_settings_that_are_wrong_in_another_way_are_no_check(line, tmp_path, monkeypatch):
    (tmp_path / "c.toml").write_text("nonsense")
    monkeypatch.setenv("INSTANAKIT_CONFIG", str(tmp_path / "c.toml"))
    for command in (["doctor"], ["profiles", "show"]):
        assert (line(*command).status, line(*command).out) == (2, "")


def test_a_certificate_that_does_not_verify_is_a_failure_of_tls(doctor, tls_port, monkeypatch):
    monkeypatch.setenv("INSTANA_BASE_URL", f"https://localhost:{tls_port}")
    checks, ended = doctor()
    assert (checks["TLS"][0], ended.status) == ("failed", 1)
    assert "CERTIFICATE_VERIFY_FAILED" in checks["TLS"][1]


@pytest.mark.parametrize(
    ("base_url", "verified", "result"),
    [
        ("http://127.0.0.1:8787", True, "fine"),
        ("http://[::1]", True, "fine"),
        ("http://unit.example.com", True, "warning"),
        ("https://127.0.0.1", False, "warning"),
        ("https://unit.example.com", True, "fine"),
    ],
)
def test_tls_is_missed_where_somebody_could_listen(base_url, verified, result):
    assert judge.connection(base_url, verified=verified).result == result


@pytest.mark.parametrize(
    ("path", "check"),
    [("*/health", "health"), ("*/api-tokens", "tokens"), ("*/auditlog", "logs")],
)
def test_what_fails_later_on_is_told_and_the_rest_goes_on(doctor, line, path, check):
    line.sandbox.faults.add("status", status=400, path=path, times=None)
    checks, ended = doctor()
    assert checks[check][0] == "failed"
    assert "rate limit" in checks
    assert (ended.status, ended.error["why"]) == (1, f"failed: {check}")


def test_a_backend_that_is_not_well_is_a_warning():
    assert judge.health(Health({"health": "RED", "messages": ["disk", "cpu"]})).seen == "RED: disk; cpu"
    assert judge.health(Health({"health": "RED"})).result == "warning"


@pytest.mark.parametrize(
    ("limit", "result"),
    [
        (None, "skipped"),
        (RateLimit(None, None, None, None), "skipped"),
        (RateLimit(5000, 500, NOW, None), "fine"),
        (RateLimit(5000, 499, None, None), "warning"),
    ],
)
def test_less_than_a_tenth_of_the_calls_is_a_warning(limit, result):
    assert judge.rate_limit(limit).result == result


@pytest.mark.parametrize("headers", [{}, {"date": "nonsense"}, {"date": "Fri, 15 Jan 2027 08:30:00"}])
def test_a_date_that_the_server_does_not_give_is_none(headers):
    assert _date(headers) is None


def test_of_many_unknown_flags_three_are_named():
    assert judge.unknown_flags(["d", "c", "b", "a"]).seen.endswith(": a, b, c and 1 more")


def test_a_token_that_ends_soon_is_a_warning(doctor, own):
    own(expiresOn=int((datetime.now(UTC) + timedelta(days=3)).timestamp() * 1000))
    checks, _ = doctor()
    assert checks["token"][0] == "warning"


def test_without_a_credential_there_is_nothing_to_examine(doctor, monkeypatch):
    monkeypatch.delenv("INSTANA_API_TOKEN")
    checks, ended = doctor()
    assert (checks, ended.status, ended.out) == ({}, 2, "")
