"""tokens check: its forms, its files, its exit statuses."""

import csv
import io
import os
import stat

import pytest

from cli.line import on_terminal


@pytest.fixture
def checked(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line.add("risky", "t1", canConfigureUsers=True)
    line.add("fine", "t2", limitedLogsScope=True)
    return lambda *arguments: line("tokens", "check", *arguments)


def test_a_person_sees_the_worst_first_each_with_what_to_do(checked):
    ended = checked()
    assert ended.status == 0
    assert ended.out.splitlines()[:8] == [
        "high (3)",
        "  ITK001 no-expiry: risky (t1)",
        "    an expiry must be set (GitLab 16.0 removed tokens that never expire; GitHub organisations default to 366 days)",
        "    instanakit tokens rotate t1 --sink SINK --expires 90d",
        "  ITK008 privileged: risky (t1)",
        "    none of tier T0 and T1 without a waiver (PCI DSS 7.2.5)",
        "    instanakit tokens update t1 --revoke canConfigureUsers",
        "  ITK013 owner-gone: the tenant unit",
    ]
    assert "    cannot be checked: the policy names no domains (FedRAMP AC-2(3))" in ended.out
    assert ended.err == (
        "2 tokens: 2 high, 2 medium; 1 cannot be checked. "
        "The sources are rules for the accounts of people, applied to tokens by analogy.\n"
    )


def test_json_has_findings_and_a_summary_and_nothing_else(checked):
    found = checked("-o", "json").json
    assert list(found) == ["schema_version", "findings", "summary"]
    assert found["findings"][0]["token"] == {"internalId": "t1", "name": "risky"}
    assert found["summary"]["tokens"] == 2


def test_each_form_has_every_finding(checked):
    count = len(checked("-o", "json").json["findings"])
    assert len(checked("-o", "jsonl").out.splitlines()) == count
    rows = list(csv.DictReader(io.StringIO(checked("-o", "csv").out)))
    assert len(rows) == count
    assert {row["outcome"] for row in rows} == {"fail", "cannot-check"}
    assert len(checked("-o", "sarif").json["runs"][0]["results"]) == count
    assert sum(line.startswith("| ITK") for line in checked("-o", "markdown").out.splitlines()) == count


@pytest.mark.parametrize(("severity", "status"), [("critical", 0), ("high", 3), ("low", 3)])
@pytest.mark.parametrize("form", ["table", "json", "sarif"])
def test_what_is_bad_enough_ends_with_status_3(checked, severity, status, form):
    ended = checked("--fail-on", severity, "-o", form)
    assert ended.status == status
    assert ended.out


def test_a_policy_of_ones_own_and_a_preset_are_used(checked, tmp_path):
    (tmp_path / "mine.toml").write_text("[rules.ITK001]\nenabled = false")
    found = checked("--policy", "mine.toml", "--preset", "pci", "-o", "json").json["findings"]
    assert "ITK001" not in {one["rule"] for one in found}
    (tmp_path / "mine.toml").write_text("[rules.ITK001]\nenable = false")
    ended = checked("--policy", "mine.toml")
    assert ended.status == 2
    assert "mine.toml, line 2: rules.ITK001.enable is not known" in ended.err


def test_a_baseline_is_saved_for_oneself_alone_and_compared_with(checked, line, tmp_path):
    assert checked("--save-baseline", "base.json").status == 0
    assert stat.S_IMODE((tmp_path / "base.json").stat().st_mode) == 0o600
    line.tokens["t2"]["canConfigureUsers"] = True
    found = checked("--baseline", "base.json", "-o", "json").json["findings"]
    assert [one["token"]["internalId"] for one in found if one["rule"] == "ITK018"] == ["t2"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "base.json cannot be read: No such file or directory"),
        ("{", "base.json is not JSON"),
        ("{}", "That is no baseline: KeyError"),
    ],
)
def test_what_is_no_baseline_is_told(checked, tmp_path, content, why):
    if content is not None:
        (tmp_path / "base.json").write_text(content)
    ended = checked("--baseline", "base.json")
    assert (ended.status, ended.out) == (2, "")
    assert f"why:   {why}\n" in ended.err


def test_a_page_is_written_whole_or_not_at_all(checked, tmp_path):
    assert checked("--html", "page.html").status == 0
    assert "risky" in (tmp_path / "page.html").read_text()
    (tmp_path / "folder").mkdir()
    ended = checked("--html", "folder", "-o", "json")
    assert ended.status == 1
    assert ended.error["why"] == "folder is no file"
    assert ended.json["findings"]  # which are shown all the same
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("page.html")
    for path in ("pipe", "link", "/", ".", "nowhere/page.html"):
        assert checked("--html", path).status == 1, path
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert (tmp_path / "link").is_symlink()
    assert checked("--html", "same", "--save-baseline", "same").status == 2


def test_forms_of_this_command_are_none_of_others(line):
    assert line("tokens", "list", "-o", "sarif").status == 2


def test_names_from_the_server_do_nothing_to_a_terminal(line):
    line.add("\x1b[31mred", "t1")
    for form in ("table", "json", "sarif", "markdown", "csv"):
        assert "\x1b[31m" not in line("tokens", "check", "-o", form).out


def test_on_a_terminal_severities_have_their_colours(line):
    line.add("risky", "t1", canConfigureUsers=True)
    variables = {"INSTANA_BASE_URL": line.sandbox.base_url, "INSTANA_API_TOKEN": line.sandbox.api_token}
    status, shown = on_terminal("tokens", "check", columns=120, **variables)
    assert status == 0
    assert "\x1b[31mhigh (3)\x1b[0m" in shown
    assert "instanakit tokens rotate t1 --sink SINK --expires 90d" in shown
