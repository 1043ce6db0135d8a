"""instanakit profiles: what is configured, and where each setting comes from."""

from instanakit.cli.options import Group

command = Group(
    "profiles",
    help="Show the profiles, and where each setting comes from.",
    later={
        "list": ("profiles_list", "Name the profiles."),
        "show": ("profiles_show", "Show each setting with its origin."),
        "check": ("profiles_check", "Check that each profile can be used, its credential too."),
    },
)
