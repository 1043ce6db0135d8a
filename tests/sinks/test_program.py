"""exec:COMMAND gives the secret to a program's standard input, and to nothing else."""

import json
import sys
from base64 import b64encode
from urllib.parse import quote

import pytest

from instanakit import ConfigurationError, Secret
from instanakit._program import Ended
from instanakit.sinks import SinkError, parse_sink, to_program
from instanakit.sinks.to_program import ProgramSink

NEW = Secret("the-new-secret/with=signs")


@pytest.fixture
def program(tmp_path):
    """Make a program of Python code, and return the command that runs it."""

    def make(code):
        path = tmp_path / "program.py"
        path.write_text(code)
        return f"'{sys.executable}' '{path}'"

    return make


def refusal(sink, doing="put", *arguments):
    with pytest.raises(SinkError) as caught:
        getattr(sink, doing)(*(arguments or [NEW] if doing == "put" else []))
    assert caught.value.__context__ is None
    return str(caught.value).removeprefix(f"The sink {sink.spec} could not be ")


def test_the_secret_is_on_standard_input_without_a_line_break_and_nowhere_else(program, tmp_path):
    command = program(
        "import json, os, sys\n"
        f"with open({str(tmp_path / 'seen')!r}, 'w') as seen:\n"
        "    json.dump([sys.stdin.buffer.read().decode(), sys.argv[1:], dict(os.environ)], seen)\n"
    )
    parse_sink(f"exec:{command} a 'b c' $HOME *").put(Secret("größe-of-it"))
    given, arguments, environment = json.loads((tmp_path / "seen").read_text())
    assert given == "größe-of-it"
    assert arguments == ["a", "b c", "$HOME", "*"]  # no shell has seen them
    assert "of-it" not in f"{environment}"


def test_a_program_takes_a_secret_that_may_replace_none_since_nobody_knows_what_it_holds(tmp_path):
    parse_sink(f"exec:tee {tmp_path}/seen").put(NEW, replace=False)
    assert (tmp_path / "seen").read_text() == NEW.reveal()


def test_what_the_program_prints_is_not_shown(program, capfd):
    parse_sink("exec:tee /dev/stderr").put(NEW)
    assert capfd.readouterr() == ("", "")


def test_a_program_that_does_not_read_its_input_may_end_well():
    parse_sink("exec:true").put(Secret("x" * 1_000_000))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise SystemExit(3)", "the program ended with status 3 and said nothing"),
        ("raise SystemExit('no such\\n\\x1b[1mvault ')", "the program ended with status 1 and said: no such  [1mvault"),
        (
            "import sys; sys.exit('got ' + sys.stdin.read() + '!')",
            "the program ended with status 1 and said: got **********!",
        ),
        ("import os; os.kill(os.getpid(), 9)", "the program ended with signal SIGKILL and said nothing"),
        ("import os; os.kill(os.getpid(), 40)", "the program ended with signal 40 and said nothing"),
        (
            "import sys; sys.stderr.buffer.write(b'caf\\xe9'); sys.exit(1)",
            "the program ended with status 1 and said: caf\ufffd",
        ),
    ],
)
def test_a_program_that_fails_is_told_with_its_status_and_what_it_said(program, code, said):
    assert refusal(parse_sink(f"exec:{program(code)}")) == (
        f"written: {said}. Whether it has stored the secret is not known; look there."
    )


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text,
        lambda text: json.dumps({"value": text}),
        lambda text: quote(text, safe=""),
        lambda text: b64encode(text.encode()).decode(),
    ],
)
def test_the_secret_is_masked_in_every_form_in_which_programs_show_it(program, form):
    secret = Secret('quotes-"and"-slashes/in-it')
    sink = parse_sink("exec:" + program(f"import sys; sys.exit('<' + {form(secret.reveal())!r} + '>')"))
    said = refusal(sink, "put", secret)
    assert "**********" in said
    assert not {"quotes", "slashes", b64encode(b"quotes").decode()} & set(said.replace("-", " ").split())


def test_a_secret_at_the_cut_of_what_was_said_leaves_no_part_of_it(program):
    code = "import sys; secret = sys.stdin.read(); sys.exit('y' * 600 + secret + 'x' * 494)"
    said = refusal(parse_sink(f"exec:{program(code)}"))
    assert " and said: ******" + "x" * 494 + "." in said


def test_a_program_over_its_time_limit_is_stopped(program, tmp_path):
    sink = ProgramSink(
        program("import sys, time; sys.stderr.write('wait'); sys.stderr.flush(); time.sleep(60)"), time_limit=0.001
    )
    said = refusal(sink)
    assert said.startswith("written: the program was stopped after 0.001 seconds and said")
    assert said.endswith(". Run it by itself to see what it waits for.")


def test_what_a_stopped_program_said_is_masked(monkeypatch):
    stopped = Ended(None, b"", f"got {NEW.reveal()}".encode(), is_too_much=False)
    monkeypatch.setattr(to_program, "run_program", lambda *_, **__: stopped)
    assert refusal(parse_sink("exec:cat")) == (
        "written: the program was stopped after 60 seconds and said: got **********. "
        "Run it by itself to see what it waits for."
    )


def test_a_program_that_says_too_much_is_stopped():
    assert refusal(parse_sink("exec:sh -c 'yes >&2'")) == (
        "written: the program printed more than 64 KiB. Whether it has stored the secret is not known; look there."
    )


@pytest.mark.parametrize("doing", ["check", "put"])
def test_a_missing_program_is_found_out_by_checking(doing):
    assert refusal(parse_sink("exec:no-program-of-this-name -x"), doing) == (
        "used: there is no program no-program-of-this-name that this user may run. Install it, or name it with its path."
    )


def test_checking_runs_nothing(tmp_path, program):
    parse_sink("exec:" + program(f"open({str(tmp_path / 'ran')!r}, 'w')")).check()
    assert not (tmp_path / "ran").exists()


def test_a_file_that_cannot_be_run_is_told(tmp_path):
    path = tmp_path / "program"
    path.write_bytes(b"\x7fnothing")
    path.chmod(0o700)
    assert refusal(parse_sink(f"exec:{path}")) == f"written: Exec format error: {path}. Name another sink."


@pytest.mark.parametrize("value", [0, -1, "60"])
def test_a_time_limit_is_a_positive_number_of_seconds(value):
    with pytest.raises(ConfigurationError) as caught:
        ProgramSink("cat", time_limit=value)
    assert str(caught.value) == f"time_limit must be a positive number of seconds or None; it is {value!r}"


def test_a_real_program_stores_what_it_is_given(tmp_path):
    target = tmp_path / "target"
    parse_sink(f"exec:sh -c 'umask 077; cat > \"$0\"' {target}").put(NEW)
    assert target.read_text() == NEW.reveal()
    assert target.stat().st_mode & 0o777 == 0o600
