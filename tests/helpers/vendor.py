"""Documents as a vendor publishes them, made of openapi.yaml: other names, closed enums, no word about refusals."""

import json
import re
from functools import cache
from pathlib import Path

import yaml

SPEC = Path(__file__).parents[2] / "openapi.yaml"
NAMES = {"ApiToken": "ApiTokenDto", "AuditLogPage": "GetAuditLogResponse", "AccessLogPage": "GetAccessLogResponse"}
NEW_FLAGS = [f"canConfigure{noun}" for noun in ("Airships", "Balloons", "Canals", "Dams", "Ferries", "Gliders")]
NEW_FLAGS += [f"canView{noun}" for noun in ("Harbours", "Islands", "Jetties", "Kites", "Lighthouses")]
NEW_FLAGS += ["limitedMoorsScope", "limitedOceansScope"]
# What these documents leave out on purpose; codegen/known.yaml may come to say more.
KNOWN = [
    {"kind": "gone", "where": "*", "what": "status 40[0139]", "reason": "Refusals."},
    {"kind": "gone", "where": "*", "what": "status 429", "reason": "The limit."},
    {"kind": "gone", "where": "*", "what": "content of answer 404", "reason": "Errors."},
    {"kind": "gone", "where": "ApiToken", "what": "field canConfigureServiceLevelIndicators", "reason": "1.291."},
    {"kind": "gone", "where": "AccessLogEntry", "what": "value DISABLE_IP_RESTRICTION *", "reason": "1.309."},
]


def fields(document):
    return document["components"]["schemas"]["ApiTokenDto"]["properties"]


@cache
def specification():
    return json.dumps(yaml.safe_load(SPEC.read_text()))


def published(release):
    """The same API as in openapi.yaml, in the vendor's words."""
    text = specification()
    for ours, theirs in NAMES.items():
        text = text.replace(f'"#/components/schemas/{ours}"', f'"#/components/schemas/{theirs}"')
    # A set that grows is a plain enum there.
    text = re.sub(r'"anyOf": \[(\{"\$ref": "[^"]*"\}), \{"type": "string"\}\]', r'"allOf": [\1]', text)
    document = json.loads(text.replace("{internalId}", "{id}").replace('"name": "internalId"', '"name": "id"'))
    document["info"]["version"] = release
    schemas = document["components"]["schemas"]
    for ours, theirs in NAMES.items():
        schemas[theirs] = schemas.pop(ours)
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                for status in ("400", "401", "403", "409", "429"):
                    operation["responses"].pop(status, None)
                if "404" in operation["responses"]:
                    operation["responses"]["404"] = {"description": "Not found"}
    return document


def current():
    """Release 1.328 without a surprise."""
    document = published("1.328.4")
    del fields(document)["canConfigureServiceLevelIndicators"]
    document["components"]["schemas"]["AccessLogAction"]["enum"].remove("DISABLE_IP_RESTRICTION")
    return document


def older():
    """Release 1.291: 82 token fields, and a delete that says nothing of its answer."""
    document = published("1.291.2")
    for name, field in list(fields(document).items()):
        if field["x-first-release"] != "<=1.291":
            del fields(document)[name]
    by_id = document["paths"]["/api/settings/api-tokens/{id}"]
    by_id["delete"]["responses"] = {"default": {"description": "Done"}}
    del by_id["get"]["responses"]["404"]
    return document


def newer():
    """Release 1.330: 13 new flags, a changed enum, a new status, and some more that changed."""
    document = current()
    document["info"]["version"] = "1.330.11"
    fields(document).update({name: {"type": "boolean"} for name in NEW_FLAGS})
    fields(document)["createdOn"] = {"type": "string", "format": "date-time"}
    del fields(document)["createdBy"]
    schemas, paths = document["components"]["schemas"], document["paths"]
    schemas["AccessLogAction"]["enum"].remove("IDP_MAPPING")
    schemas["AccessLogAction"]["enum"].append("PASSKEY_LOGIN")
    schemas["AuditLogEntry"]["required"].remove("meta")
    schemas["AuditLogEntry"]["properties"]["region"] = {"type": "string", "nullable": True}
    paths["/api/settings/api-tokens"]["get"]["responses"]["206"] = {"description": "A part of the tokens"}
    log = paths["/api/settings/auditlog"]["get"]
    extra = {"name": "from", "in": "query", "schema": {"type": "integer", "format": "int64"}}
    log["parameters"] = [log["parameters"][0], {**extra, "name": "pageSize", "required": True}, extra]
    del paths["/api/instana/version"]
    return document


