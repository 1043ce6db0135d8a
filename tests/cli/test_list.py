"""tokens list: which tokens, in which order, with which fields."""

from datetime import UTC, datetime, timedelta

import pytest

from instanakit.cli.session import Session

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)


def ms(days):
    return int((NOW + timedelta(days=days)).timestamp() * 1000)


@pytest.fixture
def names(line):
    """The names of the tokens that a list with these options shows."""
    line.add("ci-deploy", "t1", canViewLogs=True, canConfigureAgents=True)
    line.add("CI-Build", "t2", canViewLogs=True, expiresOn=ms(10))
    line.add("old", "t3", expiresOn=ms(-1))
    line.add("far", "t4", expiresOn=ms(100))
    for internal_id, created, used in (("t1", -100, -1), ("t2", -100, -50), ("t3", -100, None), ("t4", -1, None)):
        line.tokens[internal_id] |= {"createdOn": ms(created), "lastUsedOn": None if used is None else ms(used)}
    line.tokens["t3"]["createdBy"] = "bob@example.com"

    def listed(*options):
        ended = line("tokens", "list", *options, "-o", "json", session=Session(clock=lambda: NOW))
        return [row["name"] for row in ended.json["tokens"]]

    return listed


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["CI-Build", "ci-deploy", "far", "old"]),
        (["--name", "ci-*"], ["CI-Build", "ci-deploy"]),
        (["--name", "ci-*", "--name", "OLD"], ["CI-Build", "ci-deploy", "old"]),
        (["--created-by", "bob*"], ["old"]),
        (["--permission", "view-logs"], ["CI-Build", "ci-deploy"]),
        (["--permission", "view-logs", "--permission", "canConfigureAgents"], ["ci-deploy"]),
        (["--unused", "45d"], ["CI-Build", "old"]),
        (["--expiring", "30d"], ["CI-Build"]),
        (["--expired"], ["old"]),
        (["--expired", "--name", "ci-*"], []),
        (["--sort", "-name"], ["old", "far", "ci-deploy", "CI-Build"]),
        (["--sort", "expires-at"], ["old", "CI-Build", "far", "ci-deploy"]),
        (["--sort", "-expires_at"], ["far", "CI-Build", "old", "ci-deploy"]),
        (["--sort", "-permissions"], ["ci-deploy", "CI-Build", "old", "far"]),
        (["--sort", "expired"], ["ci-deploy", "CI-Build", "far", "old"]),
    ],
    ids=" ".join,
)
def test_filters_and_order_are_as_asked(names, options, expected):
    assert names(*options) == expected


def test_fields_are_those_that_are_asked_for_in_their_order_and_lists_in_full(line, names):
    ended = line("tokens", "list", "--name", "ci-deploy", "--fields", "permissions,name")
    assert ended.out == "PERMISSIONS                      NAME\ncanConfigureAgents, canViewLogs  ci-deploy\n"
    assert ended.err == "1 of 4 tokens\n"


def test_the_options_that_all_commands_have_may_stand_before_and_behind_and_the_last_one_counts(line):
    line.add()
    assert line("-o", "json", "tokens", "list").json["tokens"]
    assert line("tokens", "-o", "json", "list").json["tokens"]
    assert line("-o", "csv", "tokens", "list", "-o", "json").json["tokens"]


def test_a_list_of_nothing_is_a_header_and_no_error(line):
    assert (line("tokens", "list").status, line("tokens", "list", "-o", "jsonl").out) == (0, "")
    assert line("tokens", "list", "-o", "json").json == {"schema_version": 1, "tokens": [], "warnings": []}
