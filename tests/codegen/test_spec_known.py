"""codegen/known.yaml: what is declared is known, exactly as it was declared."""

import pytest

import spec_diff
from helpers import vendor
from specs.known import read_declarations


def entry(**changes):
    return {"kind": "changed", "where": "ApiToken", "what": "field createdOn", "reason": "Because.", **changes}


def test_what_changed_is_known_for_the_declared_value_only(diff):
    document = vendor.current()
    known = [*vendor.KNOWN, entry(there="string")]
    vendor.fields(document)["createdOn"] = {"type": "string", "readOnly": True}
    assert diff(document, known=known)[0] == 0
    vendor.fields(document)["createdOn"] = {"type": "number", "readOnly": True}
    status, text = diff(document, known=known)
    assert (status, text.partition("\n\n")[2]) == (
        3,
        """\
ApiToken
  changed  field createdOn: integer (int64), there number

declared as known, but no longer there:
  changed ApiToken: field createdOn, there string (Because.)

1 difference (1 changed); 35 more declared as known
""",
    )


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ({}, "it is no list"),
        ([entry()], "entry 1 lacks there"),
        ([entry(there="x", reason=7)], "entry 1 is no mapping of texts"),
        ([entry(there="x", since="1")], "entry 1 has what is not known here: since"),
        ([entry(kind="odd")], "entry 1 has the kind odd, which is none of new, gone, changed"),
    ],
)
def test_a_declaration_that_is_not_whole_is_refused(diff, entries, problem):
    assert diff(vendor.current(), known=entries) == (2, f"/known.yaml cannot be read: {problem}\n")


def test_what_is_declared_in_the_project_is_whole_and_says_why():
    declarations = read_declarations(spec_diff.HERE / "known.yaml")
    assert all(declaration.reason.endswith(".") for declaration in declarations)
