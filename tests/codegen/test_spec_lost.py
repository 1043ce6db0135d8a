"""codegen/spec_diff.py: what cannot be compared is said, and where it is much, in the exit status too."""

import json

import pytest

from helpers import vendor

NOTHING = "no difference in what could be compared; "


def lost(text):
    """The lines of what could not be compared, or not whole."""
    _, _, block = text.partition("could not be compared, or not whole:\n")
    return [line.strip() for line in block.partition("\n\n")[0].splitlines()]


def tokens(document):
    return document["components"]["schemas"]["ApiTokenDto"]


def paths(document):
    return document["paths"]


def without_the_path(document):
    paths(document)["/api/instana/version"] = {"$ref": "x.yaml"}


def without_answers(document):
    for item in paths(document).values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation["responses"] = {status: {"$ref": "answers.yaml"} for status in operation["responses"]}


def without_the_schema(document):
    document["components"]["schemas"]["ApiTokenDto"] = None


def with_half_of_the_schema(document):
    flags = {name: tokens(document)["properties"].pop(name) for name in ("canViewLogs", "canDeleteLogs")}
    assert flags
    parts = [tokens(document), {"$ref": "flags.yaml"}]
    document["components"]["schemas"]["ApiTokenDto"] = {"allOf": parts}


IN_TOKENS = [
    f"ApiToken in {place}"
    for place in (
        "answer 200 of getApiTokens",
        "body of postApiToken",
        "answer 200 of postApiToken",
        "answer 200 of getApiToken",
        "body of putApiToken",
        "answer 200 of putApiToken",
    )
]


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (without_the_path, ["getVersion"]),
        (without_the_schema, IN_TOKENS),
        (with_half_of_the_schema, IN_TOKENS),
    ],
)
def test_where_an_operation_or_a_schema_is_lost_no_difference_has_a_status_of_its_own(diff, edit, named):
    document = vendor.current()
    edit(document)
    status, text = diff(document)
    assert (status, lost(text), text.splitlines()[-1].startswith(NOTHING)) == (4, named, True)
    assert json.loads(diff(document, "--format", "json")[1])["lost"] == named


def test_where_every_answer_is_lost_each_is_named(diff):
    document = vendor.current()
    without_answers(document)
    status, text = diff(document)
    named = lost(text)
    assert (status, "answer 200 of getApiTokens" in named, "answer 204 of deleteApiToken" in named) == (4, True, True)


def test_a_difference_counts_more_than_what_is_lost(diff):
    document = vendor.current()
    without_the_path(document)
    vendor.fields(document)["canSee"] = {"type": "boolean"}
    status, text = diff(document)
    assert (status, lost(text)) == (3, ["getVersion"])
    assert "1 difference (1 new) in what could be compared; " in text


def test_a_field_without_a_schema_is_named(diff):
    document = vendor.current()
    vendor.fields(document)["createdOn"] = None
    status, text = diff(document)
    assert (status, lost(text)) == (0, [])
    assert "  vendor.json: answer 200 of getApiTokens, ApiToken, field createdOn: no schema here\n" in text


def test_a_parameter_as_swagger_2_writes_it_is_named_and_lost(diff):
    document = vendor.current()
    size = document["components"]["parameters"]["PageSize"]
    size.update(size.pop("schema"))
    status, text = diff(document)
    places = [f"parameter pageSize in query of {name}" for name in ("getAuditLogs", "getAccessLogs")]
    assert (status, lost(text)) == (4, places)
    assert all(f"  vendor.json: {place}: no schema here\n" in text for place in places)


def test_items_that_are_no_longer_told_are_changed(diff):
    document = vendor.current()
    del paths(document)["/api/settings/api-tokens"]["get"]["responses"]["200"]["content"]["application/json"]["schema"][
        "items"
    ]
    status, text = diff(document)
    assert (status, "  changed  answer 200[]: object, there any\n" in text) == (3, True)
