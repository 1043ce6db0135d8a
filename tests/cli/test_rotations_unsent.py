"""What only looks at rotations sends nothing, so it needs to know the tenant unit and nothing else."""

import pytest

from instanakit.cli.session import Session
from instanakit.cli.unsent import unsent
from instanakit.errors import ConfigurationError


@pytest.fixture
def rid(keyed, monkeypatch):
    """A rotation that was begun, before the credential was taken away."""
    begun = keyed("tokens", "rotate", "t1", "--sink", "file:ci", "--yes", "-o", "json")
    monkeypatch.delenv("INSTANA_API_TOKEN")
    keyed.sandbox.state.audit_log.clear()
    return begun.json["rotations"][0]["rid"]


def test_looking_at_rotations_needs_no_credential(keyed, rid):
    listed, shown = keyed("rotations", "list", "-o", "json"), keyed("rotations", "show", rid, "-o", "json")
    assert (listed.status, listed.err, shown.status, shown.err) == (0, "", 0, "")
    assert listed.json["rotations"] == [shown.json["rotation"]]
    assert keyed.did == []


def test_looking_at_rotations_never_asks_for_the_credential_that_there_is(keyed, rid, tmp_path, monkeypatch):
    config = tmp_path / "config.toml"
    config.write_text(
        f'[profiles.p]\nbase_url = "{keyed.sandbox.base_url}"\ncredential_process = ["touch", "asked"]\n'
        'verify = "no/such/certificates"\n'
    )
    monkeypatch.setenv("INSTANAKIT_CONFIG", str(config))
    monkeypatch.delenv("INSTANA_BASE_URL")
    assert keyed("rotations", "show", rid, "--profile", "p").status == 0
    assert not (tmp_path / "asked").exists()


def test_looking_at_rotations_needs_to_know_the_tenant_unit(keyed, rid, monkeypatch):
    monkeypatch.delenv("INSTANA_BASE_URL")
    ended = keyed("rotations", "show", rid)
    assert (ended.status, ended.out) == (2, "")
    assert "why:   No tenant unit is named\nnext:  Name one with --profile or --base-url" in ended.err


def test_a_command_that_sends_nothing_cannot_send_anything(keyed):
    with unsent(Session(), "list the rotations") as instana, pytest.raises(ConfigurationError) as raised:
        instana.tokens.list()
    assert str(raised.value) == (
        "This command sends nothing, so it has no credential. It is an error of instanakit: report it."
    )
    assert keyed.did == []
