"""env:FILE#KEY changes one entry, which real shells and python-dotenv read back, and no other byte."""

import io
import os
import re
import stat
import subprocess

import pytest
from dotenv import dotenv_values
from hypothesis import example, given, settings
from hypothesis import strategies as st

from instanakit import Secret
from instanakit.sinks import SinkError, parse_sink
from instanakit.sinks.entries import Problem, find, with_value
from instanakit.sinks.folder import Content
from instanakit.sinks.readers import by_dotenv, by_shell

OLD, NEW = Secret("the-old-secret"), Secret("the-new-secret")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "app.env"


@pytest.fixture
def sink(path):
    return parse_sink(f"env:{path}#TOKEN")


def fill(path, text):
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    path.chmod(0o600)


def in_shell(text, key, folder, shell="sh"):
    """The value of a key for a program that is started where the file was sourced."""
    (folder / "sourced").write_bytes(text.encode())
    command = [shell, "-c", f'set -a; . ./sourced; exec printenv -0 "{key}"']
    environment = {"PATH": os.environ["PATH"]}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return result.stdout.decode()[:-1] if result.returncode == 0 else None


def in_dotenv(text, key):
    return dotenv_values(stream=io.StringIO(text)).get(key)


FILES = pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "TOKEN=the-new-secret\n"),
        ("A=1\n", "A=1\nTOKEN=the-new-secret\n"),
        ("A=1", "A=1\nTOKEN=the-new-secret"),
        ("A=1\r\nB=2\r\n", "A=1\r\nB=2\r\nTOKEN=the-new-secret\r\n"),
        ("A=1\r\nB=2", "A=1\r\nB=2\r\nTOKEN=the-new-secret"),
        ("# TOKEN=no\n\n", "# TOKEN=no\n\nTOKEN=the-new-secret\n"),
        ("TOKENS=1\nMY_TOKEN=2\n", "TOKENS=1\nMY_TOKEN=2\nTOKEN=the-new-secret\n"),
        ("A='\nTOKEN=no\n'\n", "A='\nTOKEN=no\n'\nTOKEN=the-new-secret\n"),
        ('A="\nTOKEN=no\n"\n', 'A="\nTOKEN=no\n"\nTOKEN=the-new-secret\n'),
    ],
)
ENTRIES = pytest.mark.parametrize(
    ("before", "after"),
    [
        ("TOKEN=the-old-secret\n", "TOKEN=the-new-secret\n"),
        ("TOKEN=the-old-secret", "TOKEN=the-new-secret"),
        ("A=1\n\n# why\nTOKEN=the-old-secret # mine\nB='2'", "A=1\n\n# why\nTOKEN=the-new-secret # mine\nB='2'"),
        ("export TOKEN=the-old-secret\n", "export TOKEN=the-new-secret\n"),
        ("  export  TOKEN=the-old-secret\n", "  export  TOKEN=the-new-secret\n"),
        ("TOKEN='the-old-secret'\n", "TOKEN='the-new-secret'\n"),
        ('TOKEN="the-old-secret" # x\n', 'TOKEN="the-new-secret" # x\n'),
        ("TOKEN=the-old-secret\r\nB=2\r\n", "TOKEN=the-new-secret\r\nB=2\r\n"),
        ("A='\nTOKEN=no\n'\nTOKEN=the-old-secret\n", "A='\nTOKEN=no\n'\nTOKEN=the-new-secret\n"),
        (
            'A="TOKEN=\\"no\\"\nTOKEN=no"\nTOKEN=the-old-secret\n',
            'A="TOKEN=\\"no\\"\nTOKEN=no"\nTOKEN=the-new-secret\n',
        ),
        ("A=caf\udce9\nTOKEN=the-old-secret\n", "A=caf\udce9\nTOKEN=the-new-secret\n"),
        ("A=1\\\n2\nTOKEN=the-old-secret\n", "A=1\\\n2\nTOKEN=the-new-secret\n"),
        ("TOKEN=the-old-secret\nTOKENS=2\n", "TOKEN=the-new-secret\nTOKENS=2\n"),
    ],
)


@FILES
def test_a_new_entry_is_added_and_no_other_byte_changes_there_and_back(sink, path, before, after):
    fill(path, before)
    sink.stage(NEW)
    assert path.read_bytes().decode() == before
    sink.promote()
    assert path.read_bytes().decode() == after
    sink.restore()
    assert path.read_bytes().decode() == before


@ENTRIES
def test_an_entry_changes_and_no_other_byte_does_there_and_back(sink, path, before, after):
    fill(path, before)
    assert sink.current() == OLD
    sink.stage(NEW)
    sink.promote()
    assert path.read_bytes().decode("utf-8", "surrogateescape") == after
    sink.restore()
    assert path.read_bytes().decode("utf-8", "surrogateescape") == before


