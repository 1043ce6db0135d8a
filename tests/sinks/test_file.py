"""file:PATH keeps a secret from everybody else, whatever others have put in its way."""

import errno
import os
import socket
import stat
from itertools import count
from threading import Thread

import pytest

from instanakit import Secret
from instanakit.sinks import SinkError, parse_sink
from sinks.killing import STEPS

OLD, NEW = Secret("the-old-secret"), Secret("the-new-secret")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "token"


@pytest.fixture
def sink(path):
    return parse_sink(f"file:{path}")


def refusal(sink, doing="check", *arguments):
    """What a sink says that cannot be used; all that is in the folder stays."""

    def content():
        return {entry.name: entry.lstat().st_mtime_ns for entry in folder.iterdir()}

    folder = sink._path.parent
    before = content() if folder.is_dir() else None
    with pytest.raises(SinkError) as caught:
        getattr(sink, doing)(*arguments)
    assert (content() if folder.is_dir() else None) == before
    assert caught.value.__context__ is None
    return str(caught.value).replace(str(folder), "FOLDER")


def test_the_file_holds_the_secret_and_a_line_break_and_each_slot_is_a_file_beside_it(sink, path):
    sink.put(OLD)
    sink.stage(NEW)
    sink.promote()
    sink.stage(OLD)
    assert {file.name: file.read_text() for file in path.parent.iterdir()} == {
        "token": "the-new-secret\n",
        "token.pending": "the-old-secret\n",
        "token.previous": "the-old-secret\n",
    }


def test_that_there_was_no_value_before_is_an_empty_file(sink, path):
    sink.stage(NEW)
    sink.promote()
    assert (path.parent / "token.previous").read_bytes() == b""
    assert sink.previous() is None


@pytest.mark.parametrize("umask", [0, 0o022, 0o077, 0o777])
def test_the_mode_is_0600_from_the_first_byte_whatever_the_umask(sink, path, umask, monkeypatch):
    modes = []
    write = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (modes.append(os.fstat(fd).st_mode), write(fd)))
    chmod = os.fchmod
    monkeypatch.setattr(os, "fchmod", lambda fd, mode: (modes.append(os.fstat(fd).st_mode), chmod(fd, mode)))
    former = os.umask(umask)
    try:
        sink.stage(OLD)
        sink.promote()
    finally:
        os.umask(former)
    assert [oct(mode) for mode in modes if stat.S_ISREG(mode) and mode & 0o177] == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (b"abc-def-ghi\n", "abc-def-ghi"),
        (b"abc-def-ghi", "abc-def-ghi"),
        (b" abc def \n", " abc def "),
        (b"", None),
        (b"\n", None),
    ],
)
def test_reading_strips_one_line_break_and_nothing_else(sink, path, stored, read):
    path.write_bytes(stored)
    path.chmod(0o600)
    assert sink.current() == (read and Secret(read))


@pytest.mark.parametrize(
    ("stored", "problem"),
    [
        (b"two\nlines\n", "what is there has a line break in it"),
        (b"abc\r\n", "what is there has a line break in it"),
        (b"\x7fELF\x01", "what is there has a control character in it"),
        (b"caf\xe9", "what is there has something in it that is no UTF-8"),
        (b"x" * 1024 * 1024 + b"x", "FOLDER/token is larger than a MiB"),
    ],
)
@pytest.mark.parametrize("doing", [("check",), ("put", NEW), ("current",)])
def test_a_file_that_holds_no_secret_is_not_overwritten(sink, path, stored, problem, doing):
    path.write_bytes(stored)
    path.chmod(0o600)
    assert refusal(sink, *doing) == (
        f"The sink file:FOLDER/token could not be read: {problem}. "
        "That is no secret; name another sink, or move away what is there."
    )
    assert path.read_bytes() == stored


EVERY_SLOT = pytest.mark.parametrize("name", ["token", "token.pending", "token.previous", "token.temporary"])
ACTS = pytest.mark.parametrize("doing", [("check",), ("put", NEW)])


@EVERY_SLOT
def test_a_symbolic_link_is_refused_in_every_slot(sink, path, tmp_path, name):
    elsewhere = tmp_path / "elsewhere"
    (path.parent / name).symlink_to(elsewhere)
    assert refusal(sink) == (
        f"The sink file:FOLDER/token could not be used: FOLDER/{name} is a symbolic link. Name the file that it leads to."
    )
    assert not elsewhere.exists()


@EVERY_SLOT
def test_a_folder_is_refused_in_every_slot(sink, path, name):
    (path.parent / name).mkdir()
    assert (
        refusal(sink) == f"The sink file:FOLDER/token could not be used: FOLDER/{name} is a folder. Name another file."
    )


