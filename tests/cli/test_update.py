"""tokens update: what is named changes, and nothing else."""

import logging

import pytest

from instanakit import Instana


def test_only_what_is_named_changes_and_permissions_of_a_newer_server_survive(line):
    line.add(canTimeTravel=True, canViewLogs=True, limitedLogsScope=True, expiresOn=4102444800000)
    ended = line(
        "tokens", "update", "t1", "--name", "renamed", "--grant", "configure-agents", "--revoke", "view-logs",
        "--unlimit-scope", "logs", "--no-expiry", "-o", "json",
    )  # fmt: skip
    stored = line.tokens["t1"]
    assert ended.status == 0
    assert (stored["name"], stored["canTimeTravel"], stored["canConfigureAgents"]) == ("renamed", True, True)
    assert (stored["canViewLogs"], stored["limitedLogsScope"], stored["expiresOn"]) == (False, False, None)
    assert [change["field"] for change in ended.json["token"]["changes"]] == [
        "name", "permissions", "limited_scopes", "expires_at",
    ]  # fmt: skip


def test_a_dry_run_shows_what_would_change_and_sends_nothing_that_writes(line):
    line.add(canViewLogs=True)
    ended = line(
        "tokens", "update", "t1", "--grant", "configure-agents", "--grant", "view-logs", "--dry-run", "-o", "json"
    )
    assert ended.json["plan"]["changes"] == [{"field": "permissions", "added": ["canConfigureAgents"], "removed": []}]
    assert line.did == ["GET /t1"]


def test_an_empty_name_is_sent_to_be_refused_and_not_overlooked(line):
    line.add()
    assert line("tokens", "update", "t1", "--name", "").status != 0
    assert line.tokens["t1"]["name"] == "one"


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_a_warning_of_the_library_reaches_the_one_who_reads_that_form(line, monkeypatch, form):
    line.add()

    def update(*_, **__):
        logging.getLogger("instanakit").warning("something \x1b[31m odd")
        return found

    with Instana(line.sandbox.base_url, api_token=line.sandbox.api_token) as instana:
        found = instana.tokens.get("t1")
    monkeypatch.setattr("instanakit.tokens.Tokens.update", update)
    ended = line("tokens", "update", "t1", "--name", "x", "-o", form)
    assert ended.status == 0
    assert "something" in (ended.out if form == "json" else ended.err)
    assert "\x1b" not in ended.out + ended.err
    assert "something" not in line("tokens", "update", "t1", "--name", "x", "-q", "--debug", "-o", "csv").err
    if form != "json":
        assert line("tokens", "update", "t1", "--name", "x", "-o", form, "-q").err == ""


def test_an_interrupted_update_says_how_to_look(line, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    line.add()
    monkeypatch.setattr("instanakit.tokens.Tokens.update", interrupt)
    ended = line("tokens", "update", "t1", "--name", "x")
    assert ended.status == 130
    assert "next:  It may or may not have been done; see 'instanakit tokens get t1'.\n" in ended.err
