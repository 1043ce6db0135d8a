"""The parts of a run, each of which returns its figures. The peers take turns; a first round warms up."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeAlias

from benchmarks import check as rules
from benchmarks import startup
from benchmarks import subjects as s
from benchmarks.figures import Figure, figure
from benchmarks.process import PEERS, Living, peer_alive, python_of, ran

Units: TypeAlias = dict[str, dict[str, Any]]
# What the server is asked for: so many tokens, and seconds of latency.
FEW, THOUSAND, TENTH, LARGE, SLOW = "10", "1000", "10000", "100000", "10:0.02"
UNITS = (FEW, THOUSAND, TENTH, LARGE, SLOW)
COUNTS = {"gets": 600, "lists": 7, "at_once": 500, "seconds": 30}  # of each peer in a round
GETS = 30  # in a turn: what else the machine does then hits all peers alike
FIRST_CLIENTS = {
    s.OURS: "from instanakit import Instana; Instana('https://unit-tenant.instana.io', api_token='x')",
    s.VENDOR: "import instana_client as i; c = i.Configuration(host='https://unit-tenant.instana.io'); "
    "i.APITokenApi(i.ApiClient(c))",
    s.HTTPX: "import httpx; httpx.Client()",
    s.URLLIB3: "import json, urllib3; urllib3.PoolManager()",
    s.GENERATED: "from instana_openapi.client import AuthenticatedClient as A; "
    "from instana_openapi.api.api_tokens import get_api_tokens; "
    "A(base_url='https://unit-tenant.instana.io', token='x').get_httpx_client()",
    s.SOCKET: "import json, socket, ssl; ssl.create_default_context()",
}


def turns(rounds: int, peers: Sequence[str], *, warm: bool = False) -> Iterator[tuple[bool, str]]:
    """Give each peer a turn in each round, another one first each time. Unless warm, a first round does not count."""
    for number in range(warm, rounds + 1):
        at = number % len(peers)
        for peer in (*peers[at:], *peers[:at]):
            yield number > 0, peer


def collect(
    rounds: int, peers: Sequence[str], measure: Callable[[str], Any], *, warm: bool = False
) -> dict[str, list[Any]]:
    """Measure each peer in each round."""
    found: dict[str, list[Any]] = {peer: [] for peer in peers}
    for counts, peer in turns(rounds, peers, warm=warm):
        measured = measure(peer)
        if counts:
            found[peer].append(measured)
    return found


def medians(rounds: int, times: int, peers: Sequence[str], measure: Callable[[str], float]) -> dict[str, list[float]]:
    """Measure each peer so many times in each round, in turns; the median of them is what the round found."""

    def once() -> dict[str, float]:
        found = collect(times, peers, measure, warm=True)
        return {peer: statistics.median(samples) for peer, samples in found.items()}

    once()
    found = [once() for _ in range(rounds)]
    return {peer: [each[peer] for each in found] for peer in peers}


@contextmanager
def living(peers: Sequence[str], *units: dict[str, Any]) -> Iterator[dict[str, Living]]:
    """Keep the programs of peers alive; each has shown that it gets the right answers of each unit."""
    with ExitStack() as stack:
        alive = {peer: stack.enter_context(peer_alive(peer)) for peer in peers}
        for peer, program in alive.items():
            for unit in units:
                right(peer, found=program.ask("verify", unit=unit))
        yield alive


def right(peer: str, *, found: bool) -> None:
    """Stop if a peer has got another answer than the right one."""
    if not found:
        message = f"{peer} did not get the right answer"
        raise RuntimeError(message)


def get(rounds: int, units: Units) -> list[Figure]:
    """Get one token, again and again."""
    with living([*PEERS], units[FEW]) as alive:
        found = medians(
            rounds,
            COUNTS["gets"] // GETS,
            [*PEERS],
            lambda peer: alive[peer].ask("get", unit=units[FEW], count=GETS),
        )
    return [figure(s.ONE, peer, samples) for peer, samples in found.items()]


def many(rounds: int, units: Units) -> list[Figure]:
    """List 1,000 tokens."""
    with living([*PEERS], units[THOUSAND]) as alive:
        found = medians(
            rounds,
            COUNTS["lists"],
            [*PEERS],
            lambda peer: alive[peer].ask("list", unit=units[THOUSAND], count=1),
        )
    return [figure(s.LIST, peer, samples) for peer, samples in found.items()]


def large(rounds: int, units: Units) -> list[Figure]:
    """List 10,000 and 100,000 tokens, each time in a new process."""

    def once(peer: str, unit: str) -> dict[str, Any]:
        with peer_alive(peer) as program:
            measured: dict[str, Any] = program.ask("large", unit=units[unit])
        right(peer, found=measured["right"])
        return measured

    peers = [*PEERS]
    small = collect(rounds, peers, lambda peer: once(peer, TENTH))
    # Those have warmed up what there is to warm for a new process.
    whole = collect(rounds, peers, lambda peer: once(peer, LARGE), warm=True)
    figures = []
    for peer in peers:
        figures.append(figure(s.TENTH, peer, [sample["seconds"] for sample in small[peer]]))
        figures.append(figure(s.LARGE, peer, [sample["seconds"] for sample in whole[peer]]))
        figures.append(figure(s.PEAK, peer, [sample["peak"] for sample in whole[peer]]))
    return figures


def at_once(rounds: int, units: Units) -> list[Figure]:
    """Make 500 calls at once against a slow server."""
    peers = (s.OURS, s.HTTPX)
    with living(peers, units[SLOW]) as alive:
        found = collect(
            rounds, peers, lambda peer: alive[peer].ask("gather", unit=units[SLOW], count=COUNTS["at_once"])
        )
    return [figure(s.AT_ONCE, peer, samples) for peer, samples in found.items()]


def first(rounds: int, _: Units) -> list[Figure]:
    """Import, and make a first client: within a new process, and that process as a whole."""

    def once(peer: str) -> tuple[float, float, float]:
        if peer == s.NOTHING:
            code = "pass"
        else:
            code = (
                f"import time; began = time.perf_counter(); {FIRST_CLIENTS[peer]}; print(time.perf_counter() - began)"
            )
        took = ran([python_of(s.OURS if peer == s.NOTHING else peer), "-c", code])
        return float(took.printed or 0), took.seconds, took.processor

    found = collect(2 * rounds, [*FIRST_CLIENTS, s.NOTHING], once)
    figures = []
    for peer, samples in found.items():
        within, whole, processor = zip(*samples, strict=True)
        figures += [figure(s.WHOLE, peer, whole), figure(s.PROCESSOR, peer, processor)]
        if peer != s.NOTHING:
            figures.append(figure(s.FIRST, peer, within))
    return figures


def second(rounds: int, _: Units) -> list[Figure]:
    """Make a second client with the settings of a first one."""
    peers = [peer for peer in PEERS if peer != s.SOCKET]
    with living(peers) as alive:
        found = collect(rounds, peers, lambda peer: alive[peer].ask("second", count=COUNTS["seconds"]))
    figures = []
    for peer, samples in found.items():
        figures.append(figure(s.SECOND, peer, [sample["seconds"] for sample in samples]))
        figures.append(figure(s.SECOND_MEMORY, peer, [sample["bytes"] for sample in samples]))
    return figures


def command_line(rounds: int, units: Units) -> list[Figure]:
    """Run commands."""
    environ = {"INSTANA_BASE_URL": units[FEW]["base_url"], "INSTANA_API_TOKEN": "no-secret-of-anybody"}
    return startup.measured(python_of(s.OURS), environ, 2 * rounds)


def check(rounds: int, _: Units) -> list[Figure]:
    """Run the rules of hygiene."""
    return rules.measured(rounds)


PARTS: dict[str, Callable[[int, Units], list[Figure]]] = {
    "get": get,
    "list": many,
    "large": large,
    "async": at_once,
    "import": first,
    "second": second,
    "cli": command_line,
    "check": check,
}
