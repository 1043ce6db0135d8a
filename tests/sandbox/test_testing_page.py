"""What docs/testing.md shows works as it stands there: its tests in pytest, its script in a shell."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"


def shown(language):
    return "\n\n".join(re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))


def test_its_tests_pass_in_an_applications_own_suite(tmp_path):
    suite = tmp_path / "test_application.py"
    suite.write_text(shown("python"), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", suite.name]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert "9 passed" in result.stdout


def run(shell, script, folder):
    """Run a script; returns once the sandbox has ended too, which has the same standard error."""
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "TMPDIR": str(folder),
    }
    command = [shell, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_its_script_runs_in_a_shell_and_leaves_nothing_behind(tmp_path, shell):
    result = run(shell, shown("sh"), tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "6 tokens\n", "")
    assert list(tmp_path.iterdir()) == []


def test_its_script_ends_if_the_sandbox_does_not_start(tmp_path):
    result = run("sh", shown("sh").replace("--port 0", "--port 70000"), tmp_path)
    assert result.returncode != 0
    assert result.stderr.startswith("The sandbox cannot listen on 127.0.0.1 port 70000")
    assert list(tmp_path.iterdir()) == []
