"""The site as it is built: no public name is missing in the reference, and nothing is loaded from another host."""

import ast
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.line import ERRORS, PLACES
from instanakit import Instana
from instanakit.cli.app import root
from stubs.writing import surface

ROOT = Path(__file__).parents[2]
# The reference has it by the name of its class.
RENAMED = {"SandboxState": "state.State"}
# What makes a browser load something without being asked to.
LOADS = r'<(?:script|img|iframe|source|link(?! rel="(?:prev|next|canonical)"))\b[^>]*?(?:src|href)="([^"]*)"'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environ = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    return folder


def anchors(page):
    return set(re.findall(r'\bid="([^"]+)"', page.read_text("utf-8")))


def name_of(node):
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.target)
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else getattr(node, "name", "__")


def bases(classes, name):
    for base in classes[name].bases if name in classes else ():
        yield ast.unparse(base)
        yield from bases(classes, ast.unparse(base))


def public_names():
    """Each public name, and each member of a class, as the ends of the anchors of which one has to be there."""
    tree = ast.parse(surface(ROOT)).body[1:]
    classes = {node.name: node for node in tree if isinstance(node, ast.ClassDef)}
    for node in tree:
        name = name_of(node)
        yield [RENAMED.get(name, name)]
        members = map(name_of, node.body if isinstance(node, ast.ClassDef) else ())
        for member in (one for one in members if not one.startswith("__")):
            yield [f"{RENAMED.get(holder, holder)}.{member}" for holder in (name, *bases(classes, name))]


def test_no_public_name_is_missing_in_the_reference(site):
    there = set().union(*map(anchors, site.glob("reference/*.html")))
    ends = {".".join(name.split(".")[-length:]) for name in there for length in (1, 2, 3)}
    assert [names[0] for names in public_names() if not ends & set(names)] == []


def test_the_reference_has_a_table_of_the_options_for_each_client(site):
    page = (site / "reference" / "client.html").read_text("utf-8")
    rows = re.findall(r'<tr class="doc-section-item">\s*<td>\s*<code>(\w+)</code>', page.replace("<wbr>", ""))
    assert rows == [*inspect.signature(Instana).parameters] * 2


def test_no_command_is_missing_in_the_reference(site):
    text = re.sub(r"<[^>]+>", "", (site / "reference" / "commands.html").read_text("utf-8"))
    for group, command in [(name, root.get_command(click.Context(root), name)) for name in root.later]:
        for path in [group, *(f"{group} {one}" for one in getattr(command, "later", ()))]:
            assert f"Usage: instanakit {path} [" in text or f"usage: instanakit {path} [" in text


def test_each_place_that_an_error_can_refer_to_is_in_the_site_under_the_same_anchor(site):
    assert {place.partition("#")[2] for place in PLACES} <= anchors(site / "errors.html")


def test_nothing_is_loaded_from_another_host(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    loaded = {url for page in pages for url in re.findall(LOADS, page.read_text("utf-8"))}
    assert any(url.endswith("iframe-worker.js") for url in loaded)
    assert [url for url in loaded if re.match(r"(?:\w+:)?//", url)] == []
    styles = "".join(sheet.read_text("utf-8") for sheet in site.rglob("*.css"))
    assert re.findall(r"url\(['\"]?(?:https?:)?//[^)]*\)", styles) == []


def test_nothing_is_left_that_would_need_the_address_of_the_site(site):
    assert [path.name for path in site.rglob("*") if path.name.startswith(("sitemap", "404"))] == []
    assert [page.name for page in site.rglob("*.html") if re.search(r'(?:src|href)="/', page.read_text("utf-8"))] == []


def test_what_python_answers_is_shown_as_an_answer(site):
    page = (site / "errors.html").read_text("utf-8")
    assert page.count('<div class="language-pycon highlight">') == ERRORS.count("```python\n>>> ") > 0
