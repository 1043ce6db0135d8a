"""What counts, value by value: a flag, the environment, the project file, the user's file, else a default.

A credential belongs to the origin (scheme, host and port) of the base URL that it was configured with; one that would
go elsewhere is refused before it is asked for.
"""

from collections.abc import Mapping
from pathlib import Path

from instanakit.errors import ConfigurationError
from instanakit.profiles import readers
from instanakit.profiles.config import COLORS, OUTPUTS, read_config
from instanakit.profiles.places import CONFIG_VARIABLE, PROJECT_FILE
from instanakit.profiles.project import read_project
from instanakit.profiles.resolved import DEFAULT, Resolved, Value, first
from instanakit.profiles.shown import listed
from instanakit.profiles.tables import Wrong
from instanakit.profiles.unit import PROFILE_FLAG, unit_settings
from instanakit.profiles.variables import Variables


def resolve(
    *,
    profile: str | None = None,
    base_url: str | None = None,
    output: str | None = None,
    color: str | None = None,
    environ: Mapping[str, str],
    cwd: Path,
) -> Resolved:
    """Resolve the settings of a command in a folder; the four are flags. No credential is asked for.

    Raises ConfigurationError for what is wrong, and for a credential that belongs to another origin.
    """
    variables = Variables(environ)
    del environ
    config, project = read_config(variables), read_project(cwd)
    named = first(
        Value(profile, PROFILE_FLAG),
        Value(variables.text("INSTANAKIT_PROFILE") or None, "INSTANAKIT_PROFILE"),
        Value(project.profile, PROJECT_FILE),
        Value(config.default_profile, config.table.origin),
    )
    return Resolved(
        **unit_settings(config, variables, named, base_url),
        output=first(
            _chosen(output, "--output", OUTPUTS),
            _chosen(variables.text("INSTANAKIT_OUTPUT") or None, "INSTANAKIT_OUTPUT", OUTPUTS),
            Value(project.output, PROJECT_FILE),
            Value(config.output, config.table.origin),
            default=OUTPUTS[0],
        ),
        color=first(
            _chosen(color, "--color", COLORS),
            Value(project.color, PROJECT_FILE),
            Value(config.color, config.table.origin),
            default=COLORS[0],
        ),
        config=Value(str(config.table.file), CONFIG_VARIABLE if variables.text(CONFIG_VARIABLE) else DEFAULT),
    )


def _chosen(given: str | None, origin: str, choices: tuple[str, ...]) -> Value:
    found = None if given is None else readers.choice(*choices)(given)
    if isinstance(found, Wrong):
        message = f"{origin} {found.problem}"
        raise ConfigurationError(message, hint=f"Give it one of {listed(choices, 'and')}, or leave it out.")
    return Value(found, origin)
