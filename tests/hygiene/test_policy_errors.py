"""What a policy's file may not say: each error has its line, and what to do next."""

import pytest

from hygiene.policytext import read, refused
from instanakit.hygiene import default_policy
from instanakit.hygiene.policy_limits import limit
from instanakit.hygiene.policy_source import Source

TOP = "Known are tiers, toxic, rules, waivers."
RULES = "Known are " + ", ".join(f"ITK{number:03}" for number in range(19)) + "."
KEYS = "Known are enabled, slug, severity, limits, source, remedy."
SEVERITIES = "Severities are low, medium, high, critical."
DAYS = "must be a number of days from 0 to 36500"
PATTERN = 'Write for example: pattern = "[a-z]+(-[a-z0-9]+)*".'
DOMAINS = 'Write for example: domains = ["example.com"].'

KEY = [
    ("name = 5", "line 1: name is not known", TOP),
    ("[[waiver]]\nrule = 'ITK008'", "line 1: waiver is not known", f"Did you mean waivers? {TOP}"),
    ("[rules.ITK999]", "line 1: rules.ITK999 is not known", f"Did you mean ITK009? {RULES}"),
    ("\n[rules.ITK003]\nlimit = 5", "line 3: rules.ITK003.limit is not known", f"Did you mean limits? {KEYS}"),
    (
        "[rules.ITK003]\n\nlimits.day = 5",
        "line 3: rules.ITK003.limits.day is not known",
        "Did you mean days? Known are days.",
    ),
    (
        "[rules.ITK003]\nseverity.worst = 'low'",
        "line 2: rules.ITK003.severity.worst is not known",
        "Known are default, privileged, late.",
    ),
    ("[tiers]\nT9 = []", "line 2: tiers.T9 is not known", "Known are T0, T1, T2."),
    ('"a b\\n" = 5', 'line 1: "a b\\n" is not known', TOP),
]
KIND = [
    ("rules = 5", "line 1: rules must be a table", "Write for example: rules.ITK000.enabled = true."),
    ("[[rules]]\nITK003 = 5", "line 1: rules must be a table", "Write for example: rules.ITK000.enabled = true."),
    (
        "\ntiers = []",
        "line 2: tiers must be a table",
        'Write for example: tiers.T0 = ["canConfigureApiTokens", "canConfigureUsers"].',
    ),
    ("rules.ITK003 = 2027-01-31", "line 1: rules.ITK003 must be a table", "Write for example: ITK003.enabled = true."),
    (
        "[rules.ITK003]\nlimits = 5",
        "line 2: rules.ITK003.limits must be a table",
        "Write for example: limits.days = 90.",
    ),
    (
        "[rules.ITK003]\nseverity = 'high'",
        "line 2: rules.ITK003.severity must be a table",
        'Write for example: severity.default = "medium".',
    ),
    (
        "[rules.ITK003]\nseverity.default = 'hihg'",
        "line 2: rules.ITK003.severity.default must be a severity",
        f"Did you mean high? {SEVERITIES}",
    ),
    ("[rules.ITK003]\nseverity.default = 5", "line 2: rules.ITK003.severity.default must be a severity", SEVERITIES),
    (
        "[rules.ITK003]\nenabled = 'yes'",
        "line 2: rules.ITK003.enabled must be true or false",
        "Write for example: enabled = true.",
    ),
    (
        "[rules.ITK003]\nslug = 5",
        "line 2: rules.ITK003.slug must be a text",
        'Write for example: slug = "rotation-overdue".',
    ),
    (
        "[rules.ITK003]\nsource = ['x']",
        "line 2: rules.ITK003.source must be a text",
        'Write for example: source = "CIS AWS Foundations 1.14".',
    ),
    ("[rules.ITK016]\npattern = 5", "line 2: rules.ITK016.pattern must be a text", PATTERN),
    ("[rules.ITK013]\ndomains = 'x.org'", "line 2: rules.ITK013.domains must be a list of texts", DOMAINS),
    ("[rules.ITK013]\ndomains = [\n'x.org',\n5]", "line 4: rules.ITK013.domains must be a list of texts", DOMAINS),
    ("[rules.ITK013]\ndomains = [' ']", "line 2: rules.ITK013.domains must be a list of texts", DOMAINS),
]
LIMIT = [
    *(
        (
            f"[rules.ITK003]\nlimits.days = {value}",
            f"line 2: rules.ITK003.limits.days {DAYS}",
            "Write for example: days = 90.",
        )
        for value in (
            "'x'",
            "true",
            "-1",
            "-0.1",
            "nan",
            "inf",
            "36501",
            "1e300",
            "1" + "0" * 400,
            "[5]",
            "{}",
            "07:32:00",
        )
    ),
    *(
        (
            f"[rules.ITK009]\nlimits.share = {value}",
            "line 2: rules.ITK009.limits.share must be a share above 0 and at most 1",
            "Write for example: share = 0.5.",
        )
        for value in ("0", "-0.5", "1.01", "50", "nan")
    ),
    *(
        (
            f"[rules.ITK009]\nlimits.takes_over = {value}",
            "line 2: rules.ITK009.limits.takes_over must be a whole number from 1 to 100",
            "Write for example: takes_over = 5.",
        )
        for value in ("0", "2.5", "101")
    ),
    *(
        (
            f"[rules.ITK007]\nlimits.{name} = 0",
            f"line 2: rules.ITK007.limits.{name} must be a number of days from 1 to 36500",
            f"Write for example: {name} = 30.",
        )
        for name in ("days", "used_days")
    ),
    (
        "[rules.ITK017]\nlimits.seconds = 86401",
        "line 2: rules.ITK017.limits.seconds must be a number of seconds from 0 to 86400",
        "Write for example: seconds = 1.",
    ),
]
ORDER = [
    (
        "[rules.ITK004]\nlimits.days = 120",
        "line 2: rules.ITK004.limits.days is 120 and must be at most late_days, which is 90",
        "Raise late_days, or lower days.",
    ),
    (
        "[rules.ITK004]\nlimits.late_days = 44.5",
        "line 2: rules.ITK004.limits.late_days is 44.5 and must be at least days, which is 45",
        "Raise late_days, or lower days.",
    ),
    (
        "[rules.ITK005.limits]\nlate_days = 1\ndays = 2",
        "line 3: rules.ITK005.limits.days is 2 and must be at most late_days, which is 1",
        "Raise late_days, or lower days.",
    ),
    (
        "[rules.ITK002]\nlimits.privileged_days = 367",
        "line 2: rules.ITK002.limits.privileged_days is 367 and must be at most days, which is 366",
        "Raise days, or lower privileged_days.",
    ),
    (
        "[rules.ITK007]\nlimits.days = 13",
        "line 2: rules.ITK007.limits.days is 13 and must be at least medium_days, which is 14",
        "Raise days, or lower medium_days.",
    ),
    (
        "[rules.ITK007]\nlimits.medium_days = 6",
        "line 2: rules.ITK007.limits.medium_days is 6 and must be at least high_days, which is 7",
        "Raise medium_days, or lower high_days.",
    ),
    (
        "[rules.ITK007]\nlimits.critical_days = 8",
        "line 2: rules.ITK007.limits.critical_days is 8 and must be at most high_days, which is 7",
        "Raise high_days, or lower critical_days.",
    ),
]
SLOW = (
    "line 2: rules.ITK016.pattern repeats a group of nothing but what is repeated: a name could keep it busy for years"
)
EXPRESSION = [
    (
        "[rules.ITK016]\npattern = '('",
        "line 2: rules.ITK016.pattern is no regular expression: missing ), unterminated subpattern at position 0",
        PATTERN,
    ),
    (
        "[rules.ITK016]\npattern = 'a{99999999999}'",
        "line 2: rules.ITK016.pattern is no regular expression: the repetition number is too large",
        PATTERN,
    ),
    (
        "[rules.ITK016]\npattern = '[[a]'",
        "line 2: rules.ITK016.pattern is no regular expression: Possible nested set at position 1",
        PATTERN,
    ),
    *(
        (f"[rules.ITK016]\npattern = '{pattern}'", SLOW, "Repeat one of the two alone: (a+)+ is a+.")
        for pattern in ("(a+)+$", "x(?:[a-z()]*?)*", r"(\w+){2,}", "(?P<n>.{1,})+", r"([\]a]+)*")
    ),
]


