"""From one pinned version to the next, in an empty folder, as an application that pins the package would walk.

Run by `make pins`. Two versions are built of copies of this checkout, the second with a permission more. It installs
from the package index, so it is no part of the tests.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from instanakit.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
PERMISSION = "canConfigureAirships"
APPLICATION = f"""
import logging
import instanakit
logging.basicConfig(format="    log: %(message)s")
with instanakit.Instana.from_env() as instana:
    tokens = instana.tokens.list()
    unknown = instana.tokens.unknown_permissions(tokens)
    updated = instana.tokens.update(tokens[0].internal_id, name="renamed")
    print(f"    application: instanakit {{instanakit.__version__}}, unknown {{unknown}},",
          "kept" if "{PERMISSION}" in updated.permissions else "lost", "by an update")
"""


def needed() -> str:
    """Return what docs/pin.md lists for a vendored folder, as a file of requirements."""
    (listed,) = re.findall(r"```\n(attrs\b.*?)```", (ROOT / "docs" / "pin.md").read_text(), re.DOTALL)
    return str(listed)


def run(*command: object, folder: Path, **more: object) -> str:
    """Run a command and return what it says; the walk ends where one fails."""
    words = [str(word) for word in command]
    result = subprocess.run(words, cwd=folder, check=False, capture_output=True, text=True, **more)
    if result.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def build(into: Path, version: str, *flags: str) -> Path:
    """Build a version of a copy of this checkout, with these flags more."""
    copy = into / f"source-{version}"
    for name in run("git", "ls-files", folder=ROOT).splitlines():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    (copy / "wrapper" / "instanakit" / "_version.py").write_text(f'"""The version."""\n\n__version__ = "{version}"\n')
    if flags:
        run(sys.executable, "codegen/spec_add.py", *flags, folder=copy)
        run(sys.executable, "codegen/generate.py", folder=copy)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into, folder=copy)
    return into / f"instanakit-{version}-py3-none-any.whl"


class Application:
    """An application with an environment of its own."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.folder = folder
        folder.mkdir()
        self.environment = {"INSTANA_BASE_URL": sandbox.base_url, "INSTANA_API_TOKEN": sandbox.api_token}
        (folder / "application.py").write_text(APPLICATION)
        run(sys.executable, "-m", "venv", ".venv", folder=folder)
        self.python = folder / ".venv" / "bin" / "python"

    def pin(self, wheel: Path) -> None:
        """Pin the wheel and all that it needs, with their hashes."""
        (self.folder / "requirements.in").write_text(f"instanakit @ {wheel.as_uri()}\n")
        compiling = ("pip", "compile", "--generate-hashes", "requirements.in", "-o", "requirements.txt")
        run(sys.executable, "-m", "uv", *compiling, folder=self.folder)

    def install(self, *options: str) -> str:
        """Install what is required; return why pip refuses, or nothing."""
        command = [str(self.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        command += [*options, "-r", "requirements.txt"]
        result = subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True)
        return result.stderr if result.returncode else ""

    def use(self, **environment: str) -> None:
        """Run the application."""
        print(run(self.python, "application.py", folder=self.folder, env=self.environment | environment), end="")


def main() -> int:
    """Walk."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(tokens=3) as sandbox:
        place = Path(folder)
        for token in sandbox.state.tokens.values():
            token[PERMISSION] = True  # the server is newer than the first version
        print(f"1. Two versions are built: 0.1.0, and 0.2.0 with {PERMISSION}.")
        old, new = build(place, "0.1.0"), build(place, "0.2.0", PERMISSION)
        digests = {wheel: hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in (old, new)}
        again = build(place / "again", "0.1.0")
        assert hashlib.sha256(again.read_bytes()).hexdigest() == digests[old], "a second build has other bytes"
        application = Application(place / "application", sandbox)

        print("2. An application pins 0.1.0 by its hash. The server has a permission that this version does not know.")
        application.pin(old)
        requirements = application.folder / "requirements.txt"
        assert digests[old] in requirements.read_text(), "another hash is pinned than that of the wheel"
        refused = application.install("--require-hashes")
        assert not refused, refused
        application.use()

        print("3. A wheel that is not the pinned one is refused.")
        application.pin(new)
        requirements.write_text(requirements.read_text().replace(digests[new], digests[old]))
        refused = application.install("--require-hashes")
        assert "DO NOT MATCH" in refused, refused
        print("    pip: " + refused[refused.index("THESE PACKAGES DO NOT MATCH") :].partition(".")[0])

        print("4. The pin moves to 0.2.0.")
        application.pin(new)
        refused = application.install("--require-hashes")
        assert not refused, refused
        application.use()

        print("5. The same from a vendored folder, in a new environment with what docs/pin.md lists and nothing else.")
        application = Application(place / "vendoring", sandbox)
        (application.folder / "requirements.txt").write_text(needed())
        refused = application.install()
        assert not refused, refused
        run(sys.executable, "-m", "zipfile", "-e", new, "vendor", folder=application.folder)
        application.use(PYTHONPATH="vendor")
    return 0


if __name__ == "__main__":
    sys.exit(main())
