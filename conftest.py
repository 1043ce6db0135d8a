"""The code in README.md and docs/ is executed, with the environment of a sandbox."""

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

# What a prompt shows may be broken into lines, and have ... in the place of what differs from run to run.
PYTHON = PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE)
pytest_collect_file = Sybil(parsers=[PYTHON], patterns=["*.md"], fixtures=["documented_unit"]).pytest()


@pytest.fixture(scope="module")
def documented_unit():
    from instanakit.sandbox import Sandbox  # noqa: PLC0415 (only the documentation needs it)

    with Sandbox(tokens=3) as sandbox, pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSTANA_BASE_URL", sandbox.base_url)
        patch.setenv("INSTANA_API_TOKEN", sandbox.api_token)
        patch.delenv("INSTANA_ENDPOINT", raising=False)
        yield sandbox
