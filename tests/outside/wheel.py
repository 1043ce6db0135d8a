"""The wheel, alone in an empty environment, for each Python that is there: it imports, and lists a sandbox's tokens.

Run by `make wheel`. It installs from the package index, so it is no part of the tests.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from instanakit.sandbox import Sandbox

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.pythons import VERSIONS, usable

USE = """
import sys
import instanakit, instana_openapi
assert "site-packages" in instanakit.__file__ and "site-packages" in instana_openapi.__file__
with instanakit.Instana.from_env() as instana:
    print(f"Python {sys.version.split()[0]}: instanakit {instanakit.__version__} lists", len(instana.tokens.list()), "tokens")
"""


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
