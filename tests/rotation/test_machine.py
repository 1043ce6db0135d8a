"""Sequences that nobody thought of. ROTATIONS=500 in the environment tries so many, other ones each time; SHRINK=1 makes a
failing one small, which takes minutes."""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from rotation.machine import AsyncRotating, Rotating

EXAMPLES = int(os.environ.get("ROTATIONS", "20"))


@pytest.mark.parametrize("machine", [Rotating, AsyncRotating])
def test_consumers_keep_working_and_every_rotation_ends_whatever_comes_between(machine):
    machine.steps, machine.ended = 0, Counter()
    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=20,
        deadline=None,
        derandomize="ROTATIONS" not in os.environ,
        database=None,
        phases=[Phase.generate, *([Phase.shrink] if "SHRINK" in os.environ else [])],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=limits)
    print(f"{machine.__name__}: {machine.steps} steps, {dict(machine.ended)}")
    assert machine.steps > 20 * EXAMPLES
    assert {"DONE", "ROLLED_BACK"} <= machine.ended.keys()
