"""stdout writes the secret and a line break to one stream."""

import io
import subprocess
import sys

import pytest

from instanakit import Secret
from instanakit.sinks import SinkError, parse_sink
from instanakit.sinks.to_stdout import StdoutSink

NEW = Secret("the-new-secret")


class Out(io.StringIO):
    """Not captured, so that the watch over secrets in reports does not see what is meant to be seen."""


def refusal(sink, doing="put", secret=NEW):
    with pytest.raises(SinkError) as caught:
        getattr(sink, doing)(*([secret] if doing == "put" else []))
    assert caught.value.__context__ is None
    return str(caught.value)


def test_the_secret_goes_to_the_stream_that_is_given(capfd):
    stream = Out()
    sink = StdoutSink(stream)
    sink.check()
    assert stream.getvalue() == ""
    sink.put(NEW)
    assert stream.getvalue() == "the-new-secret\n"
    assert capfd.readouterr() == ("", "")


def test_standard_output_is_the_one_of_the_moment(monkeypatch):
    sink, stream = parse_sink("stdout"), Out()
    monkeypatch.setattr(sys, "stdout", stream)
    sink.put(NEW)
    assert stream.getvalue() == "the-new-secret\n"


def test_a_program_prints_it_on_standard_output_alone():
    code = "from instanakit import Secret; from instanakit.sinks import parse_sink; parse_sink('stdout').put(Secret('a-new-one'))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (result.stdout, result.stderr) == (b"a-new-one\n", b"")


def closed():
    stream = Out()
    stream.close()
    return stream


@pytest.mark.parametrize("doing", ["check", "put"])
def test_a_stream_that_cannot_be_written_is_found_out_by_checking(doing, tmp_path, monkeypatch):
    path = tmp_path / "readable"
    path.touch()
    said = "The sink stdout could not be written: it is not open. Open standard output, or name another sink."
    with path.open() as readable:
        for stream in (closed(), readable):
            assert refusal(StdoutSink(stream), doing) == said
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        message = refusal(StdoutSink(), doing)
    assert message == said


def test_a_reader_that_is_gone_is_told():
    class Gone(Out):
        def flush(self):
            raise BrokenPipeError(32, "")

    assert refusal(StdoutSink(Gone())) == "The sink stdout could not be written: Broken pipe. Name another sink."


def test_a_character_that_the_encoding_lacks_is_told_and_not_quoted():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert refusal(StdoutSink(stream), secret=Secret("größe-of-it")) == (
        "The sink stdout could not be written: its encoding ascii has no letter for a character of the secret. "
        "Set PYTHONIOENCODING=utf-8, or use another sink."
    )


def test_a_secret_of_two_lines_is_refused():
    stream = Out()
    assert "the secret has a line break in it" in refusal(StdoutSink(stream), secret=Secret("two\nlines-of-it"))
    assert stream.getvalue() == ""
