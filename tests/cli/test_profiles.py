"""profiles: what is configured, and whether it can be used."""

import pytest

from instanakit.cli.apart import settings_to_look_at
from instanakit.cli.session import Session
from instanakit.errors import ConfigurationError


@pytest.fixture
def config(monkeypatch, tmp_path):
    def write(text):
        (tmp_path / "c.toml").write_text(text)
        monkeypatch.setenv("INSTANAKIT_CONFIG", str(tmp_path / "c.toml"))

    return write


def test_a_profile_that_can_be_used_is_fine(line, config, monkeypatch):
    config('[profiles.p]\nbase_url = "https://a.example.com"\ncredential_env = "MINE"\n')
    monkeypatch.setenv("MINE", "made-up-secret")
    ended = line("profiles", "check", "p", "-o", "json")
    assert (ended.status, ended.json["profiles"][0]["result"]) == (0, "fine")
    assert "made-up-secret" not in line("profiles", "show", "p").out


PROD = '[profiles.p]\nbase_url = "https://a.example.com"\ncredential_env = "MINE"\ninternal_id = "t1"\nverify = false\n'


@pytest.mark.parametrize(
    ("arguments", "variables", "url", "credential"),
    [
        (["--base-url", "https://b.example.com"], {}, ("https://b.example.com", "--base-url"), ("environment variable INSTANA_API_TOKEN", "INSTANA_API_TOKEN")),
        (["p"], {"INSTANA_API_TOKEN": None}, ("{sandbox}", "INSTANA_BASE_URL"), ("environment variable MINE", "config.toml [profiles.p]")),
        (["p", "--base-url", "https://b.example.com"], {"INSTANA_API_TOKEN": None, "INSTANA_BASE_URL": None}, ("https://b.example.com", "--base-url"), ("environment variable MINE", "config.toml [profiles.p]")),
        ([], {"INSTANA_API_TOKEN": None, "INSTANAKIT_PROFILE": "p"}, ("{sandbox}", "INSTANA_BASE_URL"), ("environment variable MINE", "config.toml [profiles.p]")),
    ],
    ids=["token", "named", "flag", "variable"],
)  # fmt: skip
def test_a_credential_and_a_base_url_of_different_origins_are_shown_with_the_error_after_them(
    line, config, monkeypatch, arguments, variables, url, credential
):
    config(PROD)
    for name, value in variables.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    ended = line("profiles", "show", *arguments, "-o", "json")
    found = {row["setting"]: (row["value"], row["origin"]) for row in ended.json["settings"]}
    assert found["base_url"] == (url[0].format(sandbox=line.sandbox.base_url), url[1])
    assert found["credential"] == (credential[0], credential[1].replace("config.toml", "c.toml"))
    assert found["verify"] == (True, "default")  # what a profile says is said of its own unit
    assert (ended.status, line.did) == (2, [])
    assert ended.error["what"] == "cannot use these settings together"


def test_settings_that_were_looked_at_open_no_client(line, config):
    session = Session(base_url="https://b.example.com")
    _, refused = settings_to_look_at(session)
    assert refused
    with pytest.raises(ConfigurationError), session.client("try"):
        pass


def test_where_there_is_no_profile_it_says_where_to_read(line, config):
    config("")
    assert line("profiles", "list").err == "there is none; docs/profiles.md says how to make one\n"


def test_a_name_that_there_is_not_is_told_for_that_name(line, config):
    config('[profiles.p]\nbase_url = "https://a.example.com"\n')
    ended = line("profiles", "check", "q", "-o", "json")
    assert ended.json["profiles"][0]["why"].startswith("There is no profile 'q'")
    assert ended.status == 1


def test_the_output_form_of_the_configuration_counts_for_results_and_errors(line, config):
    config('output = "json"\n')
    assert line("tokens", "list").json["tokens"] == []
    assert line("tokens", "get", "x").error["kind"] == "NotFoundError"
    assert line("tokens", "list", "-o", "csv").out.startswith("internal_id,")
