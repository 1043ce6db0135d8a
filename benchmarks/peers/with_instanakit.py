"""instanakit, sync and async, with its defaults."""

import asyncio
import time

import peer

from instanakit import AsyncInstana, Instana, Token


class Client:
    """Makes typed tokens."""

    def __init__(self, base_url: str, api_token: str) -> None:
        self._settings = (base_url, api_token)
        self.instana = Instana(base_url, api_token=api_token)
        self.get = self.instana.tokens.get

    def list(self) -> list[Token]:
        """List the tokens."""
        return self.instana.tokens.list()

    def gather(self, internal_id: str, count: int) -> float:
        """Get one token so many times at once, after one call that warms a new client."""

        async def calls() -> float:
            base_url, api_token = self._settings
            async with AsyncInstana(base_url, api_token=api_token) as instana:
                await instana.tokens.get(internal_id)
                began = time.perf_counter()
                await asyncio.gather(*(instana.tokens.get(internal_id) for _ in range(count)))
                return time.perf_counter() - began

        return asyncio.run(calls())


peer.Peer(Client, lambda token: token.name, ["instanakit", "httpx", "httpcore", "attrs", "click", "rich"]).serve()