@pytest.mark.parametrize("text", ["TOKEN=\n", "TOKEN=''\n", 'A=1\nTOKEN=""\n', "export TOKEN= # to come\n"])
def test_an_empty_entry_is_no_value(sink, path, text):
    fill(path, text.replace("= #", "=  #") if "#" not in text else "export TOKEN=\n")
    assert sink.current() is None
    sink.put(NEW)
    assert sink.current() == NEW


def test_the_other_slots_are_files_beside_it_which_nobody_sources(sink, path):
    fill(path, "TOKEN=the-old-secret\n")
    sink.stage(NEW)
    sink.promote()
    sink.stage(OLD)
    assert {file.name: file.read_text() for file in path.parent.iterdir()} == {
        "app.env": "TOKEN=the-new-secret\n",
        "app.env.TOKEN.pending": "the-old-secret\n",
        "app.env.TOKEN.previous": "the-old-secret\n",
    }


def test_two_keys_of_one_file_are_two_sinks(sink, path):
    other = parse_sink(f"env:{path}#OTHER")
    for each, secret in ((sink, OLD), (other, NEW)):
        each.stage(secret)
    for each in (sink, other):
        each.promote()
    assert path.read_text() == "TOKEN=the-old-secret\nOTHER=the-new-secret\n"
    other.restore()
    assert (sink.current(), other.current()) == (OLD, None)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_the_file_keeps_its_mode(sink, path, mode):
    fill(path, "A=1\n")
    path.chmod(mode)
    sink.put(NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_is_for_its_owner_alone(sink, path):
    sink.put(NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def refusal(sink, path, doing="check", *arguments):
    before = path.read_bytes()
    with pytest.raises(SinkError) as caught:
        getattr(sink, doing)(*arguments)
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])
    return str(caught.value).replace(str(path.parent), "FOLDER")


def test_a_file_that_others_can_read_is_refused(sink, path):
    fill(path, "A=1\n")
    path.chmod(0o640)
    assert refusal(sink, path) == (
        "The sink env:FOLDER/app.env#TOKEN could not be used: others can read or write FOLDER/app.env. "
        "Run chmod go= FOLDER/app.env; if it held a secret, others may know it."
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("TOKEN=a\nTOKEN=b\n", "1 and 2"),
        ("A=1\nTOKEN=a\n#\nexport TOKEN=b\nB='\n'\nTOKEN=c", "2, 4 and 7"),
    ],
)
@pytest.mark.parametrize("doing", [("check",), ("put", NEW), ("stage", NEW), ("current",)])
def test_a_key_that_is_set_twice_is_refused_with_its_lines(sink, path, text, lines, doing):
    fill(path, text)
    assert refusal(sink, path, *doing) == (
        f"The sink env:FOLDER/app.env#TOKEN could not be read: TOKEN is set in the lines {lines}. Keep one of them."
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A=1\nTOKEN = abc\n", 2),
        ("TOKEN= abc\n", 1),
        ("TOKEN=a b\n", 1),
        ("TOKEN=abc; export TOKEN\n", 1),
        ("TOKEN=abc\nexport TOKEN\n", 2),
        ("declare -x TOKEN=abc\n", 1),
        ("A=1 TOKEN=abc\n", 1),
        ("'TOKEN'=abc\n", 1),
        ("TOKEN=$HOME\n", 1),
        ('TOKEN="$HOME"\n', 1),
        ("TOKEN='${HOME}'\n", 1),
        ("TOKEN=`id`\n", 1),
        ("TOKEN=~/x\n", 1),
        ("TOKEN=a*\n", 1),
        ("TOKEN=a'b'\n", 1),
        ("TOKEN=a\\b\n", 1),
        ("TOKEN='a\\\\b'\n", 1),
        ('TOKEN="a\\nb"\n', 1),
        ("TOKEN='a' b\n", 1),
        ("A='\\'\nTOKEN='abc'\n", 2),
        ("\ufeffTOKEN=abc\n", 1),
        ("TOKEN= # to come\n", 1),
        ("A=don't\nTOKEN=abc\nB=won't\n", 2),
        ("TOKEN=abc\\\ndef\n", 1),
    ],
)
def test_an_entry_that_two_readers_read_differently_is_refused_with_its_line(sink, path, text, line):
    fill(path, text)
    hint = (
        "Write TOKEN=VALUE on a line of its own, between single quotes if it has other signs than letters and digits."
    )
    assert refusal(sink, path, "put", NEW) == (
        f"The sink env:FOLDER/app.env#TOKEN could not be read: a shell and python-dotenv do not read the same value of "
        f"TOKEN from line {line}. {hint}"
    )


@pytest.mark.parametrize("text", ["A='b\n", 'A="b\n', "TOKEN='abc\n", "A=b\\"])
def test_a_file_with_an_open_quote_is_refused(sink, path, text):
    fill(path, text)
    assert refusal(sink, path, "put", NEW) == (
        "The sink env:FOLDER/app.env#TOKEN could not be read: a quote in it is opened and not closed. "
        "Close it, or name another file."
    )


