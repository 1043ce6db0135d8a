"""instanakit profiles show."""

from typing import Any

import attrs
import click

from instanakit.cli.apart import settings_to_look_at
from instanakit.cli.options import command as make
from instanakit.cli.output import Listing
from instanakit.cli.session import Session
from instanakit.cli.values import PROFILE

_FIELDS = ("setting", "value", "origin")


@make("show", help="Show each setting that a command would use, with its origin. No credential is asked for.")
@click.argument(
    "name", metavar="[NAME]", required=False, type=PROFILE, help="The profile; else the one that a command would use."
)
def command(session: Session, name: str | None) -> None:
    """Show the settings."""
    from instanakit.profiles import Value  # noqa: PLC0415 (help needs none)

    session.task = "show the settings"
    session.profile = name or session.profile
    settings, refused = settings_to_look_at(session)
    values = attrs.asdict(settings, recurse=False, filter=lambda _field, value: isinstance(value, Value))
    rows = [
        {"setting": setting, "value": _plain(found.value), "origin": found.origin} for setting, found in values.items()
    ]
    session.show(Listing("settings", rows, _FIELDS, _FIELDS, chosen=True))
    if refused:
        session.task = "use these settings together"
        raise refused


def _plain(value: Any) -> Any:
    """Return a setting as it can be shown; a credential says where it is."""
    if hasattr(value, "describe"):
        return value.describe()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
