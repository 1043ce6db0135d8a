"""codegen/spec_diff.py: what `readOnly` and `writeOnly` take out of bodies and answers is compared where it is taken."""

import json

import pytest

from helpers import vendor

BODIES = "body of postApiToken, body of putApiToken"
ANSWERS = "answer 200 of getApiTokens, answer 200 of postApiToken, answer 200 of getApiToken, answer 200 of putApiToken"


def differences(text):
    return [line.strip() for line in text.splitlines() if line.startswith(("  new  ", "  gone  ", "  changed  "))]


@pytest.mark.parametrize(
    ("field", "words", "line"),
    [
        ("canViewLogs", {"readOnly": True}, f"gone     field canViewLogs: boolean (only in {BODIES})"),
        ("canViewLogs", {"writeOnly": True}, f"gone     field canViewLogs: boolean (only in {ANSWERS})"),
        ("createdBy", {"readOnly": False}, f"new      field createdBy: string (only in {BODIES})"),
    ],
)
def test_a_field_that_both_have_but_not_in_the_same_places_is_named_with_them(diff, field, words, line):
    document = vendor.current()
    vendor.fields(document)[field] |= words
    status, text = diff(document)
    assert (status, differences(text)) == (3, [line])


@pytest.mark.parametrize(
    "node", [{"$ref": "#/components/schemas/Stamp"}, {"allOf": [{"type": "string"}, {"readOnly": True}]}]
)
def test_a_word_counts_wherever_it_is_written(diff, node):
    document = vendor.current()
    document["components"]["schemas"]["Stamp"] = {"type": "string", "readOnly": True}
    vendor.fields(document)["createdBy"] = node
    assert diff(document)[0] == 0
    vendor.fields(document)["name"] = node
    assert differences(diff(document)[1]) == [f"gone     field name: string (only in {BODIES})"]


def test_a_field_that_cannot_be_read_is_not_new_where_ours_is_none(diff):
    document = vendor.current()
    vendor.fields(document)["createdBy"] = {"$ref": "x.yaml"}
    vendor.fields(document)["createdOn"] = {"allOf": [{"type": "integer", "format": "int64"}, {"$ref": "x.yaml"}]}
    assert differences(diff(document)[1]) == []


@pytest.mark.parametrize("shape", [{"type": ["boolean", "null"]}, {"type": "boolean", "nullable": True}])
def test_a_flag_that_may_be_null_can_be_added_too(diff, shape):
    document = vendor.current()
    vendor.fields(document)["canSee"] = shape
    status, text = diff(document)
    assert (status, differences(text)) == (3, ["new      field canSee: boolean or null"])
    assert 'make spec-add FIELDS="canSee" RELEASE=1.328' in text
    assert json.loads(diff(document, "--format", "json")[1])["new_flags"] == ["canSee"]
