"""The statistics of the benchmarks on known figures, and what the goals make of them."""

import pytest

from benchmarks import goals
from benchmarks import subjects as s
from benchmarks.figures import Figure, Figures, figure, rounded
from benchmarks.parts import collect, medians, turns

MIB = 2**20


def of(*medians):
    """Figures of two rounds each, in seconds or bytes."""
    return Figures(figure(what, peer, [median, median]) for what, peer, median in medians)


def words(verdicts):
    return {verdict.goal: (verdict.word, verdict.found) for verdict in verdicts}


def test_a_figure_is_the_median_the_least_and_the_most_in_the_unit_of_what_is_measured():
    found = figure(s.ONE, s.OURS, [0.003, 0.001, 0.002, 0.009])
    assert found == Figure(s.ONE, s.OURS, "µs", pytest.approx(2500), 1000, pytest.approx(9000), 4)
    assert figure(s.PEAK, s.OURS, [3 * MIB]).median == 3


def test_a_ratio_is_one_of_medians():
    figures = Figures([figure(s.ONE, s.OURS, [1, 2, 90]), figure(s.ONE, s.HTTPX, [4, 1, 100])])
    assert figures.ratio(s.ONE, s.OURS, s.HTTPX) == 0.5


@pytest.mark.parametrize(
    ("number", "text"), [(0.12345, "0.123"), (12.345, "12.3"), (123.45, "123"), (12345.6, "12,346")]
)
def test_numbers_are_written_with_three_digits_and_all_before_the_point(number, text):
    assert rounded(number) == text


def test_each_peer_has_a_turn_in_each_round_another_one_begins_each_time_and_the_first_round_does_not_count():
    assert list(turns(2, "ab")) == [(False, "a"), (False, "b"), (True, "b"), (True, "a"), (True, "a"), (True, "b")]
    assert list(turns(1, "ab", warm=True)) == [(True, "b"), (True, "a")]
    numbers = iter(range(6))
    assert collect(2, "ab", lambda _: next(numbers)) == {"a": [3, 4], "b": [2, 5]}


def test_a_round_of_several_turns_found_their_median():
    found = {"a": iter([9, 9, 9, 1, 2, 30, 4, 50, 6]), "b": iter([9, 9, 9, 7, 7, 7, 8, 8, 8])}
    assert medians(2, 3, "ab", lambda peer: next(found[peer])) == {"a": [2, 6], "b": [7, 8]}


def test_a_time_beside_a_peer_that_is_too_long_is_a_warning():
    figures = of((s.LIST, s.OURS, 0.012), (s.LIST, s.HTTPX, 0.010), (s.LIST, s.VENDOR, 0.020))
    assert words(goals.verdicts(figures, 0)) == {
        "list 1,000 tokens: at most 0.45 x instana-client": ("warning", "0.60 x (12 and 20 ms)"),
        "list 1,000 tokens: at most 1.2 x httpx": ("met", "1.20 x (12 and 10 ms)"),
    }


@pytest.mark.parametrize(("peak", "word"), [(550, "met"), (551, "MISSED")])
def test_a_large_list_may_take_two_and_a_half_times_its_bytes_and_what_the_floor_takes(peak, word):
    figures = of(
        (s.TENTH, s.OURS, 1),
        (s.LARGE, s.OURS, 16),
        (s.PEAK, s.OURS, peak * MIB),
        (s.PEAK, s.SOCKET, 300 * MIB),
    )
    assert words(goals.verdicts(figures, 100 * MIB)) == {
        "list 100,000 tokens, in a new process: at most 15 x the time of 10,000": ("warning", "16.0 x"),
        "list 100,000 tokens: peak memory: at most 2.5 x the bytes of the answer plus the floor's": (
            word,
            f"{peak} MiB of 550 (2.5 x 100 + 300)",
        ),
    }


def test_many_calls_at_once_are_compared_with_what_fifty_connections_could_do():
    assert words(goals.verdicts(of((s.AT_ONCE, s.OURS, 0.3)), 0)) == {
        "500 calls at once, 20 ms latency: at most 1.3 x the ideal of 200 ms": ("warning", "1.50 x (300 ms)")
    }


def test_a_second_client_must_hold_little_memory_and_should_take_little_time():
    figures = of((s.SECOND, s.OURS, 0.0006), (s.SECOND_MEMORY, s.OURS, 51 * 1024))
    assert words(goals.verdicts(figures, 0)) == {
        "a second client: below 0.5 ms": ("warning", "0.600 ms"),
        "a second client: below 50 KiB": ("MISSED", "51.0 KiB"),
    }


def test_commands_are_compared_with_an_interpreter_that_does_nothing():
    took = {s.NOTHING: 0.01, "instanakit --version": 0.04, "instanakit --help": 0.08, "instanakit tokens list": 0.1}
    figures = of(*((s.COMMAND_LINE, peer, seconds) for peer, seconds in took.items()))
    assert words(goals.of_the_command_line(figures)) == {
        "instanakit --version: at most 4 x python -c pass": ("met", "4.00 x (40 and 10 ms)"),
        "instanakit --help: at most 7 x python -c pass": ("warning", "8.00 x (80 and 10 ms)"),
        "instanakit tokens list: at most 25 x python -c pass": ("met", "10.00 x (100 and 10 ms)"),
    }


def test_the_rules_must_take_little_memory_and_should_take_time_as_the_tokens_grow():
    figures = of(
        (s.CHECK_TENTH, s.RULES, 0.1),
        (s.CHECK, s.RULES, 3),
        (s.CHECK_MEMORY, s.TOKENS, 100 * MIB),
        (s.CHECK_MEMORY, s.RULES, 20 * MIB),
        (s.CHECK_MEMORY, s.JSON, 6 * MIB),
    )
    assert words(goals.of_the_check(figures)) == {
        "check 100,000 tokens: below 3 s of one core": ("warning", "3.00 s"),
        "check 100,000 tokens: at most 15 x the time of 10,000": ("warning", "30.0 x"),
        "memory of a check of 10,000 tokens: the rules, at most 0.2 x the tokens themselves": ("met", "0.200 x"),
        "memory of a check of 10,000 tokens: the report as JSON, at most 0.05 x the tokens themselves": (
            "MISSED",
            "0.060 x",
        ),
    }
