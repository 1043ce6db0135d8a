"""Policies: the packaged one, presets, and files of one's own."""

import logging

import pytest

from hygiene.conftest import token
from hygiene.policytext import read
from instanakit import ConfigurationError
from instanakit.hygiene import Severity, default_policy, read_policy
from instanakit.hygiene.registry import OF_ONE, OVER_ALL


def test_each_rule_is_a_function_and_an_entry_of_the_policy():
    assert sorted(OF_ONE.keys() | OVER_ALL.keys() | {"ITK000"}) == sorted(default_policy().rules)
    assert len({rule.slug for rule in default_policy().rules.values()}) == 19


def test_a_file_changes_what_it_names_and_keeps_the_rest(tmp_path):
    policy = read(
        tmp_path,
        """
[rules.ITK003]
limits.days = 30
severity = { default = "low" }
[rules.ITK013]
domains = ["Example.com"]
[rules.ITK016]
pattern = "ci-.*"
enabled = false
slug = "named-otherwise"
[tiers]
T2 = ["canDeleteLogs", "*SmartAlerts"]
[toxic]
of-our-own = [["canViewLogs"], ["canInvokeAlertChannel"]]
""",
    )
    plain = default_policy()
    rule = policy.rules["ITK003"]
    assert (rule.limits["days"], rule.severities["default"], rule.severities["late"]) == (
        30,
        Severity.LOW,
        Severity.HIGH,
    )
    assert policy.rules["ITK013"].domains == ("example.com",)
    rule = policy.rules["ITK016"]
    assert (rule.pattern, rule.enabled, rule.slug) == ("ci-.*", False, "named-otherwise")
    assert policy.tiers == {**plain.tiers, "T2": ("canDeleteLogs", "*SmartAlerts")}
    assert policy.toxic == {**plain.toxic, "of-our-own": (("canViewLogs",), ("canInvokeAlertChannel",))}
    assert policy.rules["ITK004"] == plain.rules["ITK004"]


UNREADABLE = {
    "a = [": "is not TOML: Invalid value (at end of document)",
    f"a = {'[' * 5000}": "is not TOML: it is nested too deeply",
    f"a = {'1' * 5000}": "is not TOML: a number in it is too long",
}


@pytest.mark.parametrize(("text", "said"), UNREADABLE.items(), ids=["syntax", "depth", "number"])
def test_what_is_no_toml_is_an_error(tmp_path, text, said):
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, text)
    assert caught.value.message == f"{tmp_path / 'policy.toml'} {said}"
    assert caught.value.hint == "Correct that; https://toml.io has the syntax."


def test_what_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "latin").write_bytes(b"\xff")
    whys = {"nothing": "No such file or directory", "latin": "it is not UTF-8", "\0": "embedded null byte"}
    for name, why in whys.items():
        path = tmp_path / name
        with pytest.raises(ConfigurationError) as caught:
            read_policy(path)
        assert (caught.value.message, caught.value.hint) == (
            f"The policy {path} cannot be read: {why}",
            "Name another file.",
        )


@pytest.mark.parametrize("path", [5, None, b"policy.toml"])
def test_what_is_no_path_is_an_error(path):
    with pytest.raises(ConfigurationError) as caught:
        read_policy(path)
    assert caught.value.message == f"path must be a Path or a text; it is {type(path).__name__}"
    assert caught.value.hint == "Write for example: read_policy('policy.toml')."


def test_presets_are_begun_with_and_changed_by_a_file(tmp_path):
    assert default_policy("pci").rules["ITK004"].limits["days"] == 90
    assert default_policy("cis").rules["ITK004"].severities["default"] is Severity.HIGH
    policy = read(tmp_path, "[rules.ITK004]\nlimits.days = 5", preset="pci")
    assert policy.rules["ITK004"].limits == {"days": 5, "late_days": 90}
    with pytest.raises(ConfigurationError, match="There is no preset 'soc'. Presets are cis and pci."):
        default_policy("soc")


def test_a_toxic_combination_is_switched_off_with_an_empty_list(tmp_path, found):
    policy = read(tmp_path, "[toxic]\nsilences-alerts = []")
    assert found("ITK010", token(), policy=policy) == []


def test_a_file_may_begin_with_a_byte_order_mark_and_domains_with_an_at(tmp_path):
    policy = read(tmp_path, "\ufeff[rules.ITK013]\ndomains = ['@Example.com']")
    assert policy.rules["ITK013"].domains == ("example.com",)


def test_a_permission_that_is_newer_than_this_build_counts_and_the_log_tells_of_it(tmp_path, found, caplog):
    text = '[tiers]\nT0 = ["canFlyToTheMoon", "canViewLogs"]\n[toxic]\nmine = [["canFlyBack"], ["canViewLogs"]]'
    with caplog.at_level(logging.WARNING, "instanakit"):
        policy = read(tmp_path, text)
    assert policy.unknown_permissions == {"canFlyToTheMoon", "canFlyBack"}
    assert caplog.messages == [
        f"{tmp_path / 'policy.toml'} names permissions that this build of instanakit does not know: canFlyBack, "
        "canFlyToTheMoon. They count for tokens that have them; check how they are spelled, since nobody has what is "
        "misspelled"
    ]
    assert found("ITK008", token(canFlyToTheMoon=True), policy=policy) == [("high", "fail", "t1")]
    assert found("ITK010", token(canFlyBack=True, canViewLogs=True), policy=policy) == [("critical", "fail", "t1")]


def test_the_log_tells_of_nothing_if_all_permissions_are_known(tmp_path, caplog):
    policy = read(tmp_path, '[tiers]\nT0 = ["canViewLogs", "*SmartAlerts"]')
    assert policy.unknown_permissions == default_policy().unknown_permissions == frozenset()
    assert caplog.messages == []
