"""The command as a process of its own: how it starts, how it ends, what a shell completes."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.line import COMMAND, process
from instanakit import Instana, cli
from instanakit._version import __version__

BASH = shutil.which("bash")


def test_the_version_needs_no_library():
    code = "import sys; sys.modules['click'] = None; from instanakit.cli import main; sys.exit(main(['--version']))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, f"instanakit {__version__}\n")


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_the_command_says_how_to_install_it(line, monkeypatch, missing):
    line.add()
    code = (
        f"import sys; sys.modules['{missing}'] = None; from instanakit.cli import main;"
        "sys.exit(main(['tokens', 'list', '--color', 'always']))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "error: the command line is not installed\n"
        f"why:   it needs {missing}, which is part of the extra 'cli'\n"
        "next:  pip install 'instanakit[cli]'\n"
    )


def test_another_module_that_is_missing_is_not_blamed_on_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "instanakit.cli.run", None)
    with pytest.raises(ModuleNotFoundError):
        cli.main(["tokens", "list"])


def test_the_version_is_an_option_among_others_too(line):
    assert line("--version").out == line("-q", "--version").out == f"instanakit {__version__}\n"


def test_help_and_completion_load_neither_the_client_nor_rich():
    code = (
        "import sys; from instanakit.cli import main; main(sys.argv[1:]);"
        "sys.exit(bool({'httpx', 'rich', 'instanakit.client', 'instana_openapi'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code, "tokens", "list", "--help"], capture_output=True, check=False).returncode == 0  # fmt: skip


def test_httpx_goes_without_its_own_command_line_and_gets_it_back(line):
    code = (
        "import sys; from instanakit.cli import main; assert main(['tokens', 'list']) == 0;"
        "assert 'httpx' in sys.modules; assert 'rich' not in sys.modules; import httpx._main"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_whoever_stops_reading_gets_no_complaint(line):
    line.add()
    command = f"{' '.join(COMMAND)} tokens list -o json | true; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run([BASH, "-c", command], capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("1\n", "")


def test_ctrl_c_ends_a_command_that_waits_with_130_and_says_what_may_be_left(line, tmp_path):
    line.sandbox.faults.add("hang_after", method="POST", times=None)
    command = [*COMMAND, "tokens", "create", "x", "--sink", f"file:{tmp_path}/secret"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        while not line.tokens:  # until the request is there
            time.sleep(0.01)
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=20)
    assert (started.returncode, out) == (130, "")
    assert err.endswith(
        "next:  A token 'x' may have been made; see 'instanakit tokens list'.\nsee:   docs/errors.md#interrupted\n"
    )
    assert "Traceback" not in err


def test_the_sandbox_serves_until_it_is_told_to_end():
    with subprocess.Popen(
        [*COMMAND, "sandbox", "--port", "0", "--tokens", "2"], stdout=subprocess.PIPE, text=True
    ) as served:
        first = json.loads(served.stdout.readline())
        with Instana(first["base_url"], api_token=first["api_token"]) as instana:
            assert len(instana.tokens.list()) == 2
        served.send_signal(signal.SIGTERM)
        assert served.wait(10) == 0


def test_the_sandbox_says_what_is_not_installed(line, monkeypatch):
    monkeypatch.setattr("instanakit.sandbox.find_spec", lambda _: None)
    monkeypatch.delitem(vars(sys.modules["instanakit.sandbox"]), "Sandbox", raising=False)
    ended = line("-o", "json", "sandbox", "--port", "0")
    assert (ended.status, ended.out) == (2, "")
    assert ended.error["next"] == "Install the extra: pip install 'instanakit[sandbox]'."


def test_the_sandbox_that_cannot_listen_ends_with_2(line):
    assert line("sandbox", "--port", line.sandbox.base_url.rpartition(":")[2]).status == 2


def test_a_folder_that_is_gone_is_an_error_and_no_traceback(line, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ended = line("tokens", "list")
    assert ended.status == 1
    assert ended.err == (
        "error: cannot list the tokens\nwhy:   the current folder was removed\n"
        "next:  Change to a folder that exists, and run it again.\n"
        "see:   docs/errors.md#failure\n"
    )
    monkeypatch.chdir(Path("/"))


def test_the_process_ends_with_the_status_of_the_command(line):
    assert process("tokens", "get", "nobody").status == 5


def test_the_program_is_main_in_a_process_of_its_own(monkeypatch):
    done = []
    for name in ("disable", "freeze"):
        monkeypatch.setattr(f"instanakit.cli.gc.{name}", lambda name=name: done.append(name))
    monkeypatch.setattr(cli, "_main", lambda _given, *, is_process: 7 if is_process else 1)
    assert (cli.program(), done) == (7, ["disable", "freeze"])
