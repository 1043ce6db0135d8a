"""Stage, promote, restore: the same for every kind that can, and whole after a kill between any two steps."""

import stat
import subprocess
import sys
from contextlib import suppress
from itertools import count
from threading import Barrier, Thread

import pytest

from instanakit import Secret
from instanakit.sinks import SinkError, parse_sink
from instanakit.sinks.slots import Slot
from sinks.killing import run

OLD, NEW, OLDER = Secret("the-old-secret"), Secret("the-new-secret"), Secret("a-still-older-secret")


def state(sink):
    return sink.current(), sink.pending(), sink.previous()


def prepared(sink, before, older):
    """Bring a sink into the state before a promotion, with what an earlier one may have left."""
    sink._do("emptied", lambda slots: slots.remove(Slot.CURRENT))
    if before:
        sink.put(before)
    sink._do("filled", lambda slots: slots.write(Slot.PREVIOUS, older) if older else slots.remove(Slot.PREVIOUS))
    sink.stage(NEW)
    assert (sink.current(), sink.pending()) == (before, NEW)


BEFORE = pytest.mark.parametrize(
    ("before", "older"), [(OLD, None), (OLD, OLDER), (None, None), (None, OLDER), (NEW, None), (NEW, OLDER)]
)


def test_a_sink_that_can_stage_says_so(sink, spec):
    assert (sink.can_stage, sink.can_read_back, sink.keeps_previous) == (True, True, True)
    assert sink.spec == spec
    assert repr(sink) == f"<Sink {spec}>"


def test_a_fresh_sink_holds_nothing(sink):
    sink.check()
    assert state(sink) == (None, None, None)


def test_what_is_put_is_current_and_overwrites(sink):
    sink.put(OLD)
    sink.put(NEW)
    assert state(sink) == (NEW, None, None)


def test_what_may_not_be_replaced_is_kept(sink, spec):
    sink.put(OLD, replace=False)
    with pytest.raises(SinkError) as caught:
        sink.put(NEW, replace=False)
    assert str(caught.value) == (
        f"The sink {spec} could not be written: it holds a secret already. "
        "Name another sink, or replace that secret if it may go."
    )
    assert state(sink) == (OLD, None, None)


