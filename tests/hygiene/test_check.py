"""`instana.tokens.check`, over HTTP, sync and async."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from hygiene.conftest import NOW
from instanakit import ConfigurationError
from instanakit.hygiene import Baseline, default_policy
from instanakit.hygiene.api import _cutover
from instanakit.profiles import state_path
from instanakit.rotation import State
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
    client = colour.client(base_url=unit.base_url, api_token=unit.api_token)
    client._wire.now = lambda: BEGIN  # on any day
    return client


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
    assert (late.internal_id, late.remedy.endswith(f"instanakit rotations resume {rotation.rid}")) == (old, True)
    (state_path() / "rotations.sqlite").write_bytes(b"damaged")
    (unread,) = [one for one in colour.run(client.tokens.check()).findings if one.rule.id == "ITK014"]
    assert (unread.outcome, unread.threshold) == ("cannot-check", "the journal of rotations cannot be read")


def test_a_policy_and_a_baseline_are_what_they_are_called(client, colour):
    with pytest.raises(ConfigurationError, match="policy must be a Policy; it is str"):
        colour.run(client.tokens.check(policy="cis"))
    with pytest.raises(ConfigurationError, match="baseline must be a Baseline; it is dict"):
        colour.run(client.tokens.check(baseline={}))
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


def rotation(state, *, started=100, changed=99, grace=1, ends=None):
    """A rotation as the journal has it, in days ago."""
    return SimpleNamespace(
        rid="r1",
        internal_id="t1",
        new_internal_id="t2",
        state=State(state),
        grace=timedelta(days=grace),
        started_at=NOW - timedelta(days=started),
        changed_at=NOW - timedelta(days=changed),
        grace_ends_at=None if ends is None else NOW - timedelta(days=ends),
    )


@pytest.mark.parametrize(
    ("one", "since", "ends"),
    [
        (rotation("VERIFIED"), 99, 98),
        (rotation("PROMOTED", grace=7), 99, 92),
        (rotation("GRACE", ends=98), 99, 98),
        (rotation("GRACE", grace=30, ends=98), 100, 98),  # the old token's expiry has made it shorter
        (rotation("RETIRING", changed=1, ends=98), 99, 98),
        (rotation("ROLLING_BACK", changed=1, ends=98), 99, 98),
    ],
)
def test_a_rotation_counts_from_when_its_new_token_was_found_to_work(one, since, ends):
    found = _cutover(one)
    assert [(NOW - at) / timedelta(days=1) for at in (found.since, found.grace_ends_at)] == [since, ends]


@pytest.mark.parametrize(
    "state", ["PLANNED", "STAGED", "CREATING", "CREATED", "STORED", "ROLLING_BACK", "DONE", "ROLLED_BACK"]
)
def test_a_rotation_whose_new_token_is_not_known_to_work_or_that_is_over_is_none(state):
    over = state in {"DONE", "ROLLED_BACK"}
    assert _cutover(rotation(state, ends=98 if over else None)) is None
