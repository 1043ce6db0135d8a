"""The vendor's client does all that it can with tokens, logs and health against the sandbox.

Run by `make vendor`, in an environment of its own with `instana-client` 1.1.4 and `lazy_imports`, which it needs and
does not declare. The sandbox's first line comes on standard input.
"""

import json
import sys

import instana_client
from instana_client import exceptions

unit = json.loads(sys.stdin.readline())
configuration = instana_client.Configuration(host=unit["base_url"])
configuration.api_key["ApiKeyAuth"] = unit["api_token"]
configuration.api_key_prefix["ApiKeyAuth"] = "apiToken"

with instana_client.ApiClient(configuration) as client:
    tokens = instana_client.APITokenApi(client)
    body = instana_client.ApiToken(
        internal_id="by-the-vendor", name="one", access_granting_token="made-up-by-the-vendor", can_view_logs=True
    )
    created = tokens.post_api_token(body)
    print("post:", created.internal_id, created.can_view_logs)
    print("get:", tokens.get_api_token("by-the-vendor").access_granting_token)
    created.name = "two"
    print("put:", tokens.put_api_token("by-the-vendor", created).name)
    print("list:", [token.name for token in tokens.get_api_tokens()])
    entries = instana_client.AuditLogApi(client).get_audit_logs(page_size=10).entries
    print("audit log:", [entry["message"] for entry in entries][:2])
    logins = instana_client.AuditLogApi(client).get_access_logs(page_size=10).entries
    print("access log:", [entry["action"] for entry in logins])
    health = instana_client.HealthApi(client)
    print("health:", health.get_health_state().health, "version:", health.get_version().image_tag)
    tokens.delete_api_token("by-the-vendor")
    try:
        tokens.get_api_token("by-the-vendor")
    except exceptions.ApiException as error:
        print("delete: then get answers", error.status)