@pytest.mark.parametrize("form", ["file:{}/token", "env:{}/app.env#TOKEN"])
def test_of_many_threads_that_may_not_replace_a_secret_one_puts_its_own(tmp_path, form):
    spec, together = form.format(tmp_path), Barrier(8)
    kept = []

    def put(secret):
        together.wait()
        with suppress(SinkError):
            parse_sink(spec).put(secret, replace=False)
            kept.append(secret)

    threads = [Thread(target=put, args=[Secret(f"secret-number-{number}")]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept == [parse_sink(spec).current()]


def test_a_rotation_stages_promotes_and_drops(sink):
    sink.put(OLD)
    sink.stage(OLDER)
    sink.stage(NEW)
    assert state(sink) == (OLD, NEW, None)
    sink.promote()
    assert state(sink) == (NEW, None, OLD)
    sink.drop_previous()
    assert state(sink) == (NEW, None, None)


def test_what_is_discarded_was_never_there(sink):
    sink.put(OLD)
    sink.stage(NEW)
    for _ in range(2):
        sink.discard()
        assert state(sink) == (OLD, None, None)
    sink.promote()
    assert state(sink) == (OLD, None, None)


def test_dropping_and_restoring_where_nothing_was_promoted_changes_nothing(sink):
    sink.put(OLD)
    sink.drop_previous()
    sink.restore()
    assert state(sink) == (OLD, None, None)


def test_check_changes_nothing_whatever_is_there(sink):
    for act in (lambda: sink.put(OLD), lambda: sink.stage(NEW), sink.promote, lambda: sink.stage(OLDER)):
        act()
        before = state(sink)
        sink.check()
        assert state(sink) == before


def test_restoring_undoes_no_promotion_but_the_one_of_what_is_pending(sink):
    sink.put(OLDER)
    sink.stage(OLD)
    sink.promote()
    sink.stage(NEW)
    sink.restore()
    assert state(sink) == (OLD, None, None)


@BEFORE
def test_promoting_twice_is_promoting_once(sink, before, older):
    prepared(sink, before, older)
    for _ in range(3):
        sink.promote()
        assert state(sink) == (NEW, None, before)


@BEFORE
def test_restoring_twice_is_restoring_once(sink, before, older):
    prepared(sink, before, older)
    sink.promote()
    for _ in range(3):
        sink.restore()
        assert state(sink) == (before, None, None)


@BEFORE
def test_a_promotion_that_is_killed_anywhere_is_finished_by_the_next(spec, before, older):
    for last in count():
        sink = parse_sink(spec)
        prepared(sink, before, older)
        killed = run(sink.promote, last)
        assert sink.current() in {before, NEW}
        for _ in range(2):
            sink.promote()
            assert state(sink) == (NEW, None, before)
        sink.restore()
        assert state(sink) == (before, None, None)
        if not killed:
            break
    assert last >= 3


@BEFORE
def test_a_promotion_that_is_killed_anywhere_can_be_taken_back(spec, before, older):
    for last in count():
        sink = parse_sink(spec)
        prepared(sink, before, older)
        killed = run(sink.promote, last)
        for _ in range(2):
            sink.restore()
            assert state(sink) == (before, None, None)
        if not killed:
            break


@BEFORE
def test_taking_back_can_be_killed_anywhere_and_is_finished_by_the_next(spec, before, older):
    for promoted in count():
        for last in count():
            sink = parse_sink(spec)
            prepared(sink, before, older)
            cut_short = run(sink.promote, promoted)
            killed = run(sink.restore, last)
            assert sink.current() in {before, NEW}
            sink.restore()
            assert state(sink) == (before, None, None)
            if not killed:
                break
        if not cut_short:
            break


@pytest.mark.parametrize("doing", ["put", "stage"])
def test_a_write_that_is_killed_anywhere_leaves_the_former_value_or_the_new_one(sink, doing):
    slot = {"put": sink.current, "stage": sink.pending}[doing]
    for last in count():
        getattr(sink, doing)(OLD)
        killed = run(lambda: getattr(sink, doing)(NEW), last)
        assert slot() in {OLD, NEW}
        if not killed:
            break
    assert slot() == NEW


def test_staging_again_what_a_killed_promotion_has_made_current_loses_no_former_value(spec):
    for last in count():
        sink = parse_sink(spec)
        prepared(sink, OLD, None)
        killed = run(sink.promote, last)
        if not killed or sink.pending() is None:  # with nothing pending it is done, but for the disk
            break
        sink.stage(NEW)
        sink.promote()
        assert state(sink) == (NEW, None, OLD)


def test_nothing_is_left_behind_by_a_killed_promotion_that_was_taken_back(spec, tmp_path, memory):
    for last in count():
        sink = parse_sink(spec)
        sink.put(OLD)
        sink.stage(NEW)
        killed = run(sink.promote, last)
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        sink.restore()
        assert [file.name for file in tmp_path.iterdir()] in ([], ["token"], ["app.env"])
        assert len(memory.stored) + len(list(tmp_path.iterdir())) == 1
        if not killed:
            break


FORKING = """if True:
    import os, signal, sys
    from instanakit.sinks import parse_sink
    def counted(original):
        def step(*args, **kwargs):
            global left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)
        return step
    sink = parse_sink(sys.argv[1])
    for left in map(int, sys.stdin):
        child = os.fork()
        if not child:
            for name in ("open", "fchmod", "fsync", "replace", "unlink"):
                setattr(os, name, counted(getattr(os, name)))
            sink.promote()
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.mark.parametrize("spec", ["file", "env"], indirect=True)
def test_a_promotion_whose_process_is_killed_is_finished_by_another(spec):
    command = [sys.executable, "-c", FORKING, spec]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as others:
        for last in count():
            sink = parse_sink(spec)
            sink.put(OLD)
            sink.drop_previous()
            sink.stage(NEW)
            print(last, file=others.stdin, flush=True)
            ended = int(others.stdout.readline())
            assert sink.current() in {OLD, NEW}
            sink.promote()
            assert state(sink) == (NEW, None, OLD)
            if ended == 0:
                break
            assert ended == -9
    assert last > 8


@pytest.mark.parametrize(
    "text",
    ["two\nlines-of-it", "carriage\rreturn", "a\ttab-of-it", "nul\0-of-it", "next\x85line-of-it", "para\u2029graph"],
)
@pytest.mark.parametrize("doing", ["put", "stage"])
def test_a_secret_with_a_control_character_is_refused_and_nothing_is_written(sink, text, doing):
    with pytest.raises(SinkError) as caught:
        getattr(sink, doing)(Secret(text))
    what = "control character" if text[:3] in {"a\tt", "nul"} else "line break"
    assert str(caught.value) == (
        f"The sink {sink.spec} could not be written: the secret has a {what} in it. "
        "A secret is one line of text; use a token whose secret is."
    )
    assert state(sink) == (None, None, None)


def test_half_a_character_is_refused(sink):
    with pytest.raises(SinkError, match="the secret has something in it that is no UTF-8"):
        sink.put(Secret("half-a-\ud800-character"))


def test_any_single_line_of_text_comes_back(sink):
    for text in (
        "plain-secret",
        "with spaces  in it",
        "größe-π-😀",
        "it's-quoted",
        'say-"hello"',
        "#hash=and#more",
        "~/x{a,b}*?[!]",
    ):
        sink.put(Secret(text))
        assert sink.current() == Secret(text)
