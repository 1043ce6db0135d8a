"""instanakit profiles list."""

from instanakit.cli.options import command as make
from instanakit.cli.output import Listing
from instanakit.cli.session import Session

_FIELDS = ("name", "base_url", "credential", "internal_id")


@make("list", help="Name the profiles. No credential is asked for.")
def command(session: Session) -> None:
    """List the profiles of the configuration file."""
    from instanakit.profiles import list_profiles  # noqa: PLC0415 (help needs none)

    session.task = "list the profiles"
    rows = [
        {
            "name": profile.name,
            "base_url": profile.base_url,
            "credential": profile.credential.describe() if profile.credential else None,
            "internal_id": profile.internal_id,
        }
        for profile in list_profiles()
    ]
    session.show(Listing("profiles", rows, _FIELDS, _FIELDS))
    if not rows:
        session.say("there is none; docs/profiles.md says how to make one")