@pytest.mark.parametrize(("text", "said", "hint"), [*KEY, *KIND, *LIMIT, *ORDER, *EXPRESSION])
def test_what_a_file_may_not_say_is_an_error_with_the_line_and_a_hint(tmp_path, text, said, hint):
    assert refused(tmp_path, text) == (said, hint)


LIMITS = [(id_, name, value) for id_, rule in default_policy().rules.items() for name, value in rule.limits.items()]


@pytest.mark.parametrize(("id_", "name", "value"), LIMITS)
def test_each_packaged_limit_is_in_its_bounds(id_, name, value):
    assert limit(value, value, Source("packaged", {}, {(): 1}), ("rules", id_, "limits", name)) == value


FITTING = [
    ("ITK009", "share", "1"),
    ("ITK009", "share", "1e-9"),
    ("ITK009", "takes_over", "1"),
    ("ITK006", "days", "0"),
    ("ITK006", "days", "36500"),
    ("ITK003", "days", "0.5"),
    ("ITK004", "days", "90"),
    ("ITK007", "critical_days", "0"),
    ("ITK007", "used_days", "1"),
    ("ITK017", "seconds", "86400"),
]


@pytest.mark.parametrize(("rule", "name", "value"), FITTING)
def test_a_limit_at_its_bound_is_fine(tmp_path, rule, name, value):
    assert read(tmp_path, f"[rules.{rule}]\nlimits.{name} = {value}").rules[rule].limits[name] == float(value)


@pytest.mark.parametrize(
    "pattern", ["[a-z]+(-[a-z0-9]+)*", "(a++)+", "(a+)++", "(a+)?", r"\(a+\)+", "[(a+)+]", "(a+){2}"]
)
def test_a_pattern_that_repeats_otherwise_is_fine(tmp_path, pattern):
    assert read(tmp_path, f"[rules.ITK016]\npattern = '{pattern}'").rules["ITK016"].pattern == pattern
