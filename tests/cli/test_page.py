"""docs/command-line.md: what it tells people to type works, and it has every command, key and status."""

import re
import shlex
from pathlib import Path

import click
import pytest

from cli.line import Line
from instanakit.cli.app import root
from instanakit.cli.exits import Exit
from instanakit.sandbox import Sandbox

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


@pytest.fixture
def unit(capsys, monkeypatch):
    with Sandbox(tokens=4, seed=1) as sandbox:
        monkeypatch.setenv("INSTANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("INSTANA_API_TOKEN", sandbox.api_token)
        yield Line(sandbox, capsys)


def test_what_the_page_tells_people_to_type_ends_with_0(unit, tmp_path):
    typed = re.findall(r"^\$ instanakit (.*)$", PAGE, re.MULTILINE)
    assert len(typed) == 7
    for line in typed:
        ended = unit(*shlex.split(line))
        assert ended.status == 0, f"{line}: {ended.err}"
        assert ended.out or "jsonl" in line
    assert (tmp_path / "deploy.token").exists()


def test_the_page_has_every_command_and_every_status():
    for name in root.later:
        assert f"`{name}" in PAGE
        command = root.get_command(click.Context(root), name)
        for one in getattr(command, "later", ()):
            assert f"{one}`" in PAGE or f"{one} " in PAGE
    for status in Exit:
        assert f"\n| {int(status)} | " in PAGE


def test_the_page_has_every_key_of_the_json_forms(unit, tmp_path):
    internal_id = next(iter(unit.tokens))
    lines = ["tokens list", f"tokens get {internal_id}", "tokens create x --sink file:s", f"tokens update {internal_id} --name y",
             "logs audit", "logs access", "doctor", "profiles show", f"tokens delete {internal_id} --yes",
             "tokens create x --sink file:t --dry-run", "profiles list", "profiles check"]  # fmt: skip
    for line in lines:
        document = unit(*line.split(), "-o", "json").json
        assert document.pop("schema_version") == 1
        assert document.pop("warnings") == []
        ((name, found),) = document.items()
        assert f"| `{name}` |" in PAGE
        for row in found if isinstance(found, list) else [found]:
            assert [key for key in row if f"`{key}`" not in PAGE and not key.endswith("_ms")] == []
