"""Whatever a file says, reading it makes a policy, or an error that names the line and the next step."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instanakit import ConfigurationError
from instanakit.hygiene import Policy, default_policy, read_policy

RULES = default_policy().rules
PLACES = [
    *(
        "tiers",
        "toxic",
        "rules",
        "waivers",
        "other",
        '"a b"',
        "tiers.T0",
        "tiers.T9",
        "toxic.mine",
        "toxic.silences-alerts",
    ),
    *(f"rules.{id_}" for id_ in ("ITK003", "ITK999")),
    *(f"rules.{id_}.{key}" for id_ in RULES for key in ("enabled", "slug", "source", "remedy", "severity", "limits")),
    *(f"rules.{id_}.limits.{name}" for id_, rule in RULES.items() for name in rule.limits),
    *(f"rules.{id_}.severity.{name}" for id_, rule in RULES.items() for name in rule.severities),
    *("rules.ITK013.domains", "rules.ITK016.pattern", "rules.ITK003.limits.none", "rules.ITK003.severity.none"),
]
ODD = st.one_of(
    st.integers(-(10**40), 10**40).map(str),
    st.integers(-1, 100).map(str),
    st.floats().map(repr),
    st.sampled_from(
        ["true", "false", "-0.0", "0x7f", "1e999", "2027-01-31", "2027-01-31T00:00:00", "2027-01-31 00:00:00Z"]
    ),
    st.sampled_from(["07:32:00", "9999-12-31", "0001-01-01", "2027-02-31", "nonsense", "", '"""', "[", "{"]),
    st.sampled_from(
        ["", " ", "high", "canViewLogs", "canVewLogs", "canNewThing", "can*", "x*", "(", "(a+)+", "[[", "ITK008"]
    ).map(repr),
    st.text(st.characters(codec="utf-8", exclude_characters="'\n\r", exclude_categories=["Cc"])).map(
        lambda text: f"'{text}'"
    ),
)
VALUES = st.recursive(
    ODD,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(["rule", "token", "reason", "approver", "until", "days", "default", "T0", "mine"]),
            inner,
            max_size=5,
        ).map(lambda table: f"{{{', '.join(f'{key} = {value}' for key, value in table.items())}}}"),
    ),
    max_leaves=6,
)
PAIRS = st.tuples(st.sampled_from(PLACES), VALUES).map(" = ".join)
HEADERS = st.sampled_from(PLACES).flatmap(lambda place: st.sampled_from([f"[{place}]", f"[[{place}]]"]))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "policy.toml"


@given(st.lists(PAIRS | HEADERS, max_size=4).map("\n".join))
def test_any_file_is_a_policy_or_an_error_that_says_where_and_what_next(path, text):
    path.write_text(text, "utf-8")
    try:
        policy = read_policy(path)
    except ConfigurationError as error:
        assert re.search(r"line \d+|end of document", error.message)  # noqa: PT017 (either is fine)
        assert error.hint  # noqa: PT017 (likewise)
    else:
        assert isinstance(policy, Policy)
