"""Make generated/instana_openapi of openapi.yaml, or check that it is what the generator would make.

The generator leaves a half made folder when it fails, so it works in a temporary folder beside the target; the target
is replaced at the end, or not at all.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# What the generator reads of its configuration file, and all that we may write there: it ignores other names.
OPTIONS = {"package_name_override", "post_hooks", "class_overrides", "content_type_overrides"}


class GenerationError(Exception):
    """The client could not be generated; the text says why."""


def check_pins(root: Path = ROOT) -> None:
    """Compare the installed tools with the exact versions in pyproject.toml, since each of them shapes the output."""
    with (root / "pyproject.toml").open("rb") as file:
        pins = tomllib.load(file)["dependency-groups"]["codegen"]
    for pin in pins:
        name, _, wanted = pin.partition("==")
        if version(name) != wanted:
            message = f"{name} is {version(name)}, pyproject.toml pins {wanted}; install requirements/dev.txt"
            raise GenerationError(message)


def check_config(path: Path) -> None:
    """Refuse options that the generator would ignore."""
    names = {line.partition(":")[0] for line in path.read_text().splitlines() if line[:1].isalpha()}
    if unknown := names - OPTIONS:
        message = f"{path.name} has options that are not known here: {', '.join(sorted(unknown))}"
        raise GenerationError(message)


def lay_templates(overrides: Path, target: Path) -> None:
    """Put the overrides where the generator looks first, and the originals that they edit below original/."""
    shutil.copytree(overrides, target)
    with as_file(files("openapi_python_client") / "templates") as originals:
        shutil.copytree(originals, target / "original")


def generate(spec: Path, target: Path, *, overrides: Path = HERE / "templates") -> None:
    """Write the package into target, which must not exist yet."""
    config = HERE / "config.yaml"
    check_pins()
    check_config(config)
    # The formatter must be the one beside this interpreter: without one on PATH the generator only warns.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with tempfile.TemporaryDirectory() as scratch:
        templates = Path(scratch) / "templates"
        lay_templates(overrides, templates)
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
        command += ["--path", str(spec), "--config", str(config), "--output-path", str(target)]
        command += ["--custom-template-path", str(templates)]
        # Wide and plain, so that the reason of a failure stands on one line.
        environment = os.environ | {"PATH": path, "COLUMNS": "200", "TYPER_STANDARD_TRACEBACK": "1"}
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        message = f"the generator failed; nothing was changed\n{result.stdout}{result.stderr}"
        raise GenerationError(message)
    # The generator writes it only beside packaging metadata.
    (target / "py.typed").touch()


@contextmanager
def generated(spec: Path, near: Path, *, overrides: Path = HERE / "templates") -> Generator[Path]:
    """Generate into a folder beside `near`, on the same file system, that lives as long as the block."""
    near.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=near.parent, prefix=".generating-") as scratch:
        fresh = Path(scratch) / near.name
        generate(spec, fresh, overrides=overrides)
        yield fresh


def replace(target: Path, fresh: Path) -> None:
    """Put the fresh folder in the place of the target, whatever state that is in."""
    if os.path.lexists(target):
        target.rename(fresh.parent / "former")
    fresh.rename(target)


def contents(folder: Path) -> dict[Path, bytes]:
    """Read all files that count, by their place below the folder."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(target: Path, fresh: Path) -> list[str]:
    """Name each file that is missing, is not the generator's, or has other bytes."""
    there, wanted = contents(target), contents(fresh)
    lines = [f"missing: {path}" for path in wanted.keys() - there.keys()]
    lines += [f"not the generator's: {path}" for path in there.keys() - wanted.keys()]
    lines += [f"differs: {path}" for path in there.keys() & wanted.keys() if there[path] != wanted[path]]
    return sorted(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, name what differs")
    parser.add_argument("--spec", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--target", type=Path, default=ROOT / "generated" / "instana_openapi")
    options = parser.parse_args(arguments)
    try:
        with generated(options.spec, options.target) as fresh:
            if not options.check:
                replace(options.target, fresh)
                return 0
            lines = differences(options.target, fresh)
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 1
    if lines:
        print("generated/ is not what openapi.yaml and codegen/ make; run 'make generate':", *lines, sep="\n  ")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