@EVERY_SLOT
def test_what_is_no_file_is_refused_in_every_slot(sink, path, name):
    os.mkfifo(path.parent / name)
    assert (
        refusal(sink) == f"The sink file:FOLDER/token could not be used: FOLDER/{name} is no file. Name another file."
    )


@EVERY_SLOT
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602])
def test_a_file_of_others_too_is_refused_in_every_slot(sink, path, name, mode):
    file = path.parent / name
    file.write_text("shown-to-others\n")
    file.chmod(mode)
    assert refusal(sink) == (
        f"The sink file:FOLDER/token could not be used: others can read or write FOLDER/{name}. "
        f"Run chmod go= FOLDER/{name}; if it held a secret, others may know it."
    )


def run_as(monkeypatch, user, folder):
    """Let this process be of one user and every folder of another."""

    def fstat(descriptor):
        found = status(descriptor)
        return os.stat_result([*found[:4], folder, *found[5:]]) if stat.S_ISDIR(found.st_mode) else found

    status = os.fstat
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(os, "fstat", fstat)


@EVERY_SLOT
def test_a_file_of_another_user_is_refused_in_every_slot(sink, path, name, monkeypatch):
    (path.parent / name).touch(mode=0o600)
    run_as(monkeypatch, 4711, folder=4711)
    assert refusal(sink) == (
        f"The sink file:FOLDER/token could not be used: FOLDER/{name} belongs to another user. "
        "Name another file, or run as that user."
    )


@ACTS
def test_writing_refuses_what_checking_refuses(sink, path, doing):
    path.symlink_to(path.parent / "elsewhere")
    assert "is a symbolic link" in refusal(sink, *doing)
    path.unlink()
    path.touch(mode=0o644)
    assert "others can read" in refusal(sink, *doing)


def test_promoting_refuses_a_link_where_the_previous_value_goes(sink, path):
    sink.put(OLD)
    sink.stage(NEW)
    (path.parent / "token.previous").symlink_to(path.parent / "elsewhere")
    assert "FOLDER/token.previous is a symbolic link" in refusal(sink, "promote")
    assert (sink.current(), sink.pending()) == (OLD, NEW)


def test_a_link_that_takes_the_place_of_a_checked_file_is_not_followed(sink, path, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.write_text("of-somebody-else\n")
    other.chmod(0o600)
    path.symlink_to(other)
    monkeypatch.setattr("instanakit.sinks.folder.Folder.check_file", lambda *_: None)
    with pytest.raises(SinkError, match="could not be read: Too many levels of symbolic links"):
        sink.current()


@pytest.mark.parametrize(
    ("user", "folder", "is_refused"), [(0, 4711, True), (4711, 4712, True), (4711, 4711, False), (4711, 0, False)]
)
@pytest.mark.parametrize("doing", [("check",), ("put", NEW), ("stage", NEW), ("current",)])
def test_a_folder_of_another_user_than_root_is_refused(sink, path, monkeypatch, user, folder, is_refused, doing):
    run_as(monkeypatch, user, folder)
    if is_refused:
        assert refusal(sink, *doing) == (
            "The sink file:FOLDER/token could not be used: the folder FOLDER belongs to another user. "
            "Name a folder of your own, or run as that user."
        )
    else:
        getattr(sink, doing[0])(*doing[1:])


def test_a_link_in_the_folder_part_is_followed_and_the_folder_it_leads_to_is_checked(path, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    sink = parse_sink(f"file:{tmp_path}/link/token")
    sink.put(NEW)
    assert (tmp_path / "real" / "token").read_text() == "the-new-secret\n"
    (tmp_path / "real").chmod(0o777)
    with pytest.raises(SinkError, match="others can write in the folder"):
        sink.check()


@pytest.mark.parametrize(
    ("mode", "is_refused"), [(0o777, True), (0o775, True), (0o757, True), (0o1777, False), (0o755, False)]
)
def test_a_folder_in_which_others_can_exchange_files_is_refused(sink, path, mode, is_refused):
    path.parent.chmod(mode)
    for doing in (("check",), ("put", NEW), ("current",)):
        if is_refused:
            assert refusal(sink, *doing) == (
                "The sink file:FOLDER/token could not be used: others can write in the folder FOLDER. "
                "Run chmod go-w FOLDER, or name another folder."
            )
        else:
            getattr(sink, doing[0])(*doing[1:])


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("file:FOLDER/nowhere/token", "No such file or directory: FOLDER/nowhere. Make the folder first."),
        ("file:FOLDER/file/token", "Not a directory: FOLDER/file. Name another sink."),
        ("file:FOLDER/" + "n" * 250, f"File name too long: {'n' * 250}.pending. Name another sink."),
    ],
)
def test_a_place_that_cannot_be_is_found_out_by_checking(tmp_path, spec, said):
    (tmp_path / "file").touch()
    spec = spec.replace("FOLDER", str(tmp_path))
    with pytest.raises(SinkError) as caught:
        parse_sink(spec).check()
    assert str(caught.value) == f"The sink {spec} could not be written: {said.replace('FOLDER', str(tmp_path))}"


