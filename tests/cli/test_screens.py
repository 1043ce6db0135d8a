"""The screens are those in screens/, to the letter: the help of every command, and a table and a JSON output of each.

WRITE_SCREENS=1 writes them anew; look at the difference before it is committed. Those of rotations are in
test_rotation_screens.py.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime

import click
import pytest

from cli.line import Line
from cli.screen import compare
from instanakit import cli
from instanakit.cli.app import root
from instanakit.cli.session import Session
from instanakit.sandbox import Sandbox

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)
DEPLOY = "88c780f6907f96694ba955f3e4096150"  # one of the tokens that the seed makes
CONFIG = """\
default_profile = "prod"
[profiles.prod]
base_url = "https://unit-tenant.instana.io"
credential_env = "PROD_TOKEN"
internal_id = "88c780f6907f96694ba955f3e4096150"
[profiles.test]
base_url = "https://test-tenant.instana.io"
"""
OUTPUTS = {
    "tokens-list": ["tokens", "list", "--unused", "1d"],
    "tokens-list-fields": ["tokens", "list", "--name", "sre*", "--fields", "name,permissions,expires_at"],
    "tokens-get": ["tokens", "get", "FIRST"],
    "tokens-create": ["tokens", "create", "deploy", "--permission", "configure-synthetic-tests", "--limit-scope", "logs",
                      "--expires", "90d", "--sink", "file:secret"],
    "tokens-create-dry-run": ["tokens", "create", "deploy", "--permission", "view-logs", "--sink", "file:secret", "--dry-run"],
    "tokens-update": ["tokens", "update", "FIRST", "--grant", "view-logs", "--name", "renamed", "--expires", "2w"],
    "tokens-update-dry-run": ["tokens", "update", "FIRST", "--limit-scope", "logs", "--no-expiry", "--dry-run"],
    "tokens-delete": ["tokens", "delete", "FIRST", "nobody", "--yes"],
    "logs-audit": ["logs", "audit", "--limit", "3"],
    "logs-access": ["logs", "access", "--limit", "3"],
    "doctor": ["doctor"],
    "profiles-list": ["profiles", "list"],
    "profiles-show": ["profiles", "show", "prod"],
    "profiles-check": ["profiles", "check"],
}  # fmt: skip


def commands(command=root, path=()):
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from commands(command.get_command(click.Context(command), name), (*path, name))


@pytest.fixture
def unit(capsys, monkeypatch, tmp_path):
    """A unit with some history, the same each time."""
    with Sandbox(tokens=6, seed=1, clock=NOW.timestamp) as sandbox:
        config = tmp_path / "config.toml"
        config.write_text(CONFIG)
        monkeypatch.setenv("INSTANAKIT_CONFIG", str(config))
        yield Line(sandbox, capsys)


@pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "instanakit")
def test_the_help_of_every_command_is_the_one_that_is_checked_in(path, capsys):
    with suppress(SystemExit):  # with which the sandbox's own help ends
        cli.main([*path, "--help"])
    compare("-".join(["help", *path]), capsys.readouterr().out)


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_of_every_command_is_the_one_that_is_checked_in(unit, name, form, monkeypatch, tmp_path):
    if not name.startswith("profiles"):
        monkeypatch.setenv("INSTANA_BASE_URL", unit.sandbox.base_url)
        monkeypatch.setenv("INSTANA_API_TOKEN", unit.sandbox.api_token)
    first = next(iter(unit.tokens))
    arguments = [first if argument == "FIRST" else argument for argument in OUTPUTS[name]]
    ended = unit(*arguments, "-o", form, session=Session(clock=lambda: NOW))
    text = f"$ instanakit {' '.join(OUTPUTS[name])} -o {form}\n{ended.out}"
    text += f"--- standard error, status {ended.status}\n{ended.err}" if ended.err or ended.status else ""
    compare(f"{name}.{form}", stable(text, unit, str(tmp_path)))


def stable(text, unit, folder):
    """The text with words of the same length in the place of what differs from run to run."""
    made = {token["internalId"] for token in unit.tokens.values() if token["name"] == "deploy"}
    for number, internal_id in enumerate(sorted(made), 1):
        text = text.replace(internal_id, f"made-up-by-the-client-{number}".ljust(len(internal_id), "-"))
    for entry in unit.sandbox.state.audit_log:
        text = text.replace(entry["id"], "0" * len(entry["id"]))
    if folder in text:  # its length, which is another in each run, sets the columns' width
        text = re.sub(r"(?<=\S) {2,}(?=\S)", "  ", text)
    port = unit.sandbox.base_url.rpartition(":")[2]
    return re.sub(rf":{port}\b", ":54321", text).replace(folder, "/folder")