OTHER = """
  /api/other/{number}/things/{{thing}}:
    get:
      operationId: getThings{number}
      tags: [Other]
      description: >-
        Gives the things of the kind {number}, in the order in which they were made, with everything that is known of
        them; what is not known is left out.
      parameters:
        - {{name: thing, in: path, required: true, schema: {{type: string}}}}
        - {{name: when, in: query, schema: {{type: string, enum: [=, "!=", <, yes, no, 2026-11-24]}}, example: =}}
      responses:
        200:
          description: Things
          content:
            application/json:
              schema: {{$ref: "#/components/schemas/Nobody{number}"}}
              example: |
                {{ "things": [ ... ], 'kind': {number}, }}
        default: {{description: Anything else}}
"""


def dirty():
    """Much of what is not clean in one YAML text of 1.5 MB, in version 3.1; of the rest it is release 1.328."""
    document = current()
    document["openapi"] = "3.1.0"
    paths, schemas = document.pop("paths"), document["components"]["schemas"]
    token = schemas.pop("ApiTokenDto")
    token["properties"]["expiresOn"] = {"type": ["integer", "null"], "format": "int64"}
    token["properties"]["lastUsedOn"] = {"oneOf": [{"type": "null"}, {"type": "integer", "format": "int64"}]}
    attributes = {name: token["properties"].pop(name) for name in list(token["properties"]) if name[:3] != "can"}
    schemas["ApiTokenDto"] = {"allOf": [{"$ref": "#/components/schemas/Flags"}, {"$ref": "#/components/schemas/Rest"}]}
    schemas["Flags"] = {"type": "object", "properties": {**token["properties"], "canSee": {"const": True}}}
    schemas["Rest"] = {"properties": attributes, "required": [*token["required"], 7]}
    schemas["Actor"]["properties"]["boss"] = {"$ref": "#/components/schemas/Actor"}
    schemas["AuditLogEntry"]["properties"]["message"] = {"$ref": "#/components/schemas/Lost"}
    schemas["AuditLogEntry"]["properties"]["meta"] = {"$ref": "#/components/schemas/Loop"}
    schemas["Loop"] = {"$ref": "#/components/schemas/Loop"}
    schemas["HealthState"]["allOf"] = [{"$ref": "#/components/schemas/HealthState"}]
    schemas["AccessLogEntry"]["properties"]["email"] = {"$ref": "common.yaml#/Email"}
    schemas["AccessLogEntry"]["properties"]["fullName"] = ["string"]
    schemas["HealthStatus"]["enum"] = "DIRT"
    schemas["Version"]["properties"] = "DIRT"
    del document["components"]["parameters"], document["security"], document["servers"]
    paths["/api/instana/health/"] = paths.pop("/api/instana/health")
    paths["/api/instana/health/"]["get"]["parameters"] = {"name": "wrong"}
    text = yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))
    text = text.replace("enum: DIRT", "enum: [GREEN, RED, YELLOW, NO, =, 2026-11-24, null]")
    version = "{on: {type: string}, branch: {type: integer}, branch: {type: string}, ? [a] : 1, commit: !text {type: string}, 200: {}}"
    text = text.replace("properties: DIRT", f"properties: {version}")
    text += "x-deep: " + "[" * 5000 + "]" * 5000 + "\nx-bell: \a\nx-merge: &m {<<: {a: 1}}\nx-again: *m\n"
    text += yaml.dump({"paths": paths}, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper)).replace("'200':", "200:")
    return text + "".join(OTHER.format(number=number) for number in range(1880))
