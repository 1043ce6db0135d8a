import os

import pytest

from instanakit.rotation import journal
from rotation.scene import Scene


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path):
    """A state folder of the test's own; the disk is not waited for, but in a test of that."""
    monkeypatch.setenv("INSTANAKIT_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(journal, "_DURABLE", "PRAGMA synchronous = OFF")


@pytest.fixture
def scene(colour, tmp_path):
    scene = Scene(colour, tmp_path)
    yield scene
    scene.close()
