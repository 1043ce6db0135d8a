"""keyring:SERVICE/NAME uses the keyring that is there, and finds out when it keeps nothing."""

import sys

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import KeyringLocked, PasswordSetError

from instanakit import Secret
from instanakit.sinks import SinkError, parse_sink
from sinks.killing import Memory

OLD, NEW = Secret("the-old-secret"), Secret("the-new-secret")
SPEC = "keyring:instana/token"
BACKEND = f"{Memory.__module__}.Memory"


@pytest.fixture
def sink(memory):
    return parse_sink(SPEC)


def refusal(doing, *arguments):
    with pytest.raises(SinkError) as caught:
        getattr(parse_sink(SPEC), doing)(*arguments)
    assert caught.value.__context__ is None
    return str(caught.value)


def test_each_slot_is_an_entry_of_the_service(sink, memory):
    sink.put(OLD)
    sink.stage(NEW)
    sink.promote()
    sink.stage(OLD)
    assert memory.stored == {
        ("instana", "token"): "the-new-secret",
        ("instana", "token.pending"): "the-old-secret",
        ("instana", "token.previous"): "the-old-secret",
    }


def test_that_there_was_no_value_before_is_noted_by_a_text_that_no_secret_can_be(sink, memory):
    sink.stage(NEW)
    sink.promote()
    assert memory.stored["instana", "token.previous"] == "no value\tbefore"
    assert sink.previous() is None


@pytest.mark.parametrize("kind", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
def test_a_backend_that_keeps_nothing_is_found_out_by_checking(memory, kind):
    keyring.set_keyring(kind())
    assert refusal("check") == (
        f"The sink {SPEC} could not be used: no keyring keeps secrets here. "
        "Set one up (keyring --list-backends shows those that are there), or name another sink."
    )


def test_a_backend_that_drops_what_it_is_given_is_found_out_by_writing(memory, monkeypatch):
    monkeypatch.setattr(Memory, "set_password", lambda *_: None)
    for doing in ("put", "stage"):
        assert refusal(doing, NEW) == (
            f"The sink {SPEC} could not be written: {BACKEND} did not keep it. Choose another backend."
        )


def test_a_locked_keyring_is_found_out_by_checking(memory, monkeypatch):
    def fail(*_):
        message = "the collection is locked"
        raise KeyringLocked(message)

    monkeypatch.setattr(Memory, "get_password", fail)
    for doing in ("check", "current", "pending", "previous"):
        assert refusal(doing) == (
            f"The sink {SPEC} could not be read: {BACKEND} raised KeyringLocked and said: the collection is locked. "
            "Unlock the keyring, or name another sink."
        )


def test_what_a_backend_says_of_a_failure_is_told_without_the_secret(memory, monkeypatch):
    def fail(_self, _service, _name, password):
        message = f"cannot\nstore '{password}'"
        raise PasswordSetError(message)

    monkeypatch.setattr(Memory, "set_password", fail)
    assert refusal("put", NEW) == (
        f"The sink {SPEC} could not be written: {BACKEND} raised PasswordSetError and said: cannot store '**********'. "
        "Unlock the keyring, or name another sink."
    )


def test_an_error_of_any_kind_and_without_a_word_is_told(memory, monkeypatch):
    def fail(*_):
        raise RuntimeError

    memory.stored["instana", "token.pending"] = "the-new-secret"
    monkeypatch.setattr(Memory, "delete_password", fail)
    assert refusal("discard") == (
        f"The sink {SPEC} could not be written: {BACKEND} raised RuntimeError. Unlock the keyring, or name another sink."
    )


@pytest.mark.parametrize("doing", [("check",), ("current",), ("put", NEW)])
def test_an_entry_that_is_no_secret_is_not_overwritten(memory, doing):
    memory.stored["instana", "token"] = "-----BEGIN-----\nof something else"
    before = dict(memory.stored)
    assert refusal(*doing) == (
        f"The sink {SPEC} could not be read: what is there has a line break in it. "
        "That is no secret; name another sink, or move away what is there."
    )
    assert memory.stored == before


def test_an_empty_entry_is_no_value(sink, memory):
    memory.stored["instana", "token"] = ""
    assert sink.current() is None


@pytest.mark.parametrize("doing", [("check",), ("current",), ("put", NEW)])
def test_without_the_library_the_extra_is_named(monkeypatch, doing):
    monkeypatch.setattr("instanakit.sinks.to_keyring.find_spec", lambda _: None)
    assert refusal(*doing) == (
        f"The sink {SPEC} could not be used: it needs keyring, which is not installed. "
        "Install the extra: pip install 'instanakit[keyring]'."
    )


def test_the_library_is_imported_when_it_is_used(monkeypatch):
    monkeypatch.setattr("instanakit.sinks.to_keyring.import_module", lambda name: sys.exit(f"{name} is imported"))
    parse_sink(SPEC)
    with pytest.raises(SystemExit, match="keyring is imported"):
        parse_sink(SPEC).check()
