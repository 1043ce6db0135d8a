"""What a plan records."""

FACTS = {
    "base_url": "https://unit-tenant.instana.io",
    "internal_id": "t1",
    "new_internal_id": "n1",
    "name": "one",
    "sink": "file:/somewhere",
    "grace": 60.0,
    "created_on": 1,
    "expires_on": None,
    "is_own": False,
}
