"""Answers with many documents: made while they are sent, so that a large one never stands in memory as a whole."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from instanakit.sandbox.answers import answer
from instanakit.sandbox.rules import Document

PIECE = 64  # documents of some 4 KB: more than a connection buffers, and soon made


def listing(documents: list[Document], shown: Callable[[Document], Document], within: str = "%s") -> Response:
    """Answer with a JSON list of the documents as they are to be shown; `within` is the text around it."""
    if len(documents) <= PIECE:
        return answer([shown(document) for document in documents], within=within)
    return _Streamed(_pieces(documents, shown, *within.split("%s")), media_type="application/json")


async def _pieces(
    documents: list[Document], shown: Callable[[Document], Document], before: str, after: str
) -> AsyncIterator[str]:
    glue = f"{before}["
    for at in range(0, len(documents), PIECE):
        piece = [shown(document) for document in documents[at : at + PIECE]]
        yield glue + json.dumps(piece, separators=(",", ":"))[1:-1]
        glue = ","
        # Others are served between two pieces, even if this client takes them as fast as they come.
        await asyncio.sleep(0)
    yield f"]{after}"


class _Streamed(StreamingResponse):
    # The layer below ends it when the client goes away; Starlette's own watch for that would take the request's place.
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.stream_response(send)
