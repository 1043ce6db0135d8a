"""openapi.yaml: what it must say, and that the sandbox's answers are of its shapes."""

import re
from pathlib import Path

import httpx
import pytest
import yaml
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from instanakit import LimitedScope, Permission

SPEC = yaml.safe_load((Path(__file__).parents[2] / "openapi.yaml").read_text())
FIELDS = SPEC["components"]["schemas"]["ApiToken"]["properties"]
REGISTRY = Registry().with_resource("urn:spec", DRAFT202012.create_resource(SPEC))


def resolve(node):
    while "$ref" in node:
        place = SPEC
        for part in node["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        node = place
    return node


def operations():
    for path, item in SPEC["paths"].items():
        for method in item.keys() & {"get", "post", "put", "delete"}:
            yield path, method, item[method]


def violations(schema, value, kind=OAS30ReadValidator):
    rooted = yaml.safe_load(yaml.safe_dump(schema).replace("'#/components", "'urn:spec#/components"))
    return [error.message for error in kind(rooted, registry=REGISTRY).iter_errors(value)]


READ = ("<=1.291", "1.304", "1.309", "1.315", "1.316", "1.328")  # the releases whose documentation was read


def test_the_115_fields_documented_until_release_1_328_are_there_each_with_its_release():
    assert all(re.fullmatch(r"(<=|>)?1\.\d+", field["x-first-release"]) for field in FIELDS.values())
    read = {name: field for name, field in FIELDS.items() if field["x-first-release"] in READ}
    first = [field["x-first-release"] for field in read.values()]
    assert [first.count(release) for release in READ] == [82, 13, 3, 3, 1, 13]
    assert (len(read.keys() & set(Permission)), len(read.keys() & set(LimitedScope))) == (81, 26)
    assert "x-last-release" in FIELDS["canConfigureServiceLevelIndicators"]


def test_what_is_masked_nullable_or_the_servers_own_is_said():
    def having(key, value):
        return {name for name, field in FIELDS.items() if field.get(key) == value}

    assert having("format", "password") == {"accessGrantingToken", "id"}
    assert having("nullable", True) == {"expiresOn", "lastUsedOn"}
    assert having("readOnly", True) == {"id", "createdBy", "createdOn", "lastUsedOn"}
    assert having("type", "boolean") == {*Permission, *LimitedScope}


def test_every_example_is_of_its_schema():
    checked = 0
    for _, _, operation in operations():
        bodies = [(OAS30ReadValidator, resolve(response)) for response in operation["responses"].values()]
        bodies += [(OAS30WriteValidator, resolve(operation["requestBody"]))] if "requestBody" in operation else []
        for kind, body in bodies:
            for media in body.get("content", {}).values():
                assert violations(media["schema"], media["example"], kind) == []
                checked += 1
    assert checked == 43


TOKEN = {"internalId": "t", "name": "n", "accessGrantingToken": "s", "canTeleport": True, "expiresOn": None}
ASKED = [
    ("GET", "/api/settings/api-tokens", None, 404),
    ("POST", "/api/settings/api-tokens", TOKEN, 200),
    ("POST", "/api/settings/api-tokens", TOKEN, 409),
    ("POST", "/api/settings/api-tokens", {}, 400),
    ("GET", "/api/settings/api-tokens", None, 200),
    ("GET", "/api/settings/api-tokens/t", None, 200),
    ("PUT", "/api/settings/api-tokens/t", TOKEN, 200),
    ("PUT", "/api/settings/api-tokens/t", {}, 400),
    ("DELETE", "/api/settings/api-tokens/t", None, 204),
    ("DELETE", "/api/settings/api-tokens/t", None, 404),
    ("GET", "/api/settings/api-tokens/t", None, 404),
    ("GET", "/api/settings/auditlog", None, 200),
    ("GET", "/api/settings/auditlog?offset=x", None, 400),
    ("GET", "/api/settings/accesslog", None, 200),
    ("GET", "/api/settings/accesslog?pageSize=0", None, 400),
    ("GET", "/api/instana/health", None, 200),
    ("GET", "/api/instana/version", None, 200),
]


def test_the_sandbox_answers_as_the_specification_says(instana_sandbox):
    with httpx.Client(base_url=instana_sandbox.base_url) as client:
        for method, path, body, status in ASKED:
            for headers, expected in (({"authorization": f"apiToken {instana_sandbox.api_token}"}, status), ({}, 401)):
                response = client.request(method, path, json=body, headers=headers)
                assert response.status_code == expected, (method, path)
                place = re.sub(r"\?.*|(?<=api-tokens/).*", "", path).replace("api-tokens/", "api-tokens/{internalId}")
                documented = resolve(SPEC["paths"][place][method.lower()]["responses"][str(expected)])
                for media in documented.get("content", {}).values():
                    assert violations(media["schema"], response.json()) == []
                for name in documented.get("headers", {}):
                    assert name in response.headers


@pytest.mark.parametrize("needed", ["401", "429"])
def test_every_operation_says_what_the_common_errors_mean(needed):
    assert all(needed in operation["responses"] for _, _, operation in operations())


def test_every_operation_that_needs_a_permission_says_403():
    without = {operation["operationId"] for _, _, operation in operations() if "403" not in operation["responses"]}
    assert without == {"getHealthState", "getVersion"}
