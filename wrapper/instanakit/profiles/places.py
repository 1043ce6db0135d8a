"""Where configuration and state are kept, and the project file of a folder."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from instanakit.profiles.readers import place
from instanakit.profiles.variables import Variables

CONFIG_VARIABLE = "INSTANAKIT_CONFIG"
STATE_VARIABLE = "INSTANAKIT_STATE_DIR"
PROJECT_FILE = ".instanakit.toml"
_APPLICATION = "instanakit"


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the configuration file: what INSTANAKIT_CONFIG names, else config.toml in the platform's folder."""
    variables = Variables(environ)
    del environ
    # Imported here, since an application without profiles needs no folder.
    import platformdirs  # noqa: PLC0415

    named = variables.text(CONFIG_VARIABLE)
    return _absolute(named) if named else platformdirs.user_config_path(_APPLICATION, appauthor=False) / "config.toml"


def state_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for state: what INSTANAKIT_STATE_DIR names, else the platform's; it may not exist yet."""
    variables = Variables(environ)
    del environ
    import platformdirs  # noqa: PLC0415

    named = variables.text(STATE_VARIABLE)
    return _absolute(named) if named else platformdirs.user_state_path(_APPLICATION, appauthor=False)


def project_paths(cwd: Path) -> Iterator[Path]:
    """Yield where a project file may be: in the folder, then in each one above it."""
    folder = cwd.absolute()
    return (above / PROJECT_FILE for above in (folder, *folder.parents))


def _absolute(named: str) -> Path:
    return place(Path(), named).absolute()
