"""The goals, and whether the figures of a run meet them. A missed time is a warning, a missed memory an error."""

from benchmarks import subjects as s
from benchmarks.figures import Figures, rounded
from helpers.verdicts import Verdict

IDEAL = 500 / 50 * 20  # milliseconds: 500 calls over 50 connections, each answered after 20 ms
LINEAR = 15  # ten times the tokens may take this many times as long
# What is compared, with which peer, and the most times its median that ours may be.
RATIOS = (
    (s.ONE, s.HTTPX, 1.10),
    (s.ONE, s.VENDOR, 1),
    (s.LIST, s.VENDOR, 0.45),
    (s.LIST, s.HTTPX, 1.2),
    (s.FIRST, s.HTTPX, 1.25),
    (s.FIRST, s.VENDOR, 1.1),
)
LARGE_PEAK = 2.5  # times the bytes of the answer, above the floor's peak
GATHER = 1.3  # times the ideal
SECOND, SECOND_MEMORY = 0.5, 50  # milliseconds, KiB
CHECK = 3  # seconds of one core
RULES_MEMORY, JSON_MEMORY = 0.2, 0.05  # of the tokens' own


def verdicts(figures: Figures, answer_bytes: float) -> list[Verdict]:
    """Return a verdict for each goal whose figures were measured; the bytes are those of the list of 100,000 tokens."""
    found = [_beside(figures, *ratio) for ratio in RATIOS if figures.have(ratio[0])]
    if figures.have(s.LARGE):
        found += [_linear(figures, s.TENTH, s.LARGE, s.OURS), _peak(figures, answer_bytes)]
    if figures.have(s.AT_ONCE):
        took = figures.median(s.AT_ONCE, s.OURS)
        goal = f"{s.AT_ONCE}, 20 ms latency: at most {GATHER} x the ideal of {IDEAL:.0f} ms"
        found.append(
            Verdict(goal, f"{took / IDEAL:.2f} x ({rounded(took)} ms)", met=took <= GATHER * IDEAL, timing=True)
        )
    if figures.have(s.SECOND):
        found += _second(figures)
    return found + of_the_command_line(figures) + of_the_check(figures)


def of_the_command_line(figures: Figures) -> list[Verdict]:
    """Judge how the command starts."""
    if not figures.have(s.COMMAND_LINE):
        return []
    return [
        _beside(figures, s.COMMAND_LINE, s.NOTHING, most, peer=f"instanakit {line}")
        for line, most in s.COMMANDS.items()
    ]


def of_the_check(figures: Figures) -> list[Verdict]:
    """Judge the rules of hygiene."""
    if not figures.have(s.CHECK):
        return []
    took = figures.median(s.CHECK, s.RULES)
    return [
        Verdict(f"{s.CHECK}: below {CHECK} s of one core", f"{took:.2f} s", met=took < CHECK, timing=True),
        _linear(figures, s.CHECK_TENTH, s.CHECK, s.RULES),
        *(_share(figures, peer, most) for peer, most in ((s.RULES, RULES_MEMORY), (s.JSON, JSON_MEMORY))),
    ]


def _beside(figures: Figures, what: str, other: str, most: float, peer: str = s.OURS) -> Verdict:
    ratio = figures.ratio(what, peer, other)
    mine, theirs = figures.find(what, peer), figures.find(what, other)
    found = f"{ratio:.2f} x ({rounded(mine.median)} and {rounded(theirs.median)} {mine.unit})"
    name = what if peer == s.OURS else peer
    return Verdict(f"{name}: at most {most} x {other}", found, met=ratio <= most, timing=True)


def _linear(figures: Figures, small: str, large: str, peer: str) -> Verdict:
    ratio = figures.median(large, peer) / figures.median(small, peer)
    goal = f"{large}: at most {LINEAR} x the time of 10,000"
    return Verdict(goal, f"{ratio:.1f} x", met=ratio <= LINEAR, timing=True)


def _peak(figures: Figures, answer_bytes: float) -> Verdict:
    ours, floor = figures.median(s.PEAK, s.OURS), figures.median(s.PEAK, s.SOCKET)
    answer = answer_bytes * s.SCALE["MiB"]
    most = LARGE_PEAK * answer + floor
    goal = f"{s.PEAK}: at most {LARGE_PEAK} x the bytes of the answer plus the floor's"
    found = f"{ours:,.0f} MiB of {most:,.0f} ({LARGE_PEAK} x {answer:,.0f} + {floor:,.0f})"
    return Verdict(goal, found, met=ours <= most)


def _second(figures: Figures) -> list[Verdict]:
    took, holds = figures.median(s.SECOND, s.OURS), figures.median(s.SECOND_MEMORY, s.OURS)
    return [
        Verdict(f"{s.SECOND}: below {SECOND} ms", f"{took:.3f} ms", met=took < SECOND, timing=True),
        Verdict(f"{s.SECOND}: below {SECOND_MEMORY} KiB", f"{holds:.1f} KiB", met=holds < SECOND_MEMORY),
    ]


def _share(figures: Figures, peer: str, most: float) -> Verdict:
    share = figures.ratio(s.CHECK_MEMORY, peer, s.TOKENS)
    goal = f"{s.CHECK_MEMORY}: {peer}, at most {most} x the tokens themselves"
    return Verdict(goal, f"{share:.3f} x", met=share <= most)
