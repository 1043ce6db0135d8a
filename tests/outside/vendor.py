"""The vendor's client drives the sandbox, and what becomes of a permission that is newer than it, beside the façade.

Run by `make vendor`. tests/test_promises.py has the same habit for the façade's own tests: what the client sends back
stands in tests/helpers/habits.py, and is compared here with what it did.
"""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.habits import sent_back
from helpers.verdicts import Verdict, conclude, keep
from instanakit import Instana
from instanakit.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
OPERATIONS = 9  # of tokens, logs and health
NEWER = "canTeleport"
OWN = ("internalId", "id", "accessGrantingToken", "createdOn")  # differ from token to token


def run_client(sandbox: Sandbox, newer: str) -> dict[str, Any]:
    """Let the vendor's client work, and return what it did; what it asserted in vain is in its traceback."""
    unit = {"base_url": sandbox.base_url, "api_token": sandbox.api_token, "newer": newer}
    command = [str(ROOT / ".venv-vendor/bin/python"), str(Path(__file__).with_name("vendor_client.py"))]
    ended = subprocess.run(command, input=json.dumps(unit), stdout=subprocess.PIPE, text=True, check=False)
    return json.loads(ended.stdout) if ended.returncode == 0 else {"version": "unknown", "done": []}


def put_as_it_does(sandbox: Sandbox, internal_id: str) -> None:
    """Rename a token as the vendor's client is known to do it."""
    headers, url = {"authorization": f"apiToken {sandbox.api_token}"}, f"/api/settings/api-tokens/{internal_id}"
    with httpx.Client(base_url=sandbox.base_url, headers=headers) as client:
        client.put(url, json=sent_back(client.get(url).json()) | {"name": "renamed"}).raise_for_status()


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Name the fields that differ, with what became of them."""
    found = []
    for field in sorted(before.keys() | after.keys()):
        if field not in after:
            found.append(f"{field} dropped")
        elif field not in before:
            found.append(f"{field} {json.dumps(after[field])} added")
        elif before[field] != after[field]:
            found.append(f"{field} changed")
    return found


def judged(done: dict[str, Any], by_vendor: list[str], by_us: list[str], *, is_replayed: bool) -> list[Verdict]:
    """Judge what the client did, and what became of the fields of two equal tokens that it and the façade renamed."""
    dropped, lost = f"{NEWER} dropped", [change for change in by_us if change.startswith(NEWER)]
    theirs = f"instana-client: {', '.join(by_vendor) or 'nothing changed'}"
    ours = f"the façade: {', '.join(by_us) or 'nothing changed'}"
    return [
        Verdict(
            "the vendor's client works with every operation of tokens, logs and health",
            f"{len(done['done'])} of {OPERATIONS} answered as expected, instana-client {done['version']}",
            met=len(done["done"]) == OPERATIONS,
        ),
        Verdict(
            "its get and put drop a permission that is newer than it, and the façade's update keeps it",
            f"{theirs}; {ours}",
            met=dropped in by_vendor and "name changed" in by_us and not lost,
        ),
        Verdict(
            "tests/helpers/habits.py sends back what it does",
            "the same is stored" if is_replayed else "another document is stored",
            met=is_replayed,
        ),
        Verdict(
            "the façade's update changes nothing else", ", ".join(by_us) or "nothing changed", by_us == ["name changed"]
        ),
    ]


def main() -> int:
    """Let three clients rename equal tokens, and conclude."""
    # It warns of the permission that no client knows.
    logging.getLogger("instanakit").setLevel(logging.ERROR)
    with Sandbox(tokens=3, seed=1) as sandbox, Instana(sandbox.base_url, api_token=sandbox.api_token) as instana:
        tokens = sandbox.state.tokens
        vendors, replayed, ours = (
            instana.tokens.create("newer", permissions=["canViewLogs", NEWER], allow_unknown=True).internal_id
            for _ in range(3)
        )
        before = dict(tokens[ours])
        done = run_client(sandbox, vendors)
        put_as_it_does(sandbox, replayed)
        instana.tokens.update(ours, name="renamed")
        by_vendor, by_us = changed(before | pick(tokens[vendors]), tokens[vendors]), changed(before, tokens[ours])
        is_replayed = tokens[replayed] | pick(tokens[vendors]) == tokens[vendors]
    verdicts = judged(done, by_vendor, by_us, is_replayed=is_replayed)
    keep("vendor", verdicts, operations=done["done"], client=done["version"])
    return conclude(verdicts)


def pick(document: dict[str, Any]) -> dict[str, Any]:
    """Return what is each token's own."""
    return {field: document[field] for field in OWN}


if __name__ == "__main__":
    sys.exit(main())
