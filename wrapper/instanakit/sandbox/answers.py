"""What the API and the control have in common: JSON in and out, errors, and how the sandbox signs an answer."""

import json
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

SERVER = "instanakit-sandbox (a stand-in, not IBM Instana)"


def answer(value: object, status: int = 200, within: str = "%s") -> Response:
    """Answer with JSON; `within` is the text around it."""
    body = within.replace("%s", json.dumps(value, separators=(",", ":")))
    return Response(body, status, {"content-type": "application/json"})


def refusal(status: int, message: str, **more: str) -> Response:
    """Answer with an error."""
    return answer({**more, "message": message}, status)


def signature(clock: Callable[[], float]) -> dict[str, str]:
    """Return the headers that say who answers, and when."""
    return {"server": SERVER, "date": formatdate(clock(), usegmt=True)}


async def read_json(request: Request) -> Any:
    """Read the body; None for anything that is no JSON, numbers that JSON cannot write (NaN, 1e999) included."""
    try:
        value = json.loads(await request.body())
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    return value
