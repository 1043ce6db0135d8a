"""No two rotations in progress use one place."""

import re
from itertools import permutations

import keyring
import pytest

from instanakit import Secret
from instanakit.rotation import RotationInProgressError
from instanakit.rotation.journal import Journal
from instanakit.rotation.overlap import overlap
from instanakit.sinks import SinkError, parse_sink
from instanakit.sinks.slots import Slot
from rotation.facts import FACTS
from sinks.killing import Memory

NAMES = [
    "file:{}/app",
    "file:{}/app.A",
    "file:{}/app.A.B",
    "file:{}/app#A",
    "file:{}/b/app",
    "env:{}/app#A",
    "env:{}/app#B",
    "env:{}/app.A#B",
    "env:{}/app#A#B",
    "env:{}/b/app#A",
    "keyring:instana/app",
    "keyring:instana/app.A",
]


@pytest.fixture
def memory():
    former = keyring.get_keyring()
    keyring.set_keyring(Memory())
    yield
    keyring.set_keyring(former)


def fill(sink, word):
    """Have a secret of one's own in each slot."""
    for number in (1, 2, 3):
        sink.stage(Secret(f"{word}-{number}"))
        if number < len(Slot):
            sink.promote()


def disturbs(one, other):
    """Whether the one sink cannot be used beside the other, or the other does not hold any more what it held."""
    fill(other, "other")
    try:
        fill(one, "one")
        held = [slot() for slot in (other.previous, other.current, other.pending)]
    except SinkError:
        return True
    return held != [Secret(f"other-{number}") for number in (1, 2, 3)]


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize(("one", "other"), list(permutations(NAMES, 2)))
def test_two_sinks_overlap_if_one_disturbs_the_other_and_only_then(one, other, tmp_path):
    (tmp_path / "b").mkdir()
    one, other = (parse_sink(name.format(tmp_path)) for name in (one, other))
    assert overlap(one.spec, other.spec) is overlap(other.spec, one.spec) is disturbs(one, other)


@pytest.mark.parametrize("name", NAMES)
def test_a_sink_overlaps_itself(name):
    assert overlap(name, name)


def test_a_sink_that_lies_on_the_file_of_a_rotation_in_progress_is_refused(tmp_path):
    journal = Journal(tmp_path / "state")
    journal.begin("r1", 1000, FACTS | {"sink": "file:/run/app"})
    other = FACTS | {"internal_id": "t2", "new_internal_id": "n2", "sink": "env:/run/app#KEY"}
    with pytest.raises(RotationInProgressError) as caught:
        journal.begin("r2", 1000, other)
    assert str(caught.value) == (
        "The sink env:/run/app#KEY shares a file with file:/run/app, which is used by a rotation of the token t1 "
        "(rotation r1, PLANNED). Resume that one, or roll it back."
    )
    assert caught.value.rid == "r1"
    journal.begin("r2", 1000, other | {"sink": "env:/run/other#KEY"})
    journal.begin("r3", 1000, FACTS | {"internal_id": "t3", "new_internal_id": "n3", "sink": "env:/run/other#KEY_2"})


def test_a_file_by_another_spelling_is_the_same_sink(scene):
    (scene.folder / "link").symlink_to(scene.folder)
    (scene.folder / "a").mkdir()
    scene.give("other", name="payments")
    rotation = scene.rotate()
    for spelling in ("link/token", "a/../token", "a/../link/./token"):
        sink = parse_sink(f"file:{scene.folder}/{spelling}")
        with pytest.raises(RotationInProgressError, match=re.escape(f"The sink {scene.sink.spec} is used")) as caught:
            scene.colour.run(scene.client.tokens.rotate("other", sink=sink))
        assert caught.value.rid == rotation.rid
