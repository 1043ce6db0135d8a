"""codegen/: generated/ is made whole or not at all, the same each time, and the overrides of templates fail loudly."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import spec_add

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "openapi.yaml"

loader = importlib.util.spec_from_file_location("generate", ROOT / "codegen" / "generate.py")
codegen = importlib.util.module_from_spec(loader)
loader.loader.exec_module(codegen)


def run(*arguments):
    return codegen.main([str(argument) for argument in arguments])


@pytest.fixture
def target(tmp_path):
    """A copy of what is committed."""
    shutil.copytree(ROOT / "generated" / "instana_openapi", tmp_path / "instana_openapi")
    return tmp_path / "instana_openapi"


def spoil(target):
    (target / "client.py").write_text("edited by hand")
    (target / "models" / "actor.py").unlink()
    (target / "stray.py").touch()


def test_generating_repairs_any_state_of_the_folder_to_the_same_bytes(target, capsys):
    spoil(target)
    assert run("--check", "--target", target) == 1
    assert capsys.readouterr().out.splitlines() == [
        "generated/ is not what openapi.yaml and codegen/ make; run 'make generate':",
        "  differs: client.py",
        "  missing: models/actor.py",
        "  not the generator's: stray.py",
    ]
    assert run("--target", target) == 0
    assert codegen.contents(target) == codegen.contents(ROOT / "generated" / "instana_openapi")
    assert sorted(path.name for path in target.parent.iterdir()) == ["instana_openapi"]


def test_generating_works_where_nothing_is_yet_and_needs_no_other_hash_seed(tmp_path):
    command = [sys.executable, ROOT / "codegen" / "generate.py", "--target", tmp_path / "new" / "instana_openapi"]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin"})
    assert codegen.contents(tmp_path / "new" / "instana_openapi") == codegen.contents(
        ROOT / "generated" / "instana_openapi"
    )


def test_a_failed_generation_leaves_the_former_output(target, tmp_path, capsys):
    before = codegen.contents(target)
    broken = tmp_path / "broken.yaml"
    broken.write_text(SPEC.read_text().replace('"#/components/schemas/Actor"', '"#/components/schemas/Nobody"'))
    assert run("--spec", broken, "--target", target) == 1
    assert capsys.readouterr().err.startswith("the generator failed; nothing was changed\n")
    assert codegen.contents(target) == before
    assert {path.name for path in tmp_path.iterdir()} == {"broken.yaml", "instana_openapi"}


def test_a_template_whose_text_is_gone_stops_the_generation_and_names_the_text(tmp_path):
    overrides = tmp_path / "templates"
    shutil.copytree(ROOT / "codegen" / "templates", overrides)
    errors = overrides / "errors.py.jinja"
    errors.write_text(errors.read_text().replace("Response content", "Renamed by the generator"))
    with pytest.raises(codegen.GenerationError) as caught:
        codegen.generate(SPEC, tmp_path / "out", overrides=overrides)
    assert "the text to edit is gone or was changed by the generator" in str(caught.value)
    assert "Renamed by the generator" in str(caught.value)


def test_every_override_says_why():
    templates = sorted((ROOT / "codegen" / "templates").glob("*.py.jinja"))
    assert len(templates) == 5
    assert all(template.read_text().startswith("{# Why: ") for template in templates)


def test_another_version_of_a_tool_is_refused(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[dependency-groups]\ncodegen = ["jinja2==1.0"]\n')
    with pytest.raises(
        codegen.GenerationError, match=r"jinja2 is \S+, pyproject.toml pins 1.0; install requirements/dev"
    ):
        codegen.check_pins(tmp_path)


def test_an_option_that_the_generator_would_ignore_is_refused(tmp_path):
    (tmp_path / "config.yaml").write_text("post_hook:\n  - true\n")
    with pytest.raises(codegen.GenerationError, match=r"config.yaml has options that are not known here: post_hook"):
        codegen.check_config(tmp_path / "config.yaml")


USE = """
import asyncio, sys
from instana_openapi import AuthenticatedClient
from instana_openapi.api.api_tokens import get_api_token
from instanakit import Instana, Permission
from instanakit.sandbox import Sandbox

assert Permission.CAN_CONFIGURE_TIME_MACHINES == "canConfigureTimeMachines"
with Sandbox() as sandbox, Instana(sandbox.base_url, api_token=sandbox.api_token) as instana:
    token = instana.tokens.create("p", permissions=["canConfigureTimeMachines"])
    other = instana.tokens.create("q")
    assert other.raw["canConfigureTimeMachines"] is False
    client = AuthenticatedClient(sandbox.base_url, token=sandbox.api_token, prefix="apiToken")
    with client:
        assert get_api_token.sync(token.internal_id, client=client).can_configure_time_machines is True
    print("used from", sys.modules["instana_openapi"].__file__)
"""


def test_a_new_permission_in_the_specification_reaches_enum_client_and_sandbox_without_another_edit(tmp_path):
    spec = shutil.copy(SPEC, tmp_path / "openapi.yaml")
    assert spec_add.main(["canConfigureTimeMachines", "--release", "1.400", "--spec", str(spec)]) == 0
    assert run("--spec", spec, "--target", tmp_path / "instana_openapi") == 0
    result = subprocess.run(
        [sys.executable, "-c", USE], capture_output=True, text=True, env={"PYTHONPATH": str(tmp_path)}, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert str(tmp_path) in result.stdout
