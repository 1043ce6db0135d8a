"""instanakit rotations: what became of rotations, and how they go on."""

from instanakit.cli.options import Group

command = Group(
    "rotations",
    help="Show rotations, go on with them, or roll them back.",
    later={
        "list": ("rotations_list", "List the rotations that are in progress."),
        "show": ("rotations_show", "Show one rotation."),
        "resume": ("rotations_resume", "Go on with rotations as far as that is possible now."),
        "rollback": ("rotations_rollback", "Go back to how it was before a rotation."),
    },
)
