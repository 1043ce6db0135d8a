"""codegen/spec_diff.py: what it says about an older, a newer and a dirty document of a vendor."""

import json
import time

import pytest

import spec_diff
from helpers import vendor

OURS = json.loads(vendor.specification())["info"]["version"]


def test_the_specification_does_not_differ_from_itself(diff):
    assert diff(vendor.SPEC.read_text(), known=[], name="itself.yaml") == (
        0,
        f"openapi.yaml ({OURS}) and itself.yaml ({OURS})\n\nno difference\n",
    )


def test_what_the_specification_differs_in_on_purpose_is_no_difference(diff):
    assert diff(vendor.current()) == (
        0,
        f"openapi.yaml ({OURS}) and vendor.json (1.328.4)\n\nno difference; 35 more declared as known\n",
    )


def test_of_an_older_release_what_came_later_is_gone(diff):
    status, text = diff(vendor.older())
    later = sorted(name for name in vendor.fields(vendor.current()) if name not in vendor.fields(vendor.older()))
    assert (status, len(vendor.fields(vendor.older()))) == (3, 82)
    assert sorted(line.split()[2][:-1] for line in text.splitlines() if line.startswith("  gone     field ")) == later
    assert (
        text[text.index("getApiToken\n") :]
        == f"""\
getApiToken
  gone     status 404

deleteApiToken
  gone     status 204
  gone     status 404
  new      status default

declared as known, but no longer there:
  gone ApiToken: field canConfigureServiceLevelIndicators (1.291.)
  gone AccessLogEntry: value DISABLE_IP_RESTRICTION * (1.309.)

{len(later) + 4} differences (1 new, {len(later) + 3} gone); 31 more declared as known
"""
    )


def test_of_a_newer_release_each_change_is_named_once_and_new_flags_can_be_copied(diff):
    assert diff(vendor.newer()) == (
        3,
        f"""\
openapi.yaml ({OURS}) and vendor.json (1.330.11)

getApiTokens
  new      status 206

ApiToken
  gone     field createdBy: string
  changed  field createdOn: integer (int64), there string (date-time)
  new      field canConfigureAirships: boolean
  new      field canConfigureBalloons: boolean
  new      field canConfigureCanals: boolean
  new      field canConfigureDams: boolean
  new      field canConfigureFerries: boolean
  new      field canConfigureGliders: boolean
  new      field canViewHarbours: boolean
  new      field canViewIslands: boolean
  new      field canViewJetties: boolean
  new      field canViewKites: boolean
  new      field canViewLighthouses: boolean
  new      field limitedMoorsScope: boolean
  new      field limitedOceansScope: boolean
  new      field createdOn: string (date-time) (only in body of postApiToken, body of putApiToken)

getAuditLogs
  changed  parameter pageSize in query: optional, there required
  changed  parameter pageSize in query: integer (int32), there integer (int64)
  gone     parameter query in query: string, optional
  new      parameter from in query: integer (int64), optional

AuditLogEntry
  changed  need of field meta: required, there optional
  new      field region: string or null

AccessLogEntry
  new      value PASSKEY_LOGIN of field action
  gone     value IDP_MAPPING of field action

getVersion
  gone     operation: GET /api/instana/version

new flags, to be added with
  make spec-add FIELDS="canConfigureAirships canConfigureBalloons canConfigureCanals canConfigureDams canConfigureFerries canConfigureGliders canViewHarbours canViewIslands canViewJetties canViewKites canViewLighthouses limitedMoorsScope limitedOceansScope" RELEASE=1.330

26 differences (18 new, 4 gone, 4 changed); 33 more declared as known
""",
    )


