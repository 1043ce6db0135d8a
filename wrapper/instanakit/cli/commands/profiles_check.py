"""instanakit profiles check."""

import click

from instanakit.cli.exits import Exit
from instanakit.cli.failure import Failure
from instanakit.cli.options import command as make
from instanakit.cli.output import Listing, Row
from instanakit.cli.session import Session
from instanakit.cli.values import PROFILE
from instanakit.errors import ConfigurationError

_FIELDS = ("name", "result", "why", "next")


@make("check", help="Check that each profile can be used, its credential too. Sends nothing.")
@click.argument("names", metavar="[NAME]...", nargs=-1, type=PROFILE, help="Profiles; else all of them.")
def command(session: Session, names: tuple[str, ...]) -> None:
    """Check profiles, all of them if none is named."""
    from instanakit.profiles import list_profiles  # noqa: PLC0415 (help needs none)

    session.task = "check the profiles"
    rows = [_check(name) for name in names or [profile.name for profile in list_profiles()]]
    session.show(Listing("profiles", rows, _FIELDS, _FIELDS, chosen=True))
    failed = [row["name"] for row in rows if row["result"] != "fine"]
    if failed:
        why = f"{len(failed)} of {len(rows)} cannot be used: {', '.join(failed)}"
        raise Failure("not all profiles can be used", why, "The output says why of each.", Exit.ERROR)


def _check(name: str) -> Row:
    from instanakit.cli.failures import next_unless_named  # noqa: PLC0415 (help needs none)
    from instanakit.profiles import load_profile  # noqa: PLC0415 (likewise)

    row: dict[str, str | None] = {"name": name, "result": "fine", "why": None, "next": None}
    try:
        credential = load_profile(name).credential
        if credential is not None:
            credential()
    except ConfigurationError as error:
        return row | {"result": "failed", "why": error.message, "next": error.hint or next_unless_named(error)}
    if credential is None:
        next_step = "Give it one, or set INSTANA_API_TOKEN when it is used."
        return row | {"result": "failed", "why": "it has no credential", "next": next_step}
    return row
