import os

import keyring
import pytest

from instanakit.sinks import parse_sink
from sinks.killing import Memory


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The disk is not waited for; that it is asked is a test of its own."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def memory():
    former = keyring.get_keyring()
    backend = Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(former)


@pytest.fixture(params=["file", "env", "keyring"])
def spec(request, tmp_path, memory):
    """The name of a sink of each kind that can stage."""
    return {
        "file": f"file:{tmp_path}/token",
        "env": f"env:{tmp_path}/app.env#TOKEN",
        "keyring": "keyring:instana/token",
    }[request.param]


@pytest.fixture
def sink(spec):
    return parse_sink(spec)
