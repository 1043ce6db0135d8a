"""`instana.tokens.check`, over HTTP, sync and async."""

from datetime import UTC, datetime, timedelta

import pytest

from instanakit import ConfigurationError
from instanakit.hygiene import Baseline, default_policy
from instanakit.profiles import state_path
from instanakit.sandbox import Sandbox
from instanakit.sinks import parse_sink

BEGIN = 1795564800.0


@pytest.fixture
def unit():
    with Sandbox(tokens=30, seed=1, clock=lambda: BEGIN) as sandbox:
        yield sandbox


@pytest.fixture
def client(unit, colour, tmp_path, monkeypatch):
    monkeypatch.setenv("INSTANAKIT_STATE_DIR", str(tmp_path / "state"))
    return colour.client(base_url=unit.base_url, api_token=unit.api_token)


def test_the_tokens_are_checked_at_the_servers_time(unit, client, colour):
    found = colour.run(client.tokens.check())
    assert found.checked_at == datetime.fromtimestamp(BEGIN, UTC)
    assert found.summary["tokens"] == 30
    assert {one.rule.id for one in found.findings} > {"ITK001", "ITK008", "ITK011"}
    assert found == colour.run(client.tokens.check(policy=default_policy()))
    assert len(unit.state.tokens) == 30


def test_no_secret_is_in_a_report(unit, client, colour):
    found = colour.run(client.tokens.check())
    secrets = [token["accessGrantingToken"] for token in unit.state.tokens.values()]
    assert not [secret for secret in secrets if secret in str(found.as_json())]


def test_a_rotation_in_progress_is_known_from_the_journal(unit, client, colour, tmp_path):
    old = next(iter(unit.state.tokens))
    unit.state.tokens[old] |= {"name": "one of a kind", "expiresOn": None}
    sink = parse_sink(f"file:{tmp_path}/token")
    rotation = colour.run(client.tokens.rotate(old, sink=sink, grace=timedelta(days=1)))
    found = colour.run(client.tokens.check())
    assert not [one for one in found.findings if one.rule.id == "ITK014"]
    unit.state.tokens[old]["lastUsedOn"] = int((BEGIN + 8 * 86400) * 1000)
    (late,) = [one for one in colour.run(client.tokens.check()).findings if one.rule.id == "ITK014"]
    assert (late.internal_id, late.remedy) == (old, f"instanakit rotations resume {rotation.rid}")
    (state_path() / "rotations.sqlite").write_bytes(b"damaged")
    (unread,) = [one for one in colour.run(client.tokens.check()).findings if one.rule.id == "ITK014"]
    assert (unread.outcome, unread.threshold) == ("cannot-check", "the journal of rotations cannot be read")


def test_a_policy_and_a_baseline_are_what_they_are_called(client, colour):
    with pytest.raises(ConfigurationError, match="policy must be a Policy; it is str"):
        colour.run(client.tokens.check(policy="cis"))
    other = Baseline("https://other.instana.io", datetime.now(UTC), {})
    with pytest.raises(ConfigurationError, match="The baseline is of another tenant unit, https://other.instana.io"):
        colour.run(client.tokens.check(baseline=other))


def test_what_changed_since_a_baseline_is_told(unit, client, colour):
    before = colour.run(client.tokens.check()).baseline()
    changed = next(one for one, token in unit.state.tokens.items() if not token.get("canConfigureUsers"))
    unit.state.tokens[changed]["canConfigureUsers"] = True
    found = colour.run(client.tokens.check(baseline=before))
    assert [(one.internal_id, one.severity) for one in found.findings if one.rule.id == "ITK018"] == [(changed, "high")]


def test_a_rotation_that_is_over_leaves_nothing_to_be_said(unit, client, colour, tmp_path):
    old = next(iter(unit.state.tokens))
    unit.state.tokens[old] |= {"name": "one of a kind", "expiresOn": None}
    colour.run(client.tokens.rotate(old, sink=parse_sink(f"file:{tmp_path}/token"), grace=timedelta()))
    found = colour.run(client.tokens.check())
    assert not [one for one in found.findings if one.rule.id == "ITK014"]
