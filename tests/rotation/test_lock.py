"""One process at a time works on a rotation."""

import errno
import fcntl
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from instanakit.rotation import JournalError, RotationInProgressError
from instanakit.rotation.lock import Lock, alone_in

HOLDER = """
import sys
from pathlib import Path
from instanakit.rotation.lock import Lock
with Lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(scene):
    rotation = scene.rotate()
    command = [sys.executable, "-c", HOLDER, str(scene.folder / "state"), rotation.rid]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process, rotation.rid
    process.kill()
    process.communicate()


def test_a_rotation_that_another_process_works_on_is_refused_until_that_is_gone(scene, holder):
    process, rid = holder
    for method in (scene.resume, scene.rollback):
        with pytest.raises(RotationInProgressError) as caught:
            method(rid)
        assert str(caught.value) == (
            f"The rotation {rid} is being worked on by another process. Wait until that has ended."
        )
        assert caught.value.rid == rid
    assert scene.get(rid) in scene.colour.run(scene.client.rotations.list())  # reading needs no lock
    process.kill()
    process.wait()
    scene.resume(rid)
    scene.rollback(rid)
    scene.assert_as_before()


def test_a_lock_is_private_and_gone_when_the_rotation_is_over(tmp_path):
    with Lock(tmp_path / "state", "r1") as lock:
        assert stat.S_IMODE((tmp_path / "state" / "r1.lock").stat().st_mode) == 0o600
        with pytest.raises(RotationInProgressError), Lock(tmp_path / "state", "r1"):
            pass
        with Lock(tmp_path / "state", "r2"):
            pass
        lock.drop()
        lock.drop()
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["r2.lock"]


def open_descriptors():
    """How many there are, where the system tells."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_a_lock_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "r1.lock").mkdir()
    with pytest.raises(JournalError) as caught, Lock(tmp_path, "r1"):
        pytest.fail("it was taken")
    assert str(caught.value) == (
        f"The lock of a rotation {tmp_path}/r1.lock cannot be used: Is a directory. "
        "Nothing was changed. Let this user write there."
    )
    assert caught.value.rid == "r1"


def test_no_descriptor_is_left_open(tmp_path):
    before = open_descriptors()
    for _ in range(3):
        with Lock(tmp_path, "r1"), pytest.raises(RotationInProgressError), Lock(tmp_path, "r1"):
            pass
    assert open_descriptors() == before


def test_a_file_system_without_locks_is_no_other_process(tmp_path, monkeypatch):
    def refused(*_arguments):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    with pytest.raises(JournalError) as caught, Lock(tmp_path, "r1"):
        pass
    assert str(caught.value) == (
        f"The lock of a rotation {tmp_path}/r1.lock cannot be used: No locks available. "
        "Nothing was changed. Let this user write there."
    )


def test_a_folder_is_held_by_one_at_a_time(tmp_path):
    other = os.open(tmp_path, os.O_RDONLY)
    with alone_in(tmp_path), pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)


def test_a_lock_is_held_against_this_process_too_in_a_folder_that_it_makes(tmp_path):
    folder = tmp_path / "not" / "there"
    with Lock(folder, "ab12"):
        with pytest.raises(RotationInProgressError) as caught, Lock(folder, "ab12"):
            pass
        with Lock(folder, "cd34"):
            pass
    assert str(caught.value) == "The rotation ab12 is being worked on by another process. Wait until that has ended."
    assert caught.value.rid == "ab12"
    with Lock(folder, "ab12"):
        pass


def test_a_lock_that_could_not_be_opened_closes_none_of_the_programs_streams(tmp_path, monkeypatch):
    closed, close = [], os.close
    monkeypatch.setattr(os, "close", lambda file: closed.append(file) if file <= 2 else close(file))
    (tmp_path / "file").touch()
    with pytest.raises(JournalError), Lock(tmp_path / "file", "ab12"):
        pass
    lock = Lock(tmp_path / "folder", "ab12")
    with lock:
        pass
    lock.drop()
    (tmp_path / "folder").rmdir()
    (tmp_path / "folder").touch()
    with pytest.raises(JournalError), lock:
        pass
    assert closed == []
