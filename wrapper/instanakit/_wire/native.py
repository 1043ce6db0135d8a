"""The HTTP library's own response: what is kept of it, and what applications that send requests themselves get."""

from datetime import timedelta

import httpx

from instanakit._answers import Answer


def response_of(answer: Answer) -> httpx.Response:
    """Make the public response of an answer whose body has been read and decompressed."""
    native: httpx.Response = answer.native
    # Of an answer with a body they tell how it came; of one to HEAD, which has none, they are what was asked for.
    is_wanted = native.request.method == "HEAD" and not answer.content
    gone = set() if is_wanted else {b"content-encoding", b"transfer-encoding", b"content-length"}
    headers = [(name, value) for name, value in native.headers.raw if name.lower() not in gone]
    response = httpx.Response(native.status_code, headers=headers, content=answer.content, request=native.request)
    response.elapsed = timedelta(seconds=answer.elapsed)
    return response
