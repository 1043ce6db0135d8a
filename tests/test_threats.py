"""docs/threats.md: each line of its tables names a test that is there, and each limit an option that can be set."""

import ast
import inspect
import json
import re
from pathlib import Path

import pytest

from helpers.verdicts import RESULTS
from instanakit import AsyncInstana, Instana
from instanakit.logs import LogReader

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "threats.md"
TEST = re.compile(r"`([\w/]+\.py::test_\w+)`")


def tables():
    """The tables of the page: the names of the columns, and the cells of each line."""
    for table in re.findall(r"(?:^\|.*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        head, _, *lines = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines())
        yield head, lines


LINES = [dict(zip(head, line, strict=True)) for head, lines in tables() for line in lines]


def test_the_page_has_a_table_of_each_kind():
    assert [head[0] for head, _ in tables()] == ["who looks", "what it sends", "who"]
    assert len(LINES) > 40


@pytest.mark.parametrize("line", LINES, ids=lambda line: next(iter(line.values())))
def test_each_line_names_one_test(line):
    assert all(line.values())
    assert TEST.fullmatch(line["held by"])


def test_each_test_that_is_named_is_there():
    for name in {TEST.fullmatch(line["held by"])[1] for line in LINES}:
        file, _, test = name.partition("::")
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name


@pytest.mark.parametrize("kind", [Instana, AsyncInstana])
def test_each_limit_that_is_named_is_an_option_and_the_others_are_fixed(kind):
    options = {*inspect.signature(kind).parameters, *inspect.signature(LogReader.list).parameters}
    limits = [line["limit"] for line in LINES if "limit" in line]
    assert {"`max_response_bytes`", "`deadline`", "`timeout`", "`limit`"} <= set(limits)
    for limit in limits:
        for one in limit.split(", "):
            assert one == "fixed" or one.strip("`") in options, limit


def test_the_figures_of_what_reading_can_take_are_those_that_make_attacks_kept():
    """The time within half and double of it, since a busy machine takes more; the memory within a tenth."""
    found = re.search(r"saw a call of\s+(\d+) seconds .* and one of ([\d.]+) GiB", PAGE.read_text(encoding="utf-8"))
    kept = json.loads((RESULTS / "attacks.json").read_text())["figures"].values()
    seconds, mebibytes = (max(each[unit] for each in kept) for unit in ("seconds", "mebibytes"))
    assert seconds / 2 <= int(found[1]) <= seconds * 2
    assert float(found[2]) == pytest.approx(mebibytes / 1024, rel=0.1)


def test_the_page_is_one_page():
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= 100