def test_dirt_is_named_and_stops_nothing(diff):
    document = vendor.dirty()
    assert len(document) > 1_500_000
    started = time.monotonic()
    status, text = diff(document, name="dirty.yaml")
    assert time.monotonic() - started < 20  # a third of a second with the C loader, ten without
    line = document[: document.index("{on: {type")].count("\n") + 1
    assert (status, text) == (
        3,
        f"""\
openapi.yaml ({OURS}) and dirty.yaml (1.328.4)

ApiToken
  new      field canSee: boolean
  new      field lastUsedOn: integer (int64) or null (only in body of postApiToken, body of putApiToken)

Actor
  new      field boss: object

HealthState
  changed  field health: string, there string or null
  new      value NO of field health
  new      value = of field health
  new      value 2026-11-24 of field health

Version
  gone     field imageTag: string
  new      field on: string
  new      field 200: any

new flags, to be added with
  make spec-add FIELDS="canSee" RELEASE=1.328

not compared, or not as it stands:
  dirty.yaml: GET /api/instana/health/, parameters: a list is expected, not a mapping
  dirty.yaml: GET /api/settings/accesslog, parameters: #/components/parameters/Offset leads nowhere
  dirty.yaml: GET /api/settings/accesslog, parameters: #/components/parameters/PageSize leads nowhere
  dirty.yaml: GET /api/settings/accesslog, parameters: #/components/parameters/Query leads nowhere
  dirty.yaml: GET /api/settings/auditlog, parameters: #/components/parameters/Offset leads nowhere
  dirty.yaml: GET /api/settings/auditlog, parameters: #/components/parameters/PageSize leads nowhere
  dirty.yaml: GET /api/settings/auditlog, parameters: #/components/parameters/Query leads nowhere
  dirty.yaml: answer 200 of getAuditLogs, AuditLogEntry, field message: #/components/schemas/Lost leads nowhere
  dirty.yaml: answer 200 of getAuditLogs, AuditLogEntry, field meta: a schema is made of itself; what it takes over from itself is left out
  dirty.yaml: answer 200 of getAccessLogs, AccessLogEntry, field email: common.yaml#/Email leads out of the document
  dirty.yaml: answer 200 of getAccessLogs, AccessLogEntry, field fullName: a mapping is expected, not a list
  dirty.yaml: answer 200 of getHealthState: a schema is made of itself; what it takes over from itself is left out
  dirty.yaml: answer 200 of getVersion: 'branch' is there twice, the last one counts (line {line})
  dirty.yaml: answer 200 of getVersion: a key that is no text is left out (line {line})

could not be compared, or not whole:
  parameter offset in query of getAuditLogs
  parameter pageSize in query of getAuditLogs
  parameter query in query of getAuditLogs
  parameter offset in query of getAccessLogs
  parameter pageSize in query of getAccessLogs
  parameter query in query of getAccessLogs

10 differences (8 new, 1 gone, 1 changed) in what could be compared; 35 more declared as known
""",
    )


def test_as_json_it_is_one_object_with_a_version(diff):
    status, text = diff(vendor.newer(), "--format", "json")
    report = json.loads(text)
    assert (status, report["schema_version"], report["release"], report["warnings"]) == (3, 1, "1.330", [])
    assert list(report) == [
        *(
            "schema_version",
            "ours",
            "theirs",
            "counts",
            "differences",
            "known",
            "outdated",
            "new_flags",
            "release",
            "warnings",
            "lost",
        )
    ]
    assert report["theirs"] == {"file": "vendor.json", "version": "1.330.11"}
    assert report["counts"] == {"new": 18, "gone": 4, "changed": 4}
    assert report["new_flags"] == vendor.NEW_FLAGS
    assert report["differences"][0] == {
        "kind": "new",
        "where": "getApiTokens",
        "what": "status 206",
        "ours": None,
        "there": None,
        "places": ["getApiTokens"],
    }
    assert report["known"][0]["reason"] == "Refusals."


def test_a_difference_in_some_of_the_places_of_a_schema_names_them(diff):
    document = vendor.current()
    schemas = document["components"]["schemas"]
    extra = {"type": "object", "properties": {"ticket": {"type": "string"}}, "required": ["ticket"]}
    schemas["Wanted"] = {"allOf": [{"$ref": "#/components/schemas/ApiTokenDto"}, extra]}
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wanted"}}}}
    document["paths"]["/api/settings/api-tokens"]["post"]["requestBody"] = body
    assert "  new      field ticket: string, required (only in body of postApiToken)\n" in diff(document)[1]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [", "while parsing a flow node did not find expected node content in"),
        ("openapi: 3.0.0\n---\nopenapi: 3.0.0\n", "it holds 2 documents, not one"),
        ("", "it holds 0 documents, not one"),
        ("<html>Log in</html>", "it is no OpenAPI 3 document"),
        ('{"message": "Unauthorized"}', "it is no OpenAPI 3 document"),
        ('{"swagger": "2.0", "paths": {}}', "it is no OpenAPI 3 document"),
    ],
)
def test_what_is_no_document_is_an_error_of_its_own_status(diff, text, problem):
    status, error = diff(text)
    assert (status, error.startswith(f"/vendor.json cannot be read: {problem}")) == (2, True), error


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\x89PNG\r\n\x1a\n", "'utf-8' codec can't decode byte 0x89 in position 0: invalid start byte"),
        (b"\0" * 100, "it is no OpenAPI 3 document"),
        (
            b"openapi: 3.0.0\npaths:\n\t/a: {}\n",
            "while scanning for the next token found character that cannot start any",
        ),
    ],
)
def test_what_is_no_text_or_no_yaml_is_one_line(tmp_path, capsys, data, problem):
    (tmp_path / "vendor").write_bytes(data)
    assert spec_diff.main([str(tmp_path / "vendor")]) == 2
    error = capsys.readouterr().err
    assert (error.startswith(f"{tmp_path / 'vendor'} cannot be read: {problem}"), error.count("\n")) == (True, 1), error


def test_a_file_that_is_not_there_is_an_error(tmp_path, capsys):
    assert spec_diff.main([str(tmp_path / "none.yaml")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none.yaml'} cannot be read: No such file or directory\n"
