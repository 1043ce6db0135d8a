"""The user's configuration file, read whole and checked whole; and the profiles in it."""

import os
from collections.abc import Mapping
from typing import Any

import attrs

from instanakit._settings import hide, hide_password
from instanakit.errors import ConfigurationError
from instanakit.profiles import readers
from instanakit.profiles.files import read_own_text
from instanakit.profiles.places import CONFIG_VARIABLE, config_path
from instanakit.profiles.profile import Profile, profile_of
from instanakit.profiles.shown import FOUR_WAYS, did_you_mean
from instanakit.profiles.tables import Table, table_of
from instanakit.profiles.variables import Variables

OUTPUTS = ("table", "json", "jsonl", "csv")
COLORS = ("auto", "always", "never")


@attrs.frozen(kw_only=True)
class Config:
    """What the configuration file says; all of it is empty if there is no file."""

    table: Table
    default_profile: str | None
    output: str | None
    color: str | None
    profiles: Mapping[str, Profile]

    def profile(self, name: str, named_by: str = "") -> Profile:
        """Return a profile. Raises ConfigurationError, which lists those that there are."""
        if name in self.profiles:
            return self.profiles[name]
        message = f"There is no profile {name!r} in {self.table.file}"
        message += f", which {named_by} names" if named_by else ""
        near = did_you_mean(name, self.profiles)
        there = f"There are {', '.join(self.profiles)}." if self.profiles else f"Write [profiles.{name}] into it."
        raise ConfigurationError(message, hint=f"{near} {there}".strip())

    def origin(self, name: str) -> str:
        """Say where what a profile has comes from."""
        return f"{self.table.origin} [profiles.{name}]"


def read_config(variables: Variables) -> Config:
    """Read the configuration file. Raises ConfigurationError for anything in it that is wrong."""
    path = config_path(variables)
    table = table_of(path, read_own_text)
    if table is None and variables.text(CONFIG_VARIABLE):
        message = f"There is no file {path}, which {CONFIG_VARIABLE} names"
        raise ConfigurationError(message, hint=f"Make it, or unset {CONFIG_VARIABLE}.")
    table = table or Table(path, "", {})
    table.check_keys(["default_profile", "output", "color", "profiles"])
    profiles = {name: profile_of(name, entry, variables) for name, entry in table.tables("profiles").items()}
    return Config(
        table=table,
        default_profile=table.read("default_profile", readers.text),
        output=table.read("output", readers.choice(*OUTPUTS)),
        color=table.read("color", readers.choice(*COLORS)),
        profiles=profiles,
    )


def load_profile(name: str, *, environ: Mapping[str, str] = os.environ) -> Profile:
    """Return the profile of a name; its credential is not asked for. Raises ConfigurationError if there is none."""
    variables = Variables(environ)
    del environ
    return read_config(variables).profile(name)


def list_profiles(*, environ: Mapping[str, str] = os.environ) -> list[Profile]:
    """Return all profiles, as the file has them; no credential is asked for. Raises ConfigurationError."""
    variables = Variables(environ)
    del environ
    return list(read_config(variables).profiles.values())


def client_arguments(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what a client of a profile is made with; `options` count more than the profile's.

    The credentials among them become Secrets in place, since the caller's frame holds them too.
    """
    options |= {key: hide(options[key]) for key in ("api_token", "proxy") if key in options}
    options |= {key: hide_password(options[key]) for key in ("cert",) if key in options}
    if "base_url" in options:
        message = "from_profile takes no base_url: the credential of a profile belongs to its own"
        raise ConfigurationError(message, hint="Make the client with a base_url and an api_token instead.")
    profile = load_profile(name)
    if profile.credential is None and "api_token" not in options:
        message = f"The profile {name!r} has no credential"
        raise ConfigurationError(message, hint=f"Give it one of {FOUR_WAYS}, or give api_token.")
    return {"base_url": profile.base_url, "api_token": profile.credential, **profile.options, **options}
