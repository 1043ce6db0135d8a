"""profiles: what is configured, and whether it can be used."""

import pytest


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
