"""The scripts of docs/how-to/ and docs/tutorial.md run as they stand there, against a sandbox."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from instanakit.sandbox import Sandbox

DOCS = Path(__file__).parents[2] / "docs"


def shown(page, language="sh"):
    return re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def unit():
    with Sandbox(tokens=3, seed=1) as sandbox:
        yield sandbox


def run(script, folder, sandbox=None, **variables):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("INSTANA")}
    environ |= {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), environ["PATH"]]),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "INSTANAKIT_STATE_DIR": str(folder / "state"),
    }
    if sandbox is not None:
        environ |= {"INSTANA_BASE_URL": sandbox.base_url, "INSTANA_API_TOKEN": sandbox.api_token}
    command = ["sh", "-c", script]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environ | variables, cwd=folder, timeout=120
    )


def test_the_nightly_job_rotates_and_stops_at_what_is_dangerous(unit, tmp_path):
    (script,) = shown("how-to/nightly.md")
    (tmp_path / "secrets").mkdir()
    ended = run(script, tmp_path, unit, SECRETS=str(tmp_path / "secrets"))
    assert ended.returncode in {0, 3}, ended.stderr
    assert (tmp_path / "rotated.json").read_text()
    assert (tmp_path / "hygiene.html").exists()


def test_the_script_for_a_lost_answer_leaves_one_token(unit, tmp_path):
    (script,) = shown("how-to/lost-answers.md")
    before = len(unit.state.tokens)
    unit.faults.add("close_after", method="POST")
    unit.faults.add("status", method="GET", status=418, times=1)
    ended = run(script, tmp_path, unit)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(unit.state.tokens) == before + 1
    assert (tmp_path / "deploy.token").read_text().strip() in {
        token["accessGrantingToken"] for token in unit.state.tokens.values()
    }


def test_the_tutorials_commands_do_what_it_says(tmp_path):
    install, again, *blocks = shown("tutorial.md")
    assert "instanakit sandbox --tokens 4 --seed 1 --api-token let-me-in --port 8787\n" in install
    assert again == ". .venv/bin/activate\n"
    with Sandbox(tokens=4, seed=1, api_token="let-me-in") as sandbox:
        script = "set -eu\n" + "\n".join(blocks).replace("http://127.0.0.1:8787", sandbox.base_url)
        ended = run(script, tmp_path)
        (secret,) = [t["accessGrantingToken"] for t in sandbox.state.tokens.values() if t["name"] == "deploy pipeline"]
    assert ended.returncode == 0, ended.stderr
    assert re.findall(r"^status \d+$", ended.stdout, re.MULTILINE) == ["status 4", "status 2", "status 4", "status 4"]
    assert (tmp_path / "deploy.token").read_text().strip() == secret != (tmp_path / "leaked.token").read_text().strip()
    assert "-rw-------" in ended.stdout
    assert secret not in ended.stdout + ended.stderr
    assert (tmp_path / "hygiene.html").exists()
