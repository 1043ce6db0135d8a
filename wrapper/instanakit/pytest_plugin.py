"""The pytest fixture `instana_sandbox`: a fresh sandbox for each test. Nothing heavy is imported until it is used."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from instanakit.sandbox import Sandbox


@pytest.fixture
def instana_sandbox() -> "Iterator[Sandbox]":
    """Serve an empty tenant unit for the length of a test: `base_url`, `api_token`, `state`, `options`, `faults`."""
    from instanakit.sandbox import Sandbox

    with Sandbox() as sandbox:
        yield sandbox