def test_a_value_of_several_lines_is_refused(sink, path):
    fill(path, "TOKEN='two\nlines-of-it'\n")
    assert "what is there has a line break in it" in refusal(sink, path)


@pytest.mark.parametrize("text", ["it's-$5", "ends-in-\\", "${HOME}-of-mine", "'\"$`-all-of-it"])
@pytest.mark.parametrize("doing", ["put", "stage"])
def test_a_secret_that_cannot_be_an_entry_is_refused_before_it_is_staged(sink, path, text, doing):
    fill(path, "A=1\n")
    assert refusal(sink, path, doing, Secret(text)) == (
        "The sink env:FOLDER/app.env#TOKEN could not be written: a shell and python-dotenv would not read the same "
        "secret from it, however it is quoted. Use another sink for this secret, for instance file:PATH."
    )


# Hypothesis draws texts of the code too, which stand in many errors; with a sign before it no secret is one.
ONE_LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(lambda text: f"§{text}")
AWKWARD = st.text("ab'\"\\$`#{}~!*= ;&%", min_size=1, max_size=10)
AROUND = st.sampled_from(
    [
        "",
        "A=1\n",
        "A=1",
        "A='x\ny'\n",
        'A="x\ny"\nB=\n',
        "# it's\n",
        "A=don\\'t\n",
        "TOKEN='x'\nB='y'\n",
        'TOKEN="x"\nB="y"',
    ]
)


@given(st.one_of(ONE_LINE, AWKWARD), AROUND)
@example("ends-in-\\", "TOKEN='x'\nB='y'\n")
@example("ends-in-\\", 'TOKEN="x"\nB="y"')
@example("it's", "")
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_what_real_readers_read(tmp_path_factory, text, before):
    changed = with_value(Content(before), "TOKEN", Secret(text))
    if changed is not None:
        assert in_shell(changed.text, "TOKEN", tmp_path_factory.getbasetemp()) == text
        assert in_dotenv(changed.text, "TOKEN") == text
        for key in ("A", "B"):
            assert in_dotenv(changed.text, key) == in_dotenv(before, key)
    else:
        assert re.search(r"['$\\`]", text)


LINES = st.lists(
    st.sampled_from(
        [
            "TOKEN=abc",
            "export TOKEN='abc'",
            'TOKEN="abc"',
            "A='",
            "'",
            '"',
            'A="',
            "# it's",
            "A=x",
            "A='x' # TOKEN=1",
            "TOKEN",
            "A=\\",
            " TOKEN=x y",
            "TOKEN=",
            "A=$(",
            "=",
            "'A'=1",
        ]
    ),
    max_size=6,
)


@given(LINES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=400, deadline=None)
def test_where_an_entry_is_told_real_python_dotenv_reads_it_there(lines, line_break):
    text = line_break.join(lines)
    seen = by_dotenv(text, "TOKEN")
    read = in_dotenv(text, "TOKEN")
    assert read == (seen[-1].taken if seen else None)


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_where_an_entry_is_told_a_real_shell_reads_it_there(tmp_path_factory, lines):
    text = "\n".join(line for line in lines if line not in {"TOKEN", "=", "A=$(", "'A'=1", "'", '"', " TOKEN=x y"})
    seen = by_shell(text, "TOKEN")
    if seen and all(one.taken is not None for one in seen):
        assert in_shell(text, "TOKEN", tmp_path_factory.getbasetemp()) == seen[-1].taken


@given(LINES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=200, deadline=None)
def test_no_file_makes_it_fail_and_what_it_changes_it_finds_again(lines, line_break):
    content = Content(line_break.join(lines))
    if isinstance(find(content, "TOKEN"), Problem):
        assert with_value(content, "TOKEN", NEW) is None
    else:
        changed = with_value(content, "TOKEN", NEW)
        assert changed is None or find(changed, "TOKEN").taken == "the-new-secret"


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_a_program_started_where_the_file_was_sourced_has_the_secret(sink, path, shell, tmp_path):
    fill(path, "A=1\nTOKEN='x'\n")
    sink.put(Secret('s p a c e s $HOME `id` "and" #hash'))
    assert in_shell(path.read_text(), "TOKEN", tmp_path, shell) == 's p a c e s $HOME `id` "and" #hash'


def test_no_traceback_shows_what_else_is_in_the_file(sink, path):
    fill(path, "PASSWORD=of-another-service\nTOKEN=a\nTOKEN=b\n")
    with pytest.raises(SinkError) as caught:
        sink.put(NEW)
    frames = [
        entry.frame for entry in caught.traceback if "sinks" in str(entry.path) and "tests" not in str(entry.path)
    ]
    assert len(frames) > 3
    assert [frame for frame in frames if "of-another-service" in str(frame.f_locals)] == []
