"""Where configuration and state are kept."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from instanakit import Secret
from instanakit.profiles import config_path, state_path
from instanakit.profiles.variables import Variables


def test_the_platform_says_where_they_are():
    assert config_path({}) == platformdirs.user_config_path("instanakit", appauthor=False) / "config.toml"
    assert state_path({}) == platformdirs.user_state_path("instanakit", appauthor=False)


@pytest.mark.parametrize(
    ("variable", "path"), [("INSTANAKIT_CONFIG", config_path), ("INSTANAKIT_STATE_DIR", state_path)]
)
def test_a_variable_moves_them(variable, path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for named, where in ((f"{tmp_path}/x", tmp_path / "x"), ("x/y", tmp_path / "x" / "y"), ("~/x", tmp_path / "x")):
        assert path({variable: named}) == where
    assert path({variable: "~nobody-of-this-name/x"}) == tmp_path / "~nobody-of-this-name" / "x"
    assert path({variable: " "}) == path({})


@pytest.mark.parametrize("path", [config_path, state_path])
def test_without_an_argument_the_environment_counts(path, monkeypatch):
    monkeypatch.setenv("INSTANAKIT_CONFIG", "/a")
    monkeypatch.setenv("INSTANAKIT_STATE_DIR", "/a")
    assert path() == Path("/a")


def test_the_environment_that_is_handed_on_reads_like_any_and_shows_nothing():
    variables = Variables({"A": " a-secret "})
    assert (dict(variables), len(variables)) == ({"A": " a-secret "}, 1)
    assert (variables.text("A"), variables.secret("A"), variables.secret("B")) == ("a-secret", Secret("a-secret"), None)
    assert repr(variables) == "<environment variables>"


def test_nothing_loads_profiles_or_platformdirs_before_one_is_used():
    command = (
        "import sys; from instanakit import Instana; Instana('https://a', api_token='a-token'); print(*sys.modules)"
    )
    modules = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
    assert "instanakit.client" in modules
    assert "instanakit.profiles" not in modules
    assert "platformdirs" not in modules.split()
