import os
import time
from types import SimpleNamespace

import pytest

from cli.line import Line


@pytest.fixture(autouse=True)
def no_other_configuration(tmp_path, monkeypatch):
    """Whatever the person who runs the tests has configured does not count."""
    for name in [
        name for name in os.environ if name.startswith(("INSTANA", "XDG_")) or name.lower().endswith("_proxy")
    ]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def line(instana_sandbox, monkeypatch, capsys):
    """The command line, in this process, for the owner of a fresh tenant unit."""
    monkeypatch.setenv("INSTANA_BASE_URL", instana_sandbox.base_url)
    monkeypatch.setenv("INSTANA_API_TOKEN", instana_sandbox.api_token)
    return Line(instana_sandbox, capsys)


@pytest.fixture
def checked(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line.add("risky", "t1", canConfigureUsers=True)
    line.add("fine", "t2", limitedLogsScope=True)
    return lambda *arguments: line("tokens", "check", *arguments)


@pytest.fixture
def keyed(line, tmp_path, monkeypatch):
    """The command line, for a unit with a token whose secret is in a file."""
    monkeypatch.setenv("INSTANAKIT_STATE_DIR", str(tmp_path / "state"))
    line.add("ci", "t1", canViewLogs=True)
    (tmp_path / "ci").write_text("made-up-secret-of-t1\n")
    (tmp_path / "ci").chmod(0o600)
    return line


@pytest.fixture
def settled(keyed, tmp_path, monkeypatch):
    """A profile whose token in use is `own`, by name the first of all."""
    own = keyed.add("ci a", "own", canConfigureApiTokens=True)
    (tmp_path / "own").write_text(f"{own['accessGrantingToken']}\n")
    (tmp_path / "own").chmod(0o600)
    config = tmp_path / "config.toml"
    config.write_text(
        f'default_profile = "p"\n[profiles.p]\nbase_url = "{keyed.sandbox.base_url}"\ninternal_id = "own"\n'
        'credential_file = "own"\n'
    )
    monkeypatch.setenv("INSTANAKIT_CONFIG", str(config))
    monkeypatch.delenv("INSTANA_BASE_URL")
    monkeypatch.delenv("INSTANA_API_TOKEN")
    return keyed


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """What the client would sleep passes at once."""
    monkeypatch.setattr("instanakit._wire.time", SimpleNamespace(sleep=lambda _: None, monotonic=time.monotonic))
