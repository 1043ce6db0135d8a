"""Policies: the packaged one, presets, and files of one's own, whose errors name the line."""

from datetime import date

import pytest

from hygiene.conftest import token
from instanakit import ConfigurationError
from instanakit.hygiene import Severity, default_policy, read_policy
from instanakit.hygiene.registry import OF_ONE, OVER_ALL


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "policy.toml"
        path.write_text(text)
        return path

    return write


def test_each_rule_is_a_function_and_an_entry_of_the_policy():
    assert sorted(OF_ONE.keys() | OVER_ALL.keys() | {"ITK000"}) == sorted(default_policy().rules)
    assert len({rule.slug for rule in default_policy().rules.values()}) == 19


def test_a_file_changes_what_it_names_and_keeps_the_rest(written):
    policy = read_policy(
        written(
            """
[rules.ITK003]
limits.days = 30
severity = { default = "low" }
[rules.ITK013]
domains = ["Example.com"]
[rules.ITK016]
pattern = "ci-.*"
enabled = false
[tiers]
T2 = ["canDeleteLogs"]
[toxic]
of-our-own = [["canViewLogs"], ["canInvokeAlertChannel"]]
"""
        )
    )
    plain = default_policy()
    rule = policy.rules["ITK003"]
    assert (rule.limits["days"], rule.severities["default"], rule.severities["late"]) == (
        30,
        Severity.LOW,
        Severity.HIGH,
    )
    assert policy.rules["ITK013"].domains == ("example.com",)
    assert (policy.rules["ITK016"].pattern, policy.rules["ITK016"].enabled) == ("ci-.*", False)
    assert policy.tiers == {**plain.tiers, "T2": ("canDeleteLogs",)}
    assert policy.toxic == {**plain.toxic, "of-our-own": (("canViewLogs",), ("canInvokeAlertChannel",))}
    assert policy.rules["ITK004"] == plain.rules["ITK004"]


