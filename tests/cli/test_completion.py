"""What the shells complete; bash itself, on a terminal, with the key that people press."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys

import pytest

BASH = shutil.which("bash")
READY = "ready> "
CONFIG = """\
[profiles.prod]
base_url="https://a.example.com"
[profiles.test]
base_url="https://b.example.com"
"""


@pytest.fixture
def completed(tmp_path, monkeypatch):
    """The words that bash makes of a line behind which TAB was pressed; the command is a file on its path."""
    program = tmp_path / "bin" / "instanakit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m instanakit.cli "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("INSTANAKIT_CONFIG", str(tmp_path / "c.toml"))
    (tmp_path / "c.toml").write_text(CONFIG)

    def press_tab(line, before=""):
        (tmp_path / "rc").write_text(f'eval "$(instanakit completion bash)"\nPS1="{READY}"\n{before}\n')
        # Behind TAB: to the beginning of the line, and what shows the words as bash has them.
        return _typed(f"{line}\t\x01printf '<%s>' \nexit\n", tmp_path / "rc")

    return press_tab


def _typed(keys, rc):
    master, slave = pty.openpty()
    shell = subprocess.Popen(
        [BASH, "--noprofile", "--rcfile", str(rc), "-i"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=os.environ | {"TERM": "dumb", "COLUMNS": "500"},
        start_new_session=True,
    )
    os.close(slave)
    shown = b""
    while select.select([master], [], [], 60)[0]:
        try:
            more = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if READY.encode() in shown + more and READY.encode() not in shown:
            os.write(master, keys.encode())
        shown += more
    os.close(master)
    shell.wait(60)
    (words,) = re.findall(r"<instanakit>(?:<[^<>]*>)*", shown.decode())
    return words[1:-1].replace("><", " ")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("instanakit to", "instanakit tokens"),
        ("instanakit tokens create --permission view-au", "instanakit tokens create --permission view-audit-log"),
        ("instanakit tokens update t1 --grant canViewAu", "instanakit tokens update t1 --grant canViewAuditLog"),
        ("instanakit tokens update t1 --limit-scope limited-logs", "instanakit tokens update t1 --limit-scope limited-logs-scope"),
        ("instanakit --profile pr", "instanakit --profile prod"),
        ("instanakit tokens list --unu", "instanakit tokens list --unused"),
        ("instanakit --base-url https://h:8787/x to", "instanakit --base-url https://h:8787/x tokens"),
        ("instanakit --base-url=https://h:8787 tokens create 'a b' --perm", "instanakit --base-url=https://h:8787 tokens create a b --permission"),
        ("instanakit tokens list --output=t", "instanakit tokens list --output=table"),
        ("instanakit tokens list --permission=view-au", "instanakit tokens list --permission=view-audit-log"),
        ("instanakit tokens list --sort last", "instanakit tokens list --sort last_used_at"),
        ("instanakit tokens list --fields name,lim", "instanakit tokens list --fields name,limited_scopes"),
        ("instanakit logs audit --fields=id,me", "instanakit logs audit --fields=id,me"),
        ("instanakit profiles show --profile test --no", "instanakit profiles show --profile test --no"),
    ],
)  # fmt: skip
def test_bash_completes_commands_options_permissions_profiles_and_fields(completed, typed, found):
    assert completed(typed) == found


@pytest.mark.parametrize("breaks", ["", ":", "="])
def test_bash_completes_whatever_it_is_told_to_split_words_at(completed, breaks):
    before = f"COMP_WORDBREAKS=$' \\t\\n{breaks}'"
    typed = "instanakit --base-url=https://h:1 tokens list --output=t"
    assert completed(typed, before) == f"{typed}able"


def test_bash_completes_a_word_of_which_nothing_is_typed_yet(completed, tmp_path):
    (tmp_path / "c.toml").write_text(CONFIG.partition("[profiles.test]")[0])
    assert completed("instanakit --base-url http://h:1 --profile ") == "instanakit --base-url http://h:1 --profile prod"


def test_completion_says_nothing_of_a_configuration_that_is_wrong(completed, tmp_path):
    (tmp_path / "c.toml").write_text("nonsense")
    assert completed("instanakit --profile pr") == "instanakit --profile pr"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_asks_this_command(line, shell):
    ended = line("completion", shell)
    assert ended.status == 0
    assert "_INSTANAKIT_COMPLETE=" in ended.out
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=ended.out, capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")
