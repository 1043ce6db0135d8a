import os
import sys
from pathlib import Path

import pytest

from instanakit.profiles import load_profile, resolve

PROD = "https://unit-tenant.instana.io"
PROFILE = f'[profiles.prod]\nbase_url = "{PROD}"\n'
VARIABLES = ("INSTANA_BASE_URL", "INSTANA_ENDPOINT", "INSTANA_API_TOKEN")


class Setting:
    """A configuration file and a folder to work in, both of this test alone, and an environment that leads to them."""

    def __init__(self, folder):
        self.file = folder / "config.toml"
        self.work = folder / "work" / "deep"
        self.work.mkdir(parents=True)
        self.environ = {"INSTANAKIT_CONFIG": str(self.file), "PATH": os.environ["PATH"]}
        self.write("")

    def write(self, text, name="config.toml", mode=0o600):
        """Write a file beside the configuration file."""
        path = self.file.parent / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def profile(self, more="", name="prod"):
        """The profile that these lines make."""
        self.write(f"{PROFILE}{more}")
        return load_profile(name, environ=self.environ)

    def resolve(self, variables=None, **flags):
        """What counts with these variables and flags."""
        return resolve(**flags, environ=self.environ | (variables or {}), cwd=self.work)

    def program(self, code, name="program"):
        """A program that runs this code; its folder is the configuration file's."""
        return self.write(f"#!{sys.executable}\n{code}\n", name, 0o700)


@pytest.fixture
def setting(tmp_path):
    return Setting(tmp_path)


@pytest.fixture(autouse=True)
def no_other_configuration(tmp_path, monkeypatch):
    """Whatever the person who runs the tests has configured does not count."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith(("INSTANA", "XDG_"))]:
        monkeypatch.delenv(name)
    assert Path("~").expanduser() == tmp_path
