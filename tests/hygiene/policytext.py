"""Policies from texts."""

import pytest

from instanakit import ConfigurationError
from instanakit.hygiene import read_policy

WAIVER = """[[waivers]]
rule = "ITK008"
token = "ci-*"
reason = "deploys"
approver = "grace"
until = 2027-01-31
"""


def read(folder, text, **options):
    """Read a policy of this text."""
    path = folder / "policy.toml"
    path.write_text(text)
    return read_policy(path, **options)


def refused(folder, text):
    """Tell how a text is refused: the message behind the file's name, and the hint."""
    with pytest.raises(ConfigurationError) as caught:
        read(folder, text)
    name = f"{folder / 'policy.toml'}, "
    assert caught.value.message.startswith(name)
    return caught.value.message.removeprefix(name), caught.value.hint
