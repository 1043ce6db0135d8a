"""The client works through all operations against Prism, which serves openapi.yaml and validates each request.

Run by `make prism`. Prism answers with the examples of openapi.yaml and remembers nothing, so what a PUT changed is not
in its answer. What it thought of each request stands in its log.
"""

import contextlib
import logging
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import httpx
import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.colours import Colour
from helpers.verdicts import Verdict, conclude, keep
from instanakit import BadRequestError

ROOT = Path(__file__).parents[2]
TOKENS, AUDIT_LOG = "/api/settings/api-tokens", "/api/settings/auditlog"
ID = "deploy-pipeline"  # of the token in the examples
PATIENCE = 60
OPERATIONS = {
    f"{method.upper()} {path.replace('{internalId}', ID)}"
    for path, item in yaml.safe_load((ROOT / "openapi.yaml").read_text())["paths"].items()
    for method in item.keys() & {"get", "post", "put", "delete"}
}
# A body without its fields, none at all, and parameters of a wrong type and below the least.
BROKEN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("POST", TOKENS, {"json": {"name": 7}}),
    ("PUT", f"{TOKENS}/{ID}", {"json": {"name": "n", "internalId": ID, "accessGrantingToken": "s", "canViewLogs": 1}}),
    ("POST", TOKENS, {}),
    ("GET", AUDIT_LOG, {"params": {"pageSize": "many"}}),
    ("GET", AUDIT_LOG, {"params": {"offset": "-1"}}),
)


class Prism:
    """A running Prism: where it is, and what it wrote."""

    def __init__(self, url: str, log: Path) -> None:
        self.url = url
        self._log = log
        self._read = 0

    def requests(self) -> list[tuple[str, list[str]]]:
        """Return what was asked since the last time, each request with what it violates."""
        self._read += 1
        end = f"/end-{self._read}"
        httpx.get(self.url + end)
        text = waited(lambda: text if end in (text := self._log.read_text()) else "")
        found: list[tuple[str, list[str]]] = []
        begin = text.find(f"/end-{self._read - 1} ") if self._read > 1 else 0
        for line in text[begin:].splitlines():
            if asked := re.search(r"\[HTTP SERVER\] (\w+) (\S+) .*Request received", line):
                found.append((f"{asked[1].upper()} {asked[2].partition('?')[0]}", []))
            elif violated := re.search(r"Violation: (.*)", line):
                found[-1][1].append(violated[1])
        return [(asked, violated) for asked, violated in found if "/end-" not in asked]


def waited(look: Callable[[], str]) -> str:
    """Look until there is something."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            message = f"Prism has not said in {PATIENCE} seconds what was waited for"
            raise TimeoutError(message)
        time.sleep(0.05)
    return found


@contextlib.contextmanager
def serving() -> Iterator[Prism]:
    """Let Prism serve openapi.yaml on loopback, on a port that is free."""
    command = [str(ROOT / "node_modules/.bin/prism"), "mock", str(ROOT / "openapi.yaml"), "--port", "0", "--errors"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "prism.log"
        with log.open("w") as file, subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT) as process:
            try:
                listening = r"Prism is listening on (http://127\.0\.0\.1:\d+)"
                url = waited(lambda: found[1] if (found := re.search(listening, log.read_text())) else "")
                yield Prism(url, log)
            finally:
                process.terminate()


def work_through(colour: Colour, url: str) -> None:
    """Use everything that the client has, and look at each answer."""
    instana, run = colour.client(base_url=url), colour.run
    (listed,) = run(instana.tokens.list())
    assert listed.internal_id == run(instana.tokens.get(ID)).internal_id == ID
    at = datetime(2027, 1, 1, tzinfo=UTC)
    made = run(
        instana.tokens.create("p", permissions=["canViewLogs"], limited_scopes=["limitedLogsScope"], expires_at=at)
    )
    assert (made.secret.reveal(), made.expires_at) == ("a-secret-made-by-the-client", at)
    changes: dict[str, Any] = {"grant": ["canViewLogs"], "unlimit_scopes": ["limitedApplicationsScope"]}
    for more in ({}, {"name": "q", "expires_at": None}, {"secret": "a-secret-of-the-test"}):
        assert run(instana.tokens.update(ID, **changes, **more)).internal_id == ID
    assert run(instana.tokens.delete(ID)) is None
    for log, action in ((instana.audit_log, "POST /api/settings/api-tokens"), (instana.access_log, "LOGIN")):
        for options in ({}, {"query": "ä b&c", "page_size": 7, "start": 3, "limit": 5}):
            assert [entry.action for entry in colour.all(log.list(**options))] == [action]
    assert run(instana.health()).status == "YELLOW"
    assert run(instana.version()).branch == "release-328"
    assert run(instana.request("GET", AUDIT_LOG, params={"pageSize": 1})).json()["total"] == 1


def break_rules(colour: Colour, url: str) -> int:
    """Send broken requests, and count those that are refused for what is wrong with them."""
    instana, refused = colour.client(base_url=url), 0
    for method, path, body in BROKEN:
        try:
            colour.run(instana.request(method, path, **body))
        except BadRequestError:
            refused += 1
    return refused + (httpx.get(url + AUDIT_LOG).status_code == httpx.codes.UNAUTHORIZED)


@attrs.frozen
class Found:
    """What came of one colour."""

    asked: list[tuple[str, list[str]]]
    broken: list[tuple[str, list[str]]]
    refused: int

    def verdicts(self, name: str) -> list[Verdict]:
        """Judge it."""
        missing = sorted(OPERATIONS - {asked for asked, _ in self.asked})
        wrong = [f"{asked}: {each}" for asked, violated in self.asked for each in violated]
        noticed = sum(bool(violated) for _, violated in self.broken)
        return [
            Verdict(
                f"{name}: every operation is asked for",
                f"{len(OPERATIONS) - len(missing)} of {len(OPERATIONS)}{''.join(f'; not {each}' for each in missing)}",
                met=not missing,
            ),
            Verdict(
                f"{name}: no request breaks what openapi.yaml says",
                f"{len(wrong)} violations in {len(self.asked)} requests{''.join(f'; {each}' for each in wrong)}",
                met=bool(self.asked) and not wrong,
            ),
            Verdict(
                f"{name}: a broken request is noticed",
                f"{self.refused} of {len(BROKEN) + 1} refused, {noticed} violations in the log",
                met=self.refused == noticed == len(BROKEN) + 1,
            ),
        ]


def main() -> int:
    """Work through all in both colours, and conclude."""
    # It warns that Prism stores something else than what was sent, which is so.
    logging.getLogger("instanakit").setLevel(logging.ERROR)
    verdicts, facts = [], {}
    for name in ("sync", "async"):
        colour = Colour(name)
        with serving() as prism, contextlib.closing(colour):
            work_through(colour, prism.url)
            asked = prism.requests()
            refused = break_rules(colour, prism.url)
            found = Found(asked, prism.requests(), refused)
        verdicts += found.verdicts(name)
        facts[name] = dict(sorted(Counter(asked for asked, _ in found.asked).items()))
    keep("prism", verdicts, requests=facts)
    return conclude(verdicts)


if __name__ == "__main__":
    sys.exit(main())
