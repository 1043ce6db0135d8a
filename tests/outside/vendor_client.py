"""The vendor's client does all that it can with tokens, logs and health against the sandbox.

tests/outside/vendor.py runs it in an environment of its own with `instana-client` 1.1.4 and `lazy_imports`, which it
needs and does not declare. The unit, and the id of a token with a permission that the client does not know, come as
JSON on standard input; what was done goes as JSON to standard output.
"""

import json
import sys
from importlib.metadata import version

import instana_client
from instana_client import exceptions

unit = json.loads(sys.stdin.readline())
configuration = instana_client.Configuration(host=unit["base_url"])
configuration.api_key["ApiKeyAuth"] = unit["api_token"]
configuration.api_key_prefix["ApiKeyAuth"] = "apiToken"
done = []


def expect(operation: str, found: object, wanted: object) -> None:
    """Check what an operation brought."""
    assert found == wanted, f"{operation}: {found!r}, not {wanted!r}"
    if operation not in done:
        done.append(operation)


with instana_client.ApiClient(configuration) as client:
    tokens = instana_client.APITokenApi(client)
    before = {token.internal_id for token in tokens.get_api_tokens()}
    body = instana_client.ApiToken(
        internal_id="by-the-vendor", name="one", access_granting_token="made-up-by-the-vendor", can_view_logs=True
    )
    created = tokens.post_api_token(body)
    shown = (created.internal_id, created.name, created.access_granting_token, created.can_view_logs)
    expect("post_api_token", shown, ("by-the-vendor", "one", "made-up-by-the-vendor", True))
    read = tokens.get_api_token("by-the-vendor")
    expect("get_api_token", (read.name, read.access_granting_token), ("one", "**********"))
    created.name, created.can_view_logs, created.limited_logs_scope = "two", False, True
    stored = tokens.put_api_token("by-the-vendor", created)
    expect("put_api_token", (stored.name, stored.can_view_logs, stored.limited_logs_scope), ("two", False, True))
    expect("get_api_tokens", {token.internal_id for token in tokens.get_api_tokens()}, before | {"by-the-vendor"})

    logs = instana_client.AuditLogApi(client)
    for name, read_log in (("get_audit_logs", logs.get_audit_logs), ("get_access_logs", logs.get_access_logs)):
        whole = read_log()
        expect(name, len(whole.entries), whole.total)
        part = read_log(offset=1, page_size=2)
        expect(name, (part.entries, part.total), (whole.entries[1:3], whole.total))
        text = whole.entries[0]["message"]
        searched = read_log(query=text)
        expect(name, searched.entries, [entry for entry in whole.entries if text in json.dumps(entry)])
        both = read_log(query=text, offset=searched.total, page_size=1)
        expect(name, (both.entries, both.total), ([], searched.total))

    health = instana_client.HealthApi(client)
    state = health.get_health_state()
    expect("get_health_state", (state.health, state.messages), ("GREEN", []))
    build = health.get_version()
    expect("get_version", (build.branch, build.image_tag), ("sandbox", "1.328.0-sandbox"))

    tokens.delete_api_token("by-the-vendor")
    for call in (tokens.get_api_token, tokens.delete_api_token):
        try:
            call("by-the-vendor")
        except exceptions.NotFoundException as error:
            expect("delete_api_token", error.status, 404)
        else:
            expect("delete_api_token", "a token that is gone", "404")

    newer = tokens.get_api_token(unit["newer"])
    newer.name = "renamed"
    tokens.put_api_token(unit["newer"], newer)

print(json.dumps({"version": version("instana-client"), "done": done}))
