"""Sequences of faults and calls that nobody thought of: nothing doubled, nothing lost, every failure typed and in time.

`make soak` runs the same with 20,000 calls.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from helpers.days import AsyncDay, Day

EXAMPLES = int(os.environ.get("BAD_DAYS", "12"))


@pytest.mark.parametrize("day", [Day, AsyncDay])
def test_nothing_is_doubled_and_nothing_is_lost_on_a_bad_day(day):
    day.steps = 0
    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=25,
        deadline=None,
        derandomize="BAD_DAYS" not in os.environ,
        database=None,
        phases=[Phase.generate, *([Phase.shrink] if "BAD_DAYS" in os.environ else [])],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(day, settings=limits)
    print(f"{day.__name__}: {day.steps} calls")
    assert day.steps > 2 * EXAMPLES
