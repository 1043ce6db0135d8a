"""The library's shape: its public names, that both clients are the same, that everything public says what it does."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import instanakit
from instanakit import AsyncInstana, AsyncPager, Instana, Pager, hygiene, profiles, rotation, sandbox, sinks
from instanakit.logs import AsyncLogReader, LogReader
from instanakit.rotation.api import AsyncRotations, Rotations
from instanakit.tokens import AsyncTokens, Tokens

ROOT = Path(__file__).parents[1]
FACADE = ROOT / "wrapper" / "instanakit"
PAIRS = [
    (Instana, AsyncInstana),
    (Tokens, AsyncTokens),
    (Rotations, AsyncRotations),
    (LogReader, AsyncLogReader),
    (Pager, AsyncPager),
]
SUBPACKAGES = (instanakit, hygiene, profiles, rotation, sandbox, sinks)
# Each operation of the specification, and the method that does it.
METHODS = {
    "getApiTokens": Tokens.list,
    "postApiToken": Tokens.create,
    "getApiToken": Tokens.get,
    "putApiToken": Tokens.update,
    "deleteApiToken": Tokens.delete,
    "getAuditLogs": LogReader.list,
    "getAccessLogs": LogReader.list,
    "getHealthState": Instana.health,
    "getVersion": Instana.version,
}


def public(kind):
    return {name: value for name, value in inspect.getmembers(kind) if not name.startswith("_")}


def test_all_names_every_public_name_and_nothing_else():
    tree = ast.parse((FACADE / "_public.py").read_text())
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported == set(instanakit.__all__)


@pytest.mark.parametrize(("sync", "other"), PAIRS)
def test_both_colours_have_the_same_methods_signatures_and_documentation(sync, other):
    assert public(sync).keys() == public(other).keys()
    for name, method in public(sync).items():
        twin = getattr(other, name)
        if callable(method):
            mine, theirs = inspect.signature(method), inspect.signature(twin)
            assert mine.parameters == theirs.parameters, name
            assert strip(mine.return_annotation) == strip(theirs.return_annotation), name
            assert inspect.getdoc(method) == inspect.getdoc(twin), name


def strip(annotation):
    return str(annotation).replace("Async", "")


@pytest.mark.parametrize(("sync", "other"), PAIRS[:3])
def test_the_methods_of_the_async_client_are_awaited_but_for_those_that_make_something(sync, other):
    for name, method in public(other).items():
        if inspect.isfunction(method):
            assert inspect.iscoroutinefunction(method), name
    assert not inspect.iscoroutinefunction(AsyncLogReader.list)


def test_every_call_takes_a_deadline_and_a_retry_policy():
    rotating = {Tokens.rotate, Rotations.resume, Rotations.rollback}
    for method in {*METHODS.values(), *rotating, Instana.request}:
        parameters = inspect.signature(method).parameters
        for name in ("deadline", "retry"):
            assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
            assert repr(parameters[name].default) == "INHERIT"


@pytest.mark.parametrize("package", SUBPACKAGES)
def test_everything_public_is_documented(package):
    for name in package.__all__:
        value = getattr(package, name)
        if inspect.isclass(value):
            assert value.__doc__, name
            ours = {n: m for n, m in public(value).items() if inspect.isfunction(m) or isinstance(m, property)}
            assert [member for member, made in ours.items() if not inspect.getdoc(made)] == [], name


@pytest.mark.parametrize("client", [Instana, AsyncInstana])
def test_each_option_of_a_client_has_a_line_in_its_documentation(client):
    said = re.findall(r"^    (\w+): \S", inspect.getdoc(client.__init__).partition("\nArgs:\n")[2], re.MULTILINE)
    assert said == list(inspect.signature(client).parameters)


def test_every_operation_of_the_specification_has_a_method():
    document = yaml.safe_load((ROOT / "openapi.yaml").read_text())
    verbs = {"get", "post", "put", "delete", "patch"}
    operations = {path[verb]["operationId"] for path in document["paths"].values() for verb in verbs & path.keys()}
    assert operations == METHODS.keys()


def test_the_package_is_loaded_when_a_name_of_it_is_used():
    assert set(dir(instanakit)) >= set(instanakit.__all__)
    assert modules_after("import instanakit; assert instanakit.errors.InstanaError is instanakit.InstanaError")
    with pytest.raises(AttributeError, match="module 'instanakit' has no attribute 'Instanna'"):
        _ = instanakit.Instanna


def modules_after(code):
    command = [sys.executable, "-c", f"import sys; {code}; print(*sorted(sys.modules))"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_pytest_plugin_imports_nothing_heavy():
    modules = modules_after("import instanakit.pytest_plugin")
    heavy = ("httpx", "ssl", "asyncio", "attrs", "instana_openapi", "starlette", "uvicorn", "instanakit.client")
    assert [name for name in modules if name.startswith(heavy)] == [
        name for name in modules_after("import pytest") if name.startswith(heavy)
    ]


def test_importing_the_package_imports_no_subpackage_that_is_built_on_it():
    modules = modules_after("from instanakit import Instana")
    assert "instanakit.client" in modules
    unwanted = ("instanakit.sandbox", "instanakit.pytest_plugin", "starlette", "uvicorn", "pytest")
    unwanted += ("instanakit.rotation", "instanakit.sinks", "instanakit.profiles", "instanakit.cli.")
    assert [name for name in modules if name.startswith(unwanted)] == []


def test_files_stay_small():
    sizes = {path: len(path.read_text().splitlines()) for path in FACADE.rglob("*.py")}
    assert {path: size for path, size in sizes.items() if size > 250} == {}
    # The pytest plugin is built on the façade, as the subpackages are.
    top = [path for path in sizes if path.parent == FACADE and path.name != "pytest_plugin.py"]
    assert sum(sizes[path] for path in top) <= 2000


def test_both_packages_are_typed():
    assert (FACADE / "py.typed").exists()
    assert (ROOT / "generated" / "instana_openapi" / "py.typed").exists()


@pytest.mark.parametrize("module", ["_flows", "_operations", "rotation.flows", "sinks.to_file", "cli.run"])
def test_a_module_can_be_the_first_one_that_is_imported(module):
    ended = subprocess.run(
        [sys.executable, "-c", f"import instanakit.{module}"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
