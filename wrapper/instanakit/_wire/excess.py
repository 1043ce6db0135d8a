"""Tells whether a server sent more than its answer: on a connection that is kept, it would answer the next request."""

from functools import reduce
from typing import Any

# From a stream of ours to where the HTTP library keeps what came and is not read. Nothing public tells it.
_WAY = ("_httpcore_stream", "_stream", "_connection", "_h11_state", "trailing_data")


def is_followed(stream: object) -> bool:
    """Tell whether something came after the answer whose body was read from this stream."""
    found: Any = reduce(lambda part, name: getattr(part, name, None), _WAY, stream)
    return bool(found and found[0])
