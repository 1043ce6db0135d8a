"""The end of a process at any step of a sink, and a keyring that is there for a test alone."""

import os
from contextlib import contextmanager

import pytest
from keyring.backend import KeyringBackend

STEPS = ("open", "fchmod", "fsync", "replace", "unlink")


class Memory(KeyringBackend):
    """A keyring that forgets all in the end."""

    priority = -1  # never chosen by itself

    def __init__(self):
        super().__init__()
        self.stored = {}

    def get_password(self, service, username):
        return self.stored.get((service, username))

    def set_password(self, service, username, password):
        self.stored[service, username] = password

    def delete_password(self, service, username):
        del self.stored[service, username]


class Killed(BaseException):
    """Stands for the end of the process: from the first on, no step is done any more, not even to clean up."""


class Steps:
    def __init__(self, last):
        self.last, self.count = last, 0

    def counted(self, original):
        def step(*args, **kwargs):
            self.count += 1
            if self.count > self.last:
                raise Killed
            return original(*args, **kwargs)

        return step

    @property
    def ended(self):
        return self.count > self.last


def run(act, last):
    """Do an act, killed after the last step; tell whether it was."""
    steps = Steps(last)
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, steps.counted(getattr(os, name)))
        for name in ("set_password", "delete_password"):
            patch.setattr(Memory, name, steps.counted(getattr(Memory, name)))
        try:
            act()
        except Killed:
            return True
    assert not steps.ended  # nothing may catch the end
    return False
