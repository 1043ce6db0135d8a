"""The tests on each Python, on the lowest versions that pyproject.toml allows, and on the wheel without the sources.

`make versions` runs all of it and says what came of it; `nox -s tests-3.12 -- tests/test_wire.py` a part.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).parent / "tests"))

from helpers.pythons import VERSIONS, usable

REPORTS = Path(".nox", "reports")
# What the tests read beside the package. The sources of it are not among them.
BESIDE = (
    *("CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "openapi.yaml", "pyproject.toml"),
    *("conftest.py", "benchmarks", "codegen", "docs", "examples", "tests", "Makefile", "package.json", "requirements"),
)
# These are about the sources: they read, build or change them.
OF_THE_SOURCES = (
    *("tests/test_package.py", "tests/codegen/test_generate.py", "tests/contract/test_surface.py"),
    *("tests/contract/test_pin.py", "tests/test_shape.py", "tests/test_mutation.py", "tests/docs/test_site.py"),
)
# These need tools that are no part of what is tried with its lowest versions: MkDocs and mutmut.
OF_THE_TOOLS = ("tests/docs/test_docs_hooks.py", "tests/docs/test_site.py", "tests/test_mutation.py")
# Where the package is from, and which versions of its own dependencies a session has.
FOUND = """
import json, platform, sys
from importlib.metadata import requires, version
from re import match
import instanakit, instana_openapi
assert sys.argv[1] in instanakit.__file__ and sys.argv[1] in instana_openapi.__file__
names = sorted({match(r"[\\w.-]+", one)[0] for one in requires("instanakit")})
print(json.dumps({"python": platform.python_version(), "versions": {name: version(name) for name in names}}))
"""
nox.options.error_on_missing_interpreters = False
nox.options.reuse_existing_virtualenvs = True
nox.options.default_venv_backend = "uv|venv"


def install(session: nox.Session, lock: str) -> None:
    """Install what a lock has, each by its hash, as the Makefile does."""
    session.install("--quiet", "--require-hashes", "-r", f"requirements/{lock}.txt")


def checkout(session: nox.Session) -> None:
    """Install this checkout in place."""
    session.install("--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")


def tried(session: nox.Session, folder: Path, *left_out: str, package: str) -> None:
    """Run the tests in a folder, and leave for `make versions` what came of it and with which versions."""
    reports = REPORTS.resolve()
    reports.mkdir(parents=True, exist_ok=True)
    found = json.loads(session.run("python", "-c", FOUND, package, silent=True))
    (reports / f"{session.name}.json").write_text(json.dumps(found))
    options = ["--numprocesses", "2", f"--junitxml={reports / session.name}.xml"]
    options += [word for path in left_out for word in ("--ignore", path)]
    with session.chdir(folder):
        session.run("pytest", *options, *session.posargs)


def on(version: str) -> None:
    """Make the session of one Python; nox says so and leaves it out if this machine has none."""

    @nox.session(name=f"tests-{version}", python=usable(version) or version)
    def tests(session: nox.Session) -> None:
        install(session, "dev")
        checkout(session)
        tried(session, Path(), package=str(Path.cwd()))

    tests.__doc__ = f"Run the tests on Python {version}."


for each in VERSIONS:
    on(each)


@nox.session(python=usable(VERSIONS[0]) or VERSIONS[0])
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest allowed versions of what the package and its extras need."""
    install(session, "lowest")
    checkout(session)
    tried(session, Path(), *OF_THE_TOOLS, package=str(Path.cwd()))


@nox.session(python=usable(VERSIONS[-1]) or VERSIONS[-1])
def wheel(session: nox.Session) -> None:
    """Run the tests with the built wheel, in a folder that has none of the package's sources."""
    install(session, "dev")
    # Nowhere below this checkout, whose pyproject.toml tests in a folder of their own would find above them.
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve() / "here"
        folder.mkdir()
        for name in BESIDE:
            copy = shutil.copytree if Path(name).is_dir() else shutil.copy
            copy(name, folder / name)
        (folder / "node_modules").symlink_to(Path("node_modules").resolve())  # the tests of the page need it
        session.run("hatchling", "build", "-t", "wheel", "-d", place, silent=True)
        (built,) = Path(place).glob("*.whl")
        session.install("--quiet", "--no-deps", "--force-reinstall", str(built))
        tried(session, folder, *OF_THE_SOURCES, package="site-packages")
