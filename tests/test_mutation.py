"""What `make mutation` makes of mutmut's results: one line for a change, figures for a module, reasons for survivors."""

import ast
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "outside"))

import mutation

from helpers.explained import Explanation, explained, explanations, superfluous
from helpers.mutants import ROOT, Mutant, figures

DIFF = """\
--- errors.py
+++ errors.py
@@ -1,4 +1,4 @@
 def f(a):
-    g(
-        a
-    )
+    g(None)
"""
SURVIVOR = Mutant("m.x_f__mutmut_1", "errors.py", "f", "survived", DIFF)


def mutant(status, number=2):
    return Mutant(f"m.x_f__mutmut_{number}", "errors.py", "f", status, DIFF)


def test_a_change_is_told_in_one_line():
    assert SURVIVOR.change == "g( a ) -> g(None)"


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"change": "g( a ) -> g(None)"}, True),
        ({"change": "g( a ) -> g(None)", "module": "errors.py", "function": "f"}, True),
        ({"change": "g( a ) -> g(None)", "module": "retry.py"}, False),
        ({"change": "g( a ) -> g(None)", "function": "h"}, False),
        ({"change": "g( a )"}, False),
        ({"like": r"(\w)\( a \) -> \1\(None\)"}, True),
        ({"like": "g"}, False),
    ],
)
def test_an_explanation_is_of_a_change_or_of_all_that_fit_its_pattern(fields, fits):
    assert Explanation("why", **fields).fits(SURVIVOR) is fits


def test_only_what_a_test_has_tried_can_be_explained():
    known = [Explanation("why", like=".*")]
    tried = [SURVIVOR, mutant("no tests"), mutant("failed to run", 3), mutant("killed", 4)]
    assert explained(tried, known) == {SURVIVOR: "why"}


def test_an_explanation_that_no_survivor_needs_is_named():
    known = [
        Explanation("why", "errors.py", "f", "g( a ) -> g(None)"),
        Explanation("why", "errors.py", "f", "gone"),
        Explanation("why", "retry.py", "f", "not tried"),
    ]
    assert superfluous([SURVIVOR], known) == ["errors.py f: gone"]


def test_what_is_explained_is_not_counted_as_killed_nor_is_what_no_test_tried():
    tried = [SURVIVOR, mutant("survived", 2), mutant("killed", 3), mutant("timeout", 4), mutant("no tests", 5)]
    assert figures(tried, {SURVIVOR: "why"}) == {
        "errors.py": {"mutants": 5, "killed": 2, "timeouts": 1, "explained": 1, "survived": 2, "no tests": 1}
    }


def test_each_explanation_has_a_reason_and_names_a_module_that_is_there():
    for entry in explanations(ROOT / "tests" / "outside" / "mutation_explained.toml"):
        assert entry.reason
        assert bool(entry.change) is not bool(entry.like)
        assert not entry.module or (ROOT / "wrapper" / "instanakit" / entry.module).is_file()


def test_what_was_found_about_a_module_that_was_changed_or_removed_since_is_not_kept(tmp_path, monkeypatch):
    for name in ("same.py", "changed.py", "removed.py"):
        (tmp_path / name).write_text("before")
    monkeypatch.setattr(mutation, "SOURCE", tmp_path)
    monkeypatch.setattr(mutation, "RESULTS", tmp_path)
    names = ["same.py", "changed.py", "removed.py"]
    entries = [{"module": name} for name in names]
    modules = {name: {"mutants": 1} for name in names}
    found = {"modules": modules, "sources": mutation.sources(names), "explained": entries, "survivors": entries}
    (tmp_path / "mutation.json").write_text(json.dumps(found))
    (tmp_path / "changed.py").write_text("after")
    (tmp_path / "removed.py").unlink()
    assert mutation.kept() == {
        "modules": {"same.py": {"mutants": 1}},
        "sources": {"same.py": found["sources"]["same.py"]},
        "explained": [{"module": "same.py"}],
        "survivors": [{"module": "same.py"}],
    }


def is_there(name):
    """Tell whether a file of tests, or a test of a file, is there by its name."""
    file, _, test = name.partition("::")
    path = Path(__file__).parent / file
    if not path.is_file():
        return False
    functions = [node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    return not test or test in functions


@pytest.mark.parametrize("group", mutation.GROUPS)
def test_each_test_that_a_group_selects_or_leaves_out_is_there(group):
    """pytest says nothing of a name to deselect that is no test."""
    of = mutation.GROUPS[group]
    assert [name for name in (*of.tests, *of.without) if not is_there(name)] == []


@pytest.mark.parametrize("group", mutation.GROUPS)
def test_a_group_leaves_out_only_tests_that_it_selects_otherwise_or_that_every_group_leaves_out(group):
    of = mutation.GROUPS[group]
    assert [name for name in of.without if name not in mutation.SLOW and name.partition("::")[0] not in of.tests] == []


@pytest.mark.parametrize("group", mutation.GROUPS)
def test_each_pattern_of_a_group_is_of_modules_that_are_there(group):
    assert [one for one in mutation.GROUPS[group].modules if not list(mutation.SOURCE.glob(one))] == []
