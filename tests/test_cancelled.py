"""An async call may be cancelled at each of its awaits, also while it cleans up: what follows it works all the same."""

import asyncio

import pytest

from helpers.servers import Server
from instanakit import AsyncInstana

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"


class Cancelled:
    """Awaits a coroutine, and cancels it at the await of a number and at those after it, some times."""

    def __init__(self, coroutine, number, times):
        self.coroutine, self.number, self.times = coroutine, number, times

    def __await__(self):
        steps, count = self.coroutine.__await__(), 0
        try:
            waited = steps.send(None)
            while True:
                count += 1
                if self.number <= count < self.number + self.times:
                    if waited is not None:
                        waited.cancel()
                    waited = steps.throw(asyncio.CancelledError())
                else:
                    yield waited
                    waited = steps.send(None)
        except StopIteration as stop:
            return stop.value


class Answering(Server):
    """Answers each request; hangs up after so many."""

    def __init__(self, context, most):
        super().__init__(context)
        self.most = most

    def serve(self, connection):
        for _ in range(self.most):
            if not connection.recv(65536):
                return
            connection.sendall(ANSWER)


async def ask(instana, server):
    """Call, and wait until the server has hung up, if it does."""
    await instana.version(deadline=10)
    [connection] = instana._wire._transport.connections._all
    while server.most == 1 and not connection._backend._opened.get_extra_info("is_readable"):  # noqa: ASYNC110 (only the operating system tells)
        await asyncio.sleep(0.001)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("most", [1, 1000], ids=["hangs up", "keeps"])
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("used", [False, True], ids=["first call", "second call"])
def test_a_call_that_is_cancelled_anywhere_breaks_no_other(authority, used, secure, most, times):
    async def main(server):
        base_url = f"http{'s' if secure else ''}://127.0.0.1:{server.port}"
        for number in range(1, 100):
            async with AsyncInstana(base_url, api_token="made-up", verify=authority.path, retry=None) as instana:
                if used:
                    await ask(instana, server)
                try:
                    await Cancelled(instana.version(), number, times)
                except asyncio.CancelledError:
                    await ask(instana, server)
                    await ask(instana, server)
                else:
                    return number
        return None

    with Answering(authority.server_context() if secure else None, most) as server:
        awaits = asyncio.run(main(server))
    assert awaits is not None
    assert awaits > 3
