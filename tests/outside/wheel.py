"""The wheel, alone in an empty environment, for each Python that is there: it imports, and lists a sandbox's tokens.

Run by `make wheel`. It installs from the package index, so it is no part of the tests.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from instanakit.sandbox import Sandbox

VERSIONS = ("3.11", "3.12", "3.13")
USE = """
import sys
import instanakit, instana_openapi
assert "site-packages" in instanakit.__file__ and "site-packages" in instana_openapi.__file__
with instanakit.Instana.from_env() as instana:
    print(f"Python {sys.version.split()[0]}: instanakit {instanakit.__version__} lists", len(instana.tokens.list()), "tokens")
"""


def usable(version: str) -> str | None:
    """Return the interpreter of a version, if there is one that runs: on the PATH, or kept by pyenv."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [shutil.which(f"python{version}"), *sorted(map(str, kept.glob(f"{version}.*/bin/python{version}")))]
    for place in filter(None, places):
        if subprocess.run([place, "-c", ""], capture_output=True, check=False).returncode == 0:
            return place
    return None


def try_wheel(python: str, wheel: Path, sandbox: Sandbox) -> None:
    """Install the wheel into a new environment and use it there."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        inside = str(Path(folder) / "bin" / "python")
        subprocess.run([inside, "-m", "pip", "-qq", "--disable-pip-version-check", "install", str(wheel)], check=True)
        environment = {"INSTANA_BASE_URL": sandbox.base_url, "INSTANA_API_TOKEN": sandbox.api_token}
        subprocess.run([inside, "-W", "error", "-c", USE], check=True, cwd=folder, env=environment)


def main() -> int:
    """Try the newest wheel in dist/."""
    (wheel,) = Path("dist").glob("*.whl")
    with Sandbox(tokens=7) as sandbox:
        for version in VERSIONS:
            python = usable(version)
            if python is None:
                print(f"Python {version}: not on this machine")
            else:
                try_wheel(python, wheel.resolve(), sandbox)
    return 0


if __name__ == "__main__":
    sys.exit(main())
