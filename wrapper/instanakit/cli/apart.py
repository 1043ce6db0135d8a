"""Settings whose credential is for another origin than the base URL: each half as if alone, to be looked at only."""

import os
from typing import TYPE_CHECKING

import attrs

from instanakit.cli.session import Session
from instanakit.errors import ConfigurationError

if TYPE_CHECKING:
    from instanakit.profiles import Resolved

_URLS = {"INSTANA_BASE_URL", "INSTANA_ENDPOINT"}


@attrs.frozen
class _Named:
    """What says where a credential is. No client takes it for one."""

    _where: str

    def describe(self) -> str:
        """Say where the credential is."""
        return self._where


def settings_to_look_at(session: Session) -> tuple["Resolved", ConfigurationError | None]:
    """Return the settings, and why no command would use them. Raises ConfigurationError if nothing can be shown."""
    try:
        return session.settings, None
    except ConfigurationError as error:
        refused = error
    try:
        found = _halves(session)
    except ConfigurationError:  # it is not the two that do not go together
        found = None
    if found is None:
        raise refused
    vars(session)["settings"] = found  # with which the output is written
    return found, refused


def _halves(session: Session) -> "Resolved":
    from instanakit.profiles import Value, resolve  # noqa: PLC0415 (help needs none)

    flags = {"output": session.output, "color": session.color}
    # A token of its own goes with every base URL, and a profile that no flag names gives way to one.
    alone = {"INSTANA_API_TOKEN": "none"} | ({"INSTANAKIT_PROFILE": session.profile} if session.profile else {})
    without = _URLS if session.base_url else set[str]()
    unit = resolve(base_url=session.base_url, environ=_environ(without) | alone, cwd=session.folder, **flags)
    other = resolve(profile=session.profile, environ=_environ(_URLS), cwd=session.folder, **flags)
    source, origin = other.credential.value, other.credential.origin
    credential = Value(source and _Named(source.describe()), origin)
    return attrs.evolve(unit, credential=credential, internal_id=other.internal_id)


def _environ(without: set[str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in without}
