"""Which fault acts on which request."""

import threading

import pytest

from instanakit.sandbox.faults import Faults


@pytest.fixture
def faults():
    return Faults()


def acting(faults, count, method="GET", path="/a"):
    found = [faults.next(method, path) for _ in range(count)]
    return [fault and fault.action for fault in found]


def test_a_fault_acts_once_on_the_next_request_unless_told_otherwise(faults):
    faults.add("hang")
    assert acting(faults, 3) == ["hang", None, None]


def test_a_fault_acts_from_a_certain_request_on_so_many_times(faults):
    faults.add("hang", at=2, times=2)
    assert acting(faults, 5) == [None, "hang", "hang", None, None]


def test_a_fault_without_an_end_acts_until_it_is_cleared(faults):
    faults.add("hang", times=None)
    assert acting(faults, 3) == ["hang"] * 3
    faults.clear()
    assert acting(faults, 1) == [None]


def test_requests_before_a_fault_was_added_do_not_count(faults):
    acting(faults, 3)
    faults.add("hang", at=2)
    assert acting(faults, 2) == [None, "hang"]


@pytest.mark.parametrize(
    ("method", "path", "acts"),
    [
        (None, None, True),
        ("post", None, True),
        ("POST", "/api/*", True),
        ("POST", "/api/settings/api-token[s]", True),
        ("POST", "*-tokens", True),
        ("PUT", None, False),
        ("POS", None, False),
        (None, "/api", False),
        (None, "/API/*", False),
    ],
)
def test_the_method_is_exact_and_the_path_a_pattern(faults, method, path, acts):
    faults.add("hang", method=method, path=path)
    assert acting(faults, 1, "POST", "/api/settings/api-tokens") == ["hang" if acts else None]


def test_only_requests_that_match_are_counted(faults):
    faults.add("hang", method="PUT", at=2)
    assert acting(faults, 3) == [None] * 3
    assert acting(faults, 2, "put") == [None, "hang"]


def test_of_those_that_are_due_the_first_added_acts_and_the_others_act_later(faults):
    for action in ("hang", "page", "redirect"):
        faults.add(action)
    assert acting(faults, 4) == ["hang", "page", "redirect", None]


def test_each_counts_the_requests_on_which_another_acts(faults):
    faults.add("hang")
    faults.add("page", at=2)
    faults.add("redirect", at=4)
    assert acting(faults, 4) == ["hang", "page", None, "redirect"]


def test_those_still_to_act_are_told_with_how_often_each_acted(faults):
    first, second = faults.add("hang", times=2), faults.add("page", times=None)
    assert acting(faults, 1) == ["hang"]
    assert faults.pending() == [(first, 1), (second, 0)]
    assert acting(faults, 2) == ["hang", "page"]
    assert faults.pending() == [(second, 1)]


def test_threads_share_them(faults):
    faults.add("hang", times=400)
    acted = []
    threads = [threading.Thread(target=lambda: acted.extend(acting(faults, 100))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, acted)) == ["None"] * 400 + ["hang"] * 400
