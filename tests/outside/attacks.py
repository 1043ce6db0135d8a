"""What a malicious server can answer with, in full size: each has an end that it must come to, and bounds of its own.

Run by `make attacks`. Each is tried in a process of its own, in both colours; tests/test_attacks.py tries them in small.
Memory is the same in each run, so that more of it is an error; of time, a busy machine takes more.
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import attrs

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.hostile import Hostile, attacks
from helpers.verdicts import Verdict, conclude, keep
from instanakit import AsyncInstana, Instana, InstanaError


@attrs.frozen
class End:
    """What an attack must end in, a value or an error of ours and what that says; and the most that it takes.

    Seconds are three times what was measured on two busy cores, and mebibytes a quarter more; these are the least.
    """

    found: str
    said: str
    seconds: float = 4
    mebibytes: int = 32


NO_HTTP = End("APIConnectionError", "what came is not HTTP, or more than it allows")
NO_JSON = End("UnexpectedResponseError", "it is not JSON")
TOO_MUCH = End(
    "UnexpectedResponseError", "its body exceeds 536870912 bytes", 12, 640
)  # max_response_bytes, unless given
LATE = End("APITimeoutError", "the deadline of 60 seconds ended", 65)
ENDS = {
    "a decompression bomb of 10 GB": TOO_MUCH,
    "JSON of lists in lists": NO_JSON,
    "JSON of objects in objects": NO_JSON,
    "JSON of lists that do not end": NO_JSON,
    "a million headers": NO_HTTP,
    "a header of 100 MB": NO_HTTP,
    "a status line without an end": NO_HTTP,
    "interim answers without an end": LATE,
    "trailers without an end": NO_HTTP,
    "chunks of one byte without an end": LATE,
    "a chunk's size without an end": NO_HTTP,
    "a chunk's extension without an end": NO_HTTP,
    "a body without an end": TOO_MUCH,
    "a body of less than its length": End("APIConnectionError", "the connection broke"),
    "a body of more than its length": NO_JSON,
    "a length that is negative": NO_HTTP,
    "a length of many digits": NO_HTTP,
    "two lengths": NO_HTTP,
    "a length and chunks": NO_JSON,
    "an integer of 100,000 digits": NO_JSON,
    "integers of 4,300 digits": attrs.evolve(NO_JSON, seconds=50, mebibytes=512),
    "a number that no float can hold": NO_JSON,
    "the same key many times": End("a value", "a list of 1", 65, 144),
    "the same token ten million times": End("a value", "a list of 10000001", 300, 4400),
    "short texts in a list": End("UnexpectedResponseError", "its shape is another", 180, 7850),
    "empty lists in a list": attrs.evolve(NO_JSON, seconds=50, mebibytes=720),
    "a list that is no UTF-8": NO_JSON,
}


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


def tried(name: str, colour: str) -> dict[str, Any]:
    """Try one attack in a process of its own."""
    with Hostile(attacks()[name]) as server:
        command = [sys.executable, __file__, f"http://127.0.0.1:{server.port}", colour]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"found": f"untyped end {ended.returncode}", "said": ended.stderr[-200:], "seconds": 0, "mebibytes": 0}
    return json.loads(ended.stdout)


def judged(name: str, colour: str, figure: dict[str, Any]) -> Verdict:
    """Judge how one attack ended. If only its time was too long, that is a warning."""
    end = ENDS[name]
    fine = figure["found"] == end.found and end.said in figure["said"] and figure["mebibytes"] <= end.mebibytes
    what = f"{end.found} ({end.said})" if end.found.endswith("Error") else end.said
    found = "{found} in {seconds} s and {mebibytes} MiB".format(**figure)
    return Verdict(
        f"{name}, {colour}: {what}, in at most {end.seconds:g} s and {end.mebibytes} MiB",
        found if fine else f"{found}: {figure['said']}",
        met=fine and figure["seconds"] <= end.seconds,
        timing=fine,
    )


def main(arguments: list[str]) -> int:
    """Try all attacks, or those that are named."""
    verdicts, figures = [], {}
    for name in arguments or attacks():
        for colour in ("sync", "async"):
            figure = figures[f"{name}, {colour}"] = tried(name, colour)
            print(f"{name}, {colour}: {figure['said']}", flush=True)
            verdicts.append(judged(name, colour, figure))
    if arguments:
        print("Nothing is kept: only a run of all attacks is.")
    else:
        keep("attacks", verdicts, figures=figures)
    return conclude(verdicts)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1].startswith("http"):
        meet(*sys.argv[1:])
    else:
        sys.exit(main(sys.argv[1:]))