WRONG = {
    "[rules.ITK999]": "line 1: rules.ITK999 is not known",
    "\n[rules.ITK003]\nlimit = 5": "line 3: rules.ITK003.limit is not known",
    "[rules.ITK003]\n\nlimits.day = 5": "line 3: rules.ITK003.limits.day is not known",
    "[rules.ITK003]\nlimits = { days = 'x' }": "line 2: rules.ITK003.limits.days must be a number from 0 to a milliard",
    "[rules.ITK003.limits]\ndays = true": "line 2: rules.ITK003.limits.days must be a number from 0 to a milliard",
    "[rules.ITK003.limits]\ndays = -1": "line 2: rules.ITK003.limits.days must be a number from 0 to a milliard",
    "[rules.ITK003.limits]\ndays = inf": "line 2: rules.ITK003.limits.days must be a number from 0 to a milliard",
    "[rules.ITK003]\nseverity.default = 'bad'": "line 2: rules.ITK003.severity.default must be a severity",
    "[rules.ITK003]\nseverity.worst = 'low'": "line 2: rules.ITK003.severity.worst is not known",
    "[rules.ITK003]\nenabled = 'yes'": "line 2: rules.ITK003.enabled must be true or false",
    "[rules.ITK003]\nslug = 5": "line 2: rules.ITK003.slug must be a text",
    "[rules.ITK016]\npattern = '('": "line 2: rules.ITK016.pattern is no regular expression: ",
    "[tiers]\nT0 = 'x'": "line 2: tiers.T0 must be a list",
    "[tiers]\nT0 = [5]": "line 2: tiers.T0 must be a list of texts",
    "[tiers]\nT9 = []": "line 2: tiers.T9 is not known",
    "[toxic]\nmine = ['x']": "line 2: toxic.mine must be a list",
    "[toxic]\nmine = [['canVewLogs']]": "line 2: toxic.mine names no permission: 'canVewLogs'",
    "[tiers]\nT1 = ['canDoWhatever']": "line 2: tiers.T1 names no permission: 'canDoWhatever'",
    "[rules.ITK003]\nlimits.days = 1"
    + "0" * 400: "line 2: rules.ITK003.limits.days must be a number from 0 to a milliard",
    "rules = 5": "line 1: rules must be a table",
    "name = 5": "line 1: name is not known",
    "waivers = 5": "line 1: waivers must be tables, each under [[waivers]]",
    "[[waivers]]\nrule = 'ITK008'": "line 1: waivers.token must be a text, in every waiver",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_a_file_may_not_say_is_an_error_with_the_line(written, text, said):
    path = written(text)
    with pytest.raises(ConfigurationError) as caught:
        read_policy(path)
    assert caught.value.message.startswith(f"{path}, {said}")


WAIVER = """[[waivers]]
rule = "ITK008"
token = "ci-*"
reason = "deploys"
approver = "grace"
until = 2027-01-31
"""


def test_a_waiver_has_a_rule_a_selector_a_reason_an_approver_and_an_end(written):
    (waiver,) = read_policy(written(WAIVER)).waivers
    assert (waiver.rule, waiver.token, waiver.until) == ("ITK008", "ci-*", date(2027, 1, 31))


@pytest.mark.parametrize(
    ("said", "instead", "problem"),
    [
        ('"ITK008"', '"ITK999"', "waivers.rule names no rule that can be waived: 'ITK999'"),
        ("2027-01-31", '"soon"', "waivers.until must be a date, as in 2027-01-31, in every waiver"),
        ("2027-01-31", "2027-01-31T00:00:00Z", "waivers.until must be a date, as in 2027-01-31, in every waiver"),
        ('"ITK008"', '"ITK000"', "waivers.rule names no rule that can be waived: 'ITK000'"),
        ('"deploys"', '" "', "waivers.reason must be a text, in every waiver"),
        ("approver", "approved_by", "waivers.approver must be a text, in every waiver"),
        ("until", 'more = "x"\nuntil', "waivers.more is not known"),
    ],
)
def test_a_waiver_that_lacks_something_is_an_error(written, said, instead, problem):
    path = written(WAIVER.replace(said, instead))
    with pytest.raises(ConfigurationError, match="line ") as caught:
        read_policy(path)
    assert problem in caught.value.message


def test_what_is_no_toml_or_cannot_be_read_is_an_error(written, tmp_path):
    with pytest.raises(ConfigurationError, match="is not TOML"):
        read_policy(written("a = ["))
    with pytest.raises(ConfigurationError, match="cannot be read: No such file or directory"):
        read_policy(tmp_path / "nothing.toml")
    (tmp_path / "latin").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError, match="cannot be read: it is not UTF-8"):
        read_policy(tmp_path / "latin")


def test_presets_are_begun_with_and_changed_by_a_file(written):
    assert default_policy("pci").rules["ITK004"].limits["days"] == 90
    assert default_policy("cis").rules["ITK004"].severities["default"] is Severity.HIGH
    policy = read_policy(written("[rules.ITK004]\nlimits.days = 5"), preset="pci")
    assert policy.rules["ITK004"].limits == {"days": 5, "late_days": 90}
    with pytest.raises(ConfigurationError, match="There is no preset 'soc'. Presets are cis and pci."):
        default_policy("soc")


def test_the_line_is_that_of_the_waiver_that_is_wrong(written):
    path = written(f"{WAIVER}\n{WAIVER.replace('ITK008', 'ITK999')}")
    with pytest.raises(ConfigurationError, match="line 9: waivers.rule names no rule"):
        read_policy(path)
    with pytest.raises(ConfigurationError, match="line 8: waivers.reason must be a text"):
        read_policy(written(f"{WAIVER}\n{WAIVER.replace('reason', 'why')}"))


def test_a_toxic_combination_is_switched_off_with_an_empty_list(written, found):
    policy = read_policy(written("[toxic]\nsilences-alerts = []"))
    assert found("ITK010", token(), policy=policy) == []


def test_a_file_may_begin_with_a_byte_order_mark_and_domains_with_an_at(written):
    policy = read_policy(written("\ufeff[rules.ITK013]\ndomains = ['@Example.com']"))
    assert policy.rules["ITK013"].domains == ("example.com",)
