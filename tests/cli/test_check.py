"""tokens check: its forms, its policy and baseline, its exit statuses. What it writes is in test_check_files.py."""

import csv
import io
import json
import stat

import pytest

from cli.line import on_terminal
from instanakit.cli.session import Session
from instanakit.hygiene import Report
from instanakit.hygiene.report import ANALOGY


def test_a_person_sees_the_worst_first_each_with_what_to_do(checked):
    ended = checked()
    assert ended.status == 0
    assert ended.out.splitlines()[:8] == [
        "high (2, and 1 that cannot be checked)",
        "  ITK001 no-expiry: risky (t1)",
        "    expiresOn: none; limit: an expiry must be set (GitLab 16.0 removed tokens that never expire; GitHub organisations default to 366 days)",
        "    instanakit tokens rotate t1 --sink SINK --expires 90d",
        "  ITK008 privileged: risky (t1)",
        "    T0: canConfigureUsers; T1: none; limit: none of tier T0 and T1 without a waiver (PCI DSS 7.2.5)",
        "    instanakit tokens update t1 --revoke canConfigureUsers",
        "  ITK013 owner-gone: the tenant unit",
    ]
    assert "    tokens: 2; cannot be checked: the policy names no domains (FedRAMP AC-2(3))" in ended.out
    assert ended.err == ""


def test_a_table_ends_with_the_counts_what_was_checked_with_and_that_the_sources_are_an_analogy(checked):
    *_, counts, clock, policy, last = checked("-q").out.splitlines()
    assert counts == "2 tokens: 2 high, 2 medium; 1 cannot be checked"
    assert clock.endswith(", by the server's clock")
    assert (policy, last) == ("Policy: no file; preset: none", ANALOGY)


def test_a_table_says_where_what_is_waived_is_listed(checked, tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[waivers]]\nrule = "ITK008"\ntoken = "*"\nreason = "r"\napprover = "a"\nuntil = 2999-12-31\n'
    )
    lines = checked("--policy", "mine.toml").out.splitlines()
    assert lines[-2] == "What is waived: -o json or -o markdown"
    assert lines[-5].endswith("; 1 waived")
    assert len(checked("--policy", "mine.toml", "-o", "json").json["waived"]) == 1


def test_of_a_csv_it_is_said_aside_that_the_sources_are_an_analogy(checked):
    assert checked("-o", "csv").err == f"{ANALOGY}\n"
    assert checked("-o", "csv", "-q").err == ""
    assert ANALOGY not in checked("-o", "csv").out


def test_a_report_says_which_policy_and_which_preset_it_was_made_with(checked, tmp_path):
    (tmp_path / "mine.toml").write_text("")
    summary = checked("--policy", "./mine.toml", "--preset", "pci", "-o", "json").json["summary"]
    assert (summary["policy"], summary["preset"]) == ("mine.toml", "pci")
    summary = checked("-o", "json").json["summary"]
    assert (summary["policy"], summary["preset"]) == (None, None)


def test_json_has_findings_and_a_summary_and_nothing_else(checked):
    found = checked("-o", "json").json
    assert list(found) == ["schema_version", "findings", "waived", "summary"]
    assert found["findings"][0]["token"] == {"internalId": "t1", "name": "risky"}
    assert found["summary"]["tokens"] == 2


def test_each_form_has_every_finding(checked):
    count = len(checked("-o", "json").json["findings"])
    *lines, last = map(json.loads, checked("-o", "jsonl").out.splitlines())
    assert len(lines) == count
    assert last["summary"]["sources"] == ANALOGY
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


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_a_long_report_is_written_in_parts_and_never_held_as_json(line, monkeypatch, form):
    for number in range(600):
        line.add(f"name {number}", f"t{number}")
    written, write = [], Session.write
    monkeypatch.setattr(Session, "write", lambda session, text: written.append(text) or write(session, text))
    monkeypatch.setattr(Report, "as_json", lambda report: pytest.fail("held as a whole"))
    ended = line("tokens", "check", "-o", form)
    assert ended.status == 0
    assert len(written) > 1
    assert sum(f"name {number}" in ended.out for number in range(600)) == 600
    assert ended.out.count("severity,rule,slug") == (form == "csv")


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
    assert "\x1b[31mhigh (2, and 1 that cannot be checked)\x1b[0m" in shown
    assert "instanakit tokens rotate t1 --sink SINK --expires 90d" in shown


def test_a_permission_that_this_build_does_not_know_is_a_warning_as_a_program_reads_it(checked, tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text('[tiers]\nT0 = ["canConfigureTheWeather"]\n')
    ended = checked("--policy", str(path), "-o", "json")
    (warning,) = json.loads(ended.err)["warnings"]
    assert "does not know: canConfigureTheWeather" in warning
