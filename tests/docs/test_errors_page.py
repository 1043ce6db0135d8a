"""docs/errors.md has a section for each error class, with an example that the tests of the documentation run."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import instanakit
from instanakit import APIError, InstanaError, rotation, sinks

PAGE = (Path(__file__).parents[2] / "docs" / "errors.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
CLASSES = [
    kind
    for module in (instanakit, sinks, rotation)
    for name in module.__all__
    if isinstance(kind := getattr(module, name), type) and issubclass(kind, InstanaError)
]
# They stand for those below them.
NEVER_RAISED = {InstanaError, APIError}


def shown(section):
    return re.findall(r"^```python\n(>>>.*?)^```$", section, re.MULTILINE | re.DOTALL)


def test_each_class_has_a_section_and_each_section_is_a_class():
    assert SECTIONS.keys() == {kind.__name__ for kind in CLASSES}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_each_section_shows_what_the_error_says(kind):
    (example,) = shown(SECTIONS[kind.__name__])
    if kind in NEVER_RAISED:
        assert f"except {kind.__name__} as error" in example
        return
    raised = re.findall(r"^Traceback \(most recent call last\):\n    \.\.\.\n([\w.]+): ", example, re.MULTILINE)
    assert raised == [f"{kind.__module__}.{kind.__name__}"]


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if kind not in NEVER_RAISED], ids=lambda kind: kind.__name__)
def test_each_section_says_what_happened_whether_it_was_done_and_what_to_do(kind):
    said = re.findall(r"^\*\*(.*?)\*\*", SECTIONS[kind.__name__], re.MULTILINE)
    assert said == ["What happened.", "Was it done?", "What to do."]


def test_the_tree_is_that_of_the_classes():
    (tree,) = re.findall(r"^```text\n(InstanaError\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    path, parents = [], {}
    for line in tree.splitlines():
        indent, name = re.match(r"([│├└─ ]*)(\w+)", line).groups()
        path = [*path[: len(indent) // 4], name]
        parents |= {child: parent for parent, child in pairwise(path)}
    expected = {kind.__name__: kind.__base__.__name__ for kind in CLASSES if kind is not InstanaError}
    assert parents == expected