def test_a_folder_that_cannot_be_written_is_found_out_by_checking(sink, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert refusal(sink) == (
        "The sink file:FOLDER/token could not be written: the folder FOLDER is not writable. "
        "Give this user the right to do it, or name another sink."
    )


def test_a_full_disk_is_found_out_by_checking(sink, monkeypatch):
    class Full:
        f_blocks, f_bavail = 100, 0

    monkeypatch.setattr(os, "fstatvfs", lambda _: Full)
    assert (
        refusal(sink) == "The sink file:FOLDER/token could not be written: no room is left in FOLDER. Make room there."
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_failing_disk_is_told_and_leaves_the_former_value_and_no_temporary_file(sink, path, step, monkeypatch):
    sink.put(OLD)

    def fail(*_, **__):
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(SinkError) as caught:
            sink.put(NEW)
    doing = "The sink file:FOLDER/token could not be written: No space left on device. Make room there, or name another sink."
    assert str(caught.value).replace(str(path.parent), "FOLDER") == doing
    assert caught.value.__context__ is None
    assert sink.current() == OLD
    if step != "unlink":
        assert list(path.parent.iterdir()) == [path]


def test_an_error_without_a_number_is_named_by_its_kind(sink, monkeypatch):
    def fail(*_, **__):
        raise BlockingIOError

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(SinkError, match="could not be written: BlockingIOError. Name another sink."):
        sink.put(NEW)


def test_an_interruption_leaves_no_temporary_file_with_the_secret(sink, path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sink.put(NEW)
    assert list(path.parent.iterdir()) == []


def test_a_temporary_file_of_a_killed_process_is_in_nobodys_way(sink, path):
    leftover = path.parent / "token.temporary"
    leftover.write_text("half-of-a-sec")
    leftover.chmod(0o600)
    sink.check()
    assert leftover.exists()
    sink.put(NEW)
    assert (sink.current(), list(path.parent.iterdir())) == (NEW, [path])


def test_what_is_written_is_on_the_disk_before_its_name_is_and_the_name_before_the_next_step(sink, path, monkeypatch):
    done = []

    def note(name):
        original = getattr(os, name)

        def noted(*args, **kwargs):
            kind = ""
            if name == "fsync":
                kind = " of the folder" if stat.S_ISDIR(os.fstat(args[0]).st_mode) else " of the file"
            done.append(name + kind)
            return original(*args, **kwargs)

        monkeypatch.setattr(os, name, noted)

    sink.put(OLD)
    sink.stage(NEW)
    for name in ("fsync", "replace"):
        note(name)
    sink.promote()
    write = ["fsync of the file", "replace", "fsync of the folder"]
    assert done == [*write, *write, "fsync of the folder"]


def test_the_target_is_exchanged_whole_so_who_has_it_open_reads_on(sink, path):
    sink.put(OLD)
    with path.open() as open_file:
        sink.put(NEW)
        assert open_file.read() == "the-old-secret\n"


def test_many_threads_at_one_file_leave_one_of_their_secrets(path):
    secrets = [Secret(f"secret-number-{number}") for number in range(8)]
    failures = []

    def write(secret):
        sink = parse_sink(f"file:{path}")
        try:
            for _ in range(10):
                sink.put(secret)
                sink.stage(secret)
                sink.promote()
        except SinkError as error:
            failures.append(error)

    threads = [Thread(target=write, args=[secret]) for secret in secrets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert parse_sink(f"file:{path}").current() in secrets


def test_a_file_system_without_locks_is_used_without_them(sink, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOLCK, "")

    monkeypatch.setattr("fcntl.flock", fail)
    sink.put(NEW)
    assert sink.current() == NEW


def test_no_descriptor_is_left_open(sink, path):
    def opened():
        with socket.socket() as probe:
            return probe.fileno()

    before = opened()
    sink.put(OLD)
    path.chmod(0o644)
    for _ in zip(range(20), count(), strict=False):
        with pytest.raises(SinkError):
            sink.put(NEW)
    assert opened() == before
