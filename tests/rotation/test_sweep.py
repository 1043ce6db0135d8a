"""Rotations that are killed; `make sweep` tries far more of them. The numbers are of acts: helpers/lives.py says more."""

import attrs
import pytest

from helpers.lives import AXES, HOUR, Life, Stage, each_pair

PAIRS = each_pair(AXES)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    with Stage(tmp_path_factory.mktemp("sweep")) as stage:
        yield stage


def all_is_well(stage, lives):
    """Live these lives; return how the first processes ended."""
    ended = []
    for life in lives:
        first, _, violations = stage.live(life)
        assert not violations, f"python tests/outside/sweep.py {life}\n" + "\n".join(violations)
        ended.append(first)
    return ended


def until_it_ends(life):
    """The life, killed before its first act, its second, and so on."""
    return (attrs.evolve(life, kill=kill) for kill in range(1, 1000))


@pytest.mark.parametrize("then", ["resume", "rollback"])
def test_a_rotation_may_be_killed_at_any_point(stage, then):
    points = 0
    for life in until_it_ends(Life(then=then)):
        (first,) = all_is_well(stage, [life])
        if not first.was_killed:
            break
        points += 1
    assert first.states == ["DONE"]
    assert points == first.acts > 25


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[str(life) or "default" for life in PAIRS])
def test_it_may_be_killed_whatever_the_server_is_like(stage, number):
    life = PAIRS[number]
    (whole,) = all_is_well(stage, [life])
    # Other points for each, the first of which comes after the journal begins.
    points = range(2 + number % 4, whole.acts + 1, max(4, whole.acts // 4))
    all_is_well(stage, [attrs.evolve(life, kill=kill) for kill in points])


@pytest.mark.parametrize("then", ["resume", "rollback"])
@pytest.mark.parametrize("late", [1, 2, 3])
def test_what_its_last_request_does_may_come_late(stage, late, then):
    (first,) = all_is_well(stage, [Life(late=late, then=then)])
    assert first.was_killed


def test_a_post_that_is_sent_again_may_come_late_too(stage):
    before_the_post = 7
    all_is_well(stage, [Life(kill=before_the_post, again_late=1)])


@pytest.mark.parametrize("again", range(1, 29, 4))
def test_what_goes_on_with_it_may_be_killed(stage, again):
    after_the_post = 8
    all_is_well(stage, [Life(kill=after_the_post, again=again, then=then) for then in ("resume", "rollback")])


def test_a_promotion_and_its_rollback_may_both_be_killed_before_their_last_step(stage):
    all_is_well(stage, [Life(kill=17, again=again, then="rollback") for again in (5, 6, 7)])


@pytest.mark.parametrize(
    ("sabotage", "life", "invariant"),
    [
        ("forget an intent", {}, 2),
        ("forget to promote", {}, 1),
        ("tell the secret", {}, 5),
        ("write for all", {}, 5),
        ("promote unverified", {}, 4),
        ("delete before promoting", {}, 4),
        ("never wait", {"grace": HOUR}, 4),
        ("post blindly", {"ids": "ignored", "kill": 9}, 3),
        ("post blindly", {"kill": 9}, 7),
        ("leave what was made", {"kill": 9, "then": "rollback"}, 3),
    ],
)
def test_its_judge_sees_a_rule_that_is_broken(stage, sabotage, life, invariant):
    _, _, violations = stage.live(Life(sabotage=sabotage, **life))
    assert any(violation.startswith(f"invariant {invariant}:") for violation in violations), violations


def test_these_are_not_too_many(stage):
    assert 0 < stage.kills <= 150
