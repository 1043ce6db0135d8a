"""instanakit logs: the two logs of a tenant unit."""

from instanakit.cli.options import Group

command = Group(
    "logs",
    help="Read the audit log and the access log.",
    later={
        "audit": ("logs_audit", "What was done in the tenant unit, and by whom."),
        "access": ("logs_access", "Who came in, or tried to."),
    },
)
