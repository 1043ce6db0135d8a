"""Waivers in a policy's file: what each must have."""

from datetime import date

import pytest

from hygiene.policytext import WAIVER, read, refused

BEGIN = "Begin each with [[waivers]], and write rule, token, reason, approver, until below it."
RULES = f"Those are {', '.join(f'ITK{number:03}' for number in range(1, 19))}."
KNOWN = "Known are rule, token, reason, approver, until."
UNTIL = "Write for example: until = 2027-06-30."
INLINE = '{rule="ITK008", token="a", reason="b", approver="c", until=2027-01-31}'


def test_a_waiver_has_a_rule_a_selector_a_reason_an_approver_and_an_end(tmp_path):
    (waiver,) = read(tmp_path, WAIVER).waivers
    assert (waiver.rule, waiver.token, waiver.until) == ("ITK008", "ci-*", date(2027, 1, 31))


WRONG = [
    ('"ITK008"', '"ITK999"', "line 2: waivers.rule names no rule that can be waived: 'ITK999'", RULES),
    ('"ITK008"', '"ITK000"', "line 2: waivers.rule names no rule that can be waived: 'ITK000'", RULES),
    ('"ci-*"', "5", "line 3: waivers.token must be a text", 'Write for example: token = "terraform-*".'),
    (
        '"deploys"',
        '" "',
        "line 4: waivers.reason must not be blank",
        'Write for example: reason = "manages dashboards".',
    ),
    (
        'approver = "grace"',
        "",
        "line 1: waivers.approver is missing: every waiver has one",
        'Write for example: approver = "grace@example.com".',
    ),
    ("approver", "approved_by", "line 5: waivers.approved_by is not known", f"Did you mean approver? {KNOWN}"),
    ("2027-01-31", '"soon"', "line 6: waivers.until must be a date without a time", UNTIL),
    ("2027-01-31", "2027-01-31T00:00:00", "line 6: waivers.until must be a date without a time", UNTIL),
    ("2027-01-31", "2027-01-31 00:00:00Z", "line 6: waivers.until must be a date without a time", UNTIL),
    ("2027-01-31", "07:32:00", "line 6: waivers.until must be a date without a time", UNTIL),
    ("until", 'more = "x"\nuntil', "line 6: waivers.more is not known", KNOWN),
]


@pytest.mark.parametrize(("said", "instead", "problem", "hint"), WRONG)
def test_a_waiver_that_lacks_something_is_an_error_with_the_line_and_a_hint(tmp_path, said, instead, problem, hint):
    assert refused(tmp_path, WAIVER.replace(said, instead)) == (problem, hint)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("waivers = 5", "line 1: waivers must be tables"),
        ("[waivers]\nrule = 'ITK008'", "line 1: waivers must be tables"),
        (f"waivers = [\n{INLINE},\n[5]]", "line 3: waivers must be tables"),
    ],
)
def test_waivers_that_are_no_tables_are_an_error_with_the_line_and_a_hint(tmp_path, text, problem):
    assert refused(tmp_path, text) == (problem, BEGIN)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f"{WAIVER}\n{WAIVER.replace('ITK008', 'ITK999')}",
            "line 9: waivers.rule names no rule that can be waived: 'ITK999'",
        ),
        (
            f"{WAIVER}\n{WAIVER.replace('reason', '# reason')}",
            "line 8: waivers.reason is missing: every waiver has one",
        ),
        (f"waivers = [\n {INLINE},\n {INLINE[:-1]}, bogus=1}}]", "line 3: waivers.bogus is not known"),
    ],
)
def test_the_line_is_that_of_the_waiver_that_is_wrong(tmp_path, text, problem):
    assert refused(tmp_path, text)[0] == problem
