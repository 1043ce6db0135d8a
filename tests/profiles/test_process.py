"""A program that prints the credential: no shell, no input, one line, and no secret in what it says of its failure."""

import os
import signal
import subprocess
import sys

import pytest

from helpers.watch import shown
from instanakit import ConfigurationError, Secret, _program
from instanakit.profiles import process

HUSH = "hush-T0ken-of-prod"


def source(setting, code, *arguments):
    """The source of a profile whose program runs this code."""
    setting.program(code)
    return setting.profile(f"credential_process = {['./program', *arguments]}").credential


def refusal(asked):
    with pytest.raises(ConfigurationError) as caught:
        asked()
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert HUSH not in "\n".join(shown(caught.value))
    return str(caught.value)


def test_the_arguments_reach_the_program_as_they_are_since_no_shell_reads_them(setting):
    asked = source(setting, "import sys; print('-'.join(sys.argv[1:]))", "$HOME;", "`id`", "*")
    assert asked() == Secret("$HOME;-`id`-*")


def test_a_program_has_the_environment_and_not_the_input_which_is_meant_for_this_one(setting):
    setting.environ["FROM"] = "here"
    asked = source(setting, "import os, sys; print(os.environ['FROM'] + sys.stdin.read())")
    kept, (reading, writing) = os.dup(0), os.pipe()
    os.write(writing, b"yes")
    os.close(writing)
    try:
        os.dup2(reading, 0)
        assert asked() == Secret("here")
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(reading)


def test_a_program_without_a_slash_is_looked_for_on_the_path(setting):
    assert setting.profile('credential_process = ["echo", "a-secret"]').credential() == Secret("a-secret")


def test_a_path_is_relative_to_the_configuration_and_not_to_where_somebody_works(setting, monkeypatch):
    (setting.work / "program").write_text(f"#!{sys.executable}\nprint('of somebody else')\n")
    (setting.work / "program").chmod(0o700)
    monkeypatch.chdir(setting.work)
    assert source(setting, "print('our-secret')")() == Secret("our-secret")


@pytest.mark.parametrize(("code", "lines"), [("", 0), ("print(' ')", 0), (f"print('{HUSH}\\n{HUSH}')", 2)])
def test_a_program_that_prints_no_or_several_lines_is_refused(setting, code, lines):
    assert refusal(source(setting, code)) == (
        f"The process ./program printed {lines} lines; it must print one, the secret. Run it by hand to see why."
    )


def test_a_program_that_fails_is_quoted_without_what_it_printed(setting):
    code = f"import sys; print('a word {HUSH}\\n\\nab'); sys.exit('bad:\\t{HUSH}, ab and \\x1b[31mred, a word')"
    assert refusal(source(setting, code)) == (
        "The process ./program ended with status 1: bad: **********, ********** and ?[31mred, a word. "
        "Run it by hand to see why."
    )


@pytest.mark.parametrize(
    "printed", ['{"token": "%s"}', "export TOKEN=%s", "https://host?a=b&token=%s", "'%s',", "x\n%s\n"]
)
def test_a_secret_is_masked_whatever_a_failing_program_printed_around_it(setting, printed):
    code = f"import sys; print({printed % HUSH!r}); sys.exit('no: {HUSH}')"
    assert refusal(source(setting, code)) == (
        "The process ./program ended with status 1: no: **********. Run it by hand to see why."
    )


def test_a_failure_is_told_where_nothing_but_profiles_was_imported_before(setting):
    source(setting, f"import sys; print('{HUSH}'); sys.exit('no: {HUSH}')")
    code = "from instanakit.profiles import load_profile; load_profile('prod').credential()"
    ended = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | setting.environ, capture_output=True, text=True, check=False
    )
    assert ended.stderr.endswith(
        "ConfigurationError: The process ./program ended with status 1: no: **********. Run it by hand to see why.\n"
    )


def test_only_the_end_of_a_long_text_is_quoted_and_no_part_of_the_secret(setting):
    code = f"import sys; print('{HUSH}'); sys.exit('start' + '{HUSH}' + 'x' * 295 + ' end')"
    said = refusal(source(setting, code))
    assert said.endswith(f": *{'x' * 295} end. Run it by hand to see why.")


def test_a_program_that_says_nothing_of_its_failure_has_a_status(setting):
    assert refusal(source(setting, "raise SystemExit(3)")) == (
        "The process ./program ended with status 3. Run it by hand to see why."
    )


def test_a_program_that_is_killed_has_a_signal(setting):
    assert refusal(source(setting, "import os; os.kill(os.getpid(), 9)")) == (
        "The process ./program was ended by signal 9. Run it by hand to see why."
    )


def test_a_program_that_does_not_end_is_ended(setting, monkeypatch):
    monkeypatch.setattr(process, "TIME_LIMIT", 0)
    assert refusal(source(setting, f"import time; print('{HUSH}', flush=True); time.sleep(60)")) == (
        "The process ./program did not end within 0 seconds. Run it by hand: it may ask for something."
    )


def test_a_program_that_prints_too_much_is_stopped(setting):
    assert refusal(setting.profile('credential_process = ["yes"]').credential) == (
        "The process yes printed more than 64 KiB. Run it by hand to see why."
    )


def test_the_secret_is_there_when_the_program_has_ended_though_an_agent_of_it_goes_on(setting, monkeypatch, tmp_path):
    monkeypatch.setattr(_program, "MOMENT", 0.2)
    code = f"import os; os.system('echo {HUSH}; sleep 77 & echo $! > {tmp_path}/agent')"
    assert source(setting, code)() == Secret(HUSH)
    os.kill(int((tmp_path / "agent").read_text()), signal.SIGKILL)


def test_the_time_limit_is_half_a_minute():
    assert process.TIME_LIMIT == 30


@pytest.mark.parametrize(("mode", "why"), [(0o600, "Permission denied"), (None, "No such file or directory")])
def test_a_program_that_cannot_be_started_is_an_error_that_says_why(setting, mode, why):
    asked = source(setting, "")
    path = setting.file.parent / "program"
    path.unlink() if mode is None else path.chmod(mode)
    assert refusal(asked) == (
        f"The process ./program cannot be started: {why}. Correct credential_process, or install the program."
    )


def test_what_a_program_says_beside_the_secret_is_not_shown(setting, capfd):
    assert source(setting, f"import sys; print('{HUSH}'); print('{HUSH}', file=sys.stderr)")() == Secret(HUSH)
    assert capfd.readouterr() == ("", "")
