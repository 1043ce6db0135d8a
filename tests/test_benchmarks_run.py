"""What `make bench` writes, and on which machine: a whole run, and only if the machine is not busy with something else."""

import json
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from benchmarks import busy, page, run
from benchmarks import subjects as s
from benchmarks.figures import figure
from benchmarks.parts import LARGE

WRITTEN = "Written: benchmarks/results.json and docs/benchmarks.md."
NOT_WRITTEN = "Nothing was written: only a run of all parts, of at least 7 rounds, is."
HALF = (
    "The machine was busy when the run began: a load of 0.6 for each core, where more than 0.5 makes figures doubtful."
)
DOUBLE = HALF.replace("0.6", "2.0")
REFUSED = (
    f"{DOUBLE} Above 1.0 no run is kept, so none was begun. Wait until the machine is idle, or force it: "
    "BENCH=--although-busy\n"
)


@pytest.fixture
def bench(monkeypatch, tmp_path, capsys):
    """Run it with two parts that measure nothing, a machine of this load, and files of its own."""
    begun = []

    def part(rounds, units):
        begun.append(rounds)
        return [figure(s.SECOND, s.OURS, [0.0001]), figure(s.SECOND_MEMORY, s.OURS, [1024])]

    @contextmanager
    def server(units):
        yield SimpleNamespace(first={LARGE: {"bytes": 1000}})

    monkeypatch.setattr(run, "PARTS", {"get": part, "second": part})
    monkeypatch.setattr(run, "server_alive", server)
    monkeypatch.setattr(run, "versions", lambda: {s.OURS: {"Python": "3"}})
    monkeypatch.setattr(page, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(page, "PAGE", tmp_path / "benchmarks.md")
    monkeypatch.setattr(page, "SECTIONS", ())

    def bench(load, *options):
        monkeypatch.setattr(busy, "now", lambda: busy.Load(load, 2))
        monkeypatch.setattr(sys, "argv", ["make bench", "--only", "get,second", *options])
        begun.clear()
        status = run.main()
        written = {path.name: path.read_text() for path in tmp_path.iterdir()}
        return SimpleNamespace(status=status, begun=len(begun), written=written, said=capsys.readouterr())

    return bench


def test_a_whole_run_is_written_without_being_asked_to(bench):
    ran = bench(1.0)
    assert set(ran.written) == {"results.json", "benchmarks.md"}
    results = json.loads(ran.written["results.json"])
    assert (results["load"], results["cores"], results["figures"][0]["what"]) == (1.0, 2, s.SECOND)
    assert (ran.status, ran.said.out.splitlines()[-1]) == (0, WRITTEN)
    assert "was busy" not in ran.said.out + ran.written["benchmarks.md"]


@pytest.mark.parametrize("options", [["--only", "get"], ["--rounds", "6"]])
@pytest.mark.parametrize("load", [0.1, 9])
def test_less_than_a_whole_run_is_not_written_and_says_so(bench, options, load):
    ran = bench(load, *options)
    assert (ran.status, ran.written) == (0, {})
    assert ran.said.out.splitlines()[-1] == NOT_WRITTEN


def test_a_busy_machine_is_warned_of_before_and_after_and_on_the_page(bench):
    ran = bench(1.2)
    assert ran.said.out.splitlines()[0] == f"WARNING: {HALF}"
    assert ran.said.out.splitlines()[-2:] == [f"WARNING: {HALF}", WRITTEN]
    assert f"\n**{HALF}**\n" in ran.written["benchmarks.md"]


def test_on_a_machine_that_is_too_busy_nothing_is_measured_or_written(bench):
    ran = bench(4.0)
    assert (ran.status, ran.begun, ran.written) == (2, 0, {})
    assert ran.said.err == REFUSED


def test_it_can_be_forced(bench):
    ran = bench(4.0, "--although-busy")
    assert (ran.status, ran.begun) == (0, 2)
    assert f"\n**{DOUBLE}**\n" in ran.written["benchmarks.md"]


@pytest.mark.parametrize(
    ("average", "warned", "refused"), [(1, False, False), (1.01, True, False), (2, True, False), (2.01, True, True)]
)
def test_the_load_is_judged_for_each_core(average, warned, refused):
    load = busy.Load(average, 2)
    assert (bool(load.warning), bool(load.refusal)) == (warned, refused)
