"""Runs mutmut on a temporary copy of the package, laid out as it wants, and reads what became of each mutant."""

import ast
import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs
from mutmut.mutation.diff_apply import get_diff_for_mutant

ROOT = Path(__file__).parents[2]
PACKAGE = Path("src") / "instanakit"
MEMORY = 4 * 2**30  # a mutant that collects without end fails instead of taking the machine along
OPTIONS = {
    "source_paths": ["src"],
    # Its main process imports no test, and each mutant's process begins as the tests begin.
    "process_isolation": "forkserver",
    # A mutant may take this many times as long as its tests do, and this many seconds more, so that slow is not killed.
    "timeout_multiplier": 15.0,
    "timeout_constant": 4.0,
    "pytest_add_cli_args": ["-p", "no:unraisableexception"],  # it collects garbage after each mutant
    "track_dependencies": False,
    "use_git_change_detection": False,
}
# What mutmut calls 255 a timeout is pytest that could not run the tests.
STATUSES = {0: "survived", 1: "killed", 3: "killed", 5: "no tests", 33: "no tests", 255: "failed to run"}
TIMEOUTS = {24, -24, 152, 36, -9}


@attrs.frozen
class Mutant:
    """A changed function: where it stands, the lines that were and the lines that are, and what became of it."""

    name: str
    module: str
    function: str
    status: str
    diff: str = ""

    @property
    def is_killed(self) -> bool:
        """Whether a test failed. A timeout here is one that a second run, alone, confirmed."""
        return self.status in {"killed", "timeout"}

    @property
    def change(self) -> str:
        """What was changed, in one line."""
        return " -> ".join(
            " ".join(line[1:].strip() for line in self.diff.splitlines()[2:] if line.startswith(sign)) for sign in "-+"
        )


class Copy:
    """A copy of the package and its tests in which a group of modules is mutated."""

    def __init__(self, folder: Path, modules: Iterable[str], selection: Iterable[str]) -> None:
        self.folder = folder
        self._only = [str(PACKAGE / module) for module in modules]
        self._options = OPTIONS | {"only_mutate": self._only, "pytest_add_cli_args_test_selection": list(selection)}

    def lay_out(self) -> None:
        """Copy what is needed. In a folder that was used before, the verdicts on functions that are the same stay.

        Which tests concern which function is found out anew, since there may be others now.
        """
        (self.folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
        ignored = shutil.ignore_patterns("__pycache__", "outside", "cli", "codegen")
        for source, target in ((ROOT / "wrapper", self.folder / "src"), (ROOT / "tests", self.folder / "tests")):
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=ignored if target.name == "tests" else None)
        for pattern in self._only:
            for module in self.folder.glob(pattern):
                postpone_annotations(module)
        with (self.folder / "tests" / "conftest.py").open("a") as conftest:
            conftest.write("\nimport helpers.everything\n")  # else each mutant's process would import what it needs
        options = "\n".join(f"{name} = {json.dumps(value)}" for name, value in self._options.items())
        settings = f"{(ROOT / 'pyproject.toml').read_text()}\n[tool.mutmut]\n{options}\n"
        (self.folder / "pyproject.toml").write_text(settings)

    def run(self, children: int, names: Iterable[str] = ()) -> None:
        """Let mutmut run, on these mutants or on all that have no result yet."""
        command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(children), *names]
        with (self.folder / "output.txt").open("a") as output:
            done = subprocess.run(
                command,
                cwd=self.folder,
                check=False,
                env=os.environ | {"PYTHONHASHSEED": "0", "NO_COLOR": "1"},
                preexec_fn=bounded,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if done.returncode:
            said = (self.folder / "output.txt").read_text().splitlines()[-40:]
            sys.exit("\n".join(["mutmut failed:", *said]))

    def mutants(self) -> list[Mutant]:
        """Read what became of each, with the diffs of those that were not killed."""
        made = self.folder / "mutants"
        with contextlib.chdir(self.folder):
            return [
                self._read(name, meta.relative_to(made).with_suffix(""), code)
                for pattern in self._only
                for meta in sorted(made.glob(f"{pattern}.meta"))
                for name, code in json.loads(meta.read_text())["exit_code_by_key"].items()
            ]

    @staticmethod
    def _read(name: str, path: Path, code: int | None) -> Mutant:
        status = "timeout" if code in TIMEOUTS else STATUSES.get(code, f"exit status {code}")  # type: ignore[arg-type]
        module = path.relative_to(PACKAGE).as_posix()
        function = name.rpartition(".")[2].partition("__mutmut_")[0]
        function = function.removeprefix("x_") if function.startswith("x_") else function[2:].replace("ǁ", ".")
        diff = "" if status == "killed" else get_diff_for_mutant(name, path=path)
        return Mutant(name, module, function, status, diff)


def postpone_annotations(module: Path) -> None:
    """Let nobody evaluate annotations: mutants stand beside each other, and after a method `list`, list[...] is none."""
    text = module.read_text()
    docstring = ast.parse(text).body[0].end_lineno
    lines = text.splitlines(keepends=True)
    module.write_text("".join([*lines[:docstring], "\nfrom __future__ import annotations\n", *lines[docstring:]]))


def bounded() -> None:
    """Bound the memory of this process and of those that it starts."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def figures(mutants: Iterable[Mutant], explained: Mapping[Mutant, str]) -> dict[str, dict[str, Any]]:
    """Count, module by module."""
    modules: dict[str, dict[str, Any]] = {}
    for mutant in mutants:
        counts = modules.setdefault(
            mutant.module, {"mutants": 0, "killed": 0, "timeouts": 0, "explained": 0, "survived": 0, "no tests": 0}
        )
        counts["mutants"] += 1
        counts["timeouts"] += mutant.status == "timeout"
        if mutant.is_killed:
            counts["killed"] += 1
        elif mutant in explained:
            counts["explained"] += 1
        else:
            counts["survived"] += 1
            counts["no tests"] += mutant.status == "no tests"
    return modules
