"""What a malicious server can answer with, in full size: each ends with a value or a typed error, in bounded time and memory.

Run by `make attacks`. Each is tried in a process of its own, in both colours; tests/test_attacks.py tries them in small.
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.hostile import Hostile, attacks
from helpers.verdicts import Verdict, conclude, keep
from instanakit import AsyncInstana, Instana, InstanaError

DEADLINE, GRACE = 60, 60  # seconds; the client's default, and what reading 512 MiB of JSON may take after it
MEMORY = 16 * 512  # mebibytes: so many times max_response_bytes, the default of which is 512 MiB


async def ask(base_url: str) -> object:
    """Ask for the list with an AsyncInstana."""
    async with AsyncInstana(base_url, api_token="credential-of-the-attacked", retry=None) as instana:
        return await instana.tokens.list()


def meet(base_url: str, colour: str) -> None:
    """Ask a server for its list, and print what came of it, how long it took, and the most memory that it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    try:
        if colour == "async":
            value = asyncio.run(ask(base_url))
        else:
            with Instana(base_url, api_token="credential-of-the-attacked", retry=None) as instana:
                value = instana.tokens.list()
        found, said = "a value", f"a list of {len(value)}"
    except InstanaError as error:
        found, said = type(error).__name__, error.message
    except BaseException as error:  # noqa: BLE001 (what is no error of ours is what is looked for)
        found, said = f"untyped {type(error).__name__}", repr(error)[:200]
    seconds = time.monotonic() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"found": found, "said": said[:200], "seconds": round(seconds, 1), "mebibytes": grown // 1024}))


def tried(name: str, colour: str) -> dict[str, object]:
    """Try one attack in a process of its own."""
    with Hostile(attacks()[name]) as server:
        command = [sys.executable, __file__, f"http://127.0.0.1:{server.port}", colour]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"found": f"untyped end {ended.returncode}", "said": ended.stderr[-200:], "seconds": 0, "mebibytes": 0}
    return json.loads(ended.stdout)


def main(arguments: list[str]) -> int:
    """Try all attacks, or those that are named."""
    verdicts, figures = [], {}
    for name in arguments or attacks():
        for colour in ("sync", "async"):
            figure = figures[f"{name}, {colour}"] = tried(name, colour)
            print(f"{name}, {colour}: {figure['said']}", flush=True)
            found = "{found} in {seconds} s and {mebibytes} MiB".format(**figure)
            fine = not figure["found"].startswith("untyped") and figure["seconds"] <= DEADLINE + GRACE
            verdicts.append(Verdict(f"{name}, {colour}", found, fine and figure["mebibytes"] <= MEMORY))
    if not arguments:
        keep("attacks", verdicts, figures=figures)
    return conclude(verdicts)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1].startswith("http"):
        meet(*sys.argv[1:])
    else:
        sys.exit(main(sys.argv[1:]))
