"""What `make soak` makes of how calls end: each goal is missed if what it says does not hold."""

import asyncio
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "outside"))

import soak

from instanakit import APIConnectionError

WELL = {"fine": 950, "APITimeoutError": 50, "cancelled": 20, "timed out": 20}
GOALS = ["share", "typed", "left", "slowest", "sync", "async"]


def loaded(done, slowest=14.9, sync=10, asynchronous=10):
    load = soak.Load(0)
    load.done, load.slowest = Counter(done), slowest
    load.after = {"sync": Counter(fine=sync), "async": Counter(fine=asynchronous)}
    return load


def missed(load):
    return [name for name, each in zip(GOALS, soak.judged(load), strict=True) if each.word == "MISSED"]


def test_a_load_that_went_well_meets_each_goal():
    assert missed(loaded(WELL)) == []
    assert [each.found for each in soak.judged(loaded(WELL))] == [
        "95.00% of 1,000; 50 APITimeoutError",
        "none",
        "20 by task.cancel, 20 by asyncio.timeout",
        "the slowest took 14.9 s",
        "10 fine",
        "10 fine",
    ]


@pytest.mark.parametrize(
    ("load", "goals"),
    [
        (loaded(WELL | {"fine": 949}), ["share"]),
        (loaded(WELL | {"fine": 0}), ["share"]),
        (loaded({}), ["share", "typed", "left", "slowest"]),
        (loaded(WELL | {"untyped ValueError": 1, "fine": 2000}), ["typed"]),
        (loaded(WELL | {"cancelled": 19}), ["left"]),
        (loaded(WELL | {"timed out": 19}), ["left"]),
        (loaded(WELL, slowest=15.1), ["slowest"]),
        (loaded(WELL, sync=9), ["sync"]),
        (loaded(WELL, asynchronous=9), ["async"]),
    ],
)
def test_a_goal_is_missed_if_what_it_says_does_not_hold(load, goals):
    assert missed(load) == goals


def test_a_call_after_the_load_that_fails_or_was_not_made_is_missed():
    load = loaded(WELL)
    load.after = {"sync": Counter(fine=10, APITimeoutError=1)}
    assert missed(load) == ["sync", "async"]


@pytest.mark.parametrize(
    ("error", "left", "end"),
    [
        (None, "", "fine"),
        (APIConnectionError("no answer"), "", "APIConnectionError"),
        (ValueError("of the client"), "", "untyped ValueError"),
        (TimeoutError(), "timed out", "timed out"),
        (TimeoutError(), "", "untyped TimeoutError"),
        (TimeoutError(), "cancelled", "untyped TimeoutError"),
        (asyncio.CancelledError(), "cancelled", "cancelled"),
        (asyncio.CancelledError(), "", "untyped CancelledError"),
    ],
)
def test_an_end_that_only_a_call_has_that_is_left_so_is_nobody_elses(error, left, end):
    async def call():
        with soak.counted(ended, left):
            if error:
                raise error

    ended = Counter()
    asyncio.run(call())
    assert ended == {end: 1}


def test_calls_are_left_in_the_middle_by_being_cancelled_and_by_a_timeout_and_others_are_not(monkeypatch):
    async def never():
        await asyncio.Event().wait()

    async def at_once(value, *, named):
        return value + named

    async def calls():
        async with asyncio.timeout(5):
            assert [await load._call_async(left, never) for left in ("cancelled", "timed out")] == [None, None]
            return await load._call_async("", at_once, 1, named=2)

    monkeypatch.setattr(soak, "PATIENCE", 0)
    load = soak.Load(0)
    assert asyncio.run(calls()) == 3
    assert load.done == {"cancelled": 1, "timed out": 1, "fine": 1}


def test_after_the_load_each_client_is_called_without_faults(instana_sandbox):
    unit = {
        "base_url": instana_sandbox.base_url,
        "api_token": instana_sandbox.api_token,
        "control_url": instana_sandbox.control_url,
        "control_token": instana_sandbox.control_token,
    }
    instana_sandbox.faults.add("status_after", status=503, times=None)
    load = soak.Load(0)
    soak.loaded(unit, load, 0)
    assert load.after == {"sync": {"fine": 10}, "async": {"fine": 10}}


def test_bad_days_that_were_not_asked_for_are_not_met():
    assert soak.bad_days(0).word == "not asked"


def test_what_grows_is_missed():
    steady = [(50.0, 90, 80)] * 20
    assert [each.word for each in soak.grown(steady, 1)] == ["met"] * 3
    more = [(50.0 + 8.1 * late, 90 + 21 * late, 80 + 21 * late) for late in [0] * 16 + [1] * 4]
    assert [each.word for each in soak.grown(more, 1)] == ["MISSED"] * 3
