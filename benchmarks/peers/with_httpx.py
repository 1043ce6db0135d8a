"""Bare httpx with json, sync and async; the async client has at most 50 connections."""

import asyncio
import time
from typing import Any

import httpx
import peer

CONNECTIONS = 50


class Client:
    """Makes what JSON makes."""

    def __init__(self, base_url: str, api_token: str) -> None:
        self._settings = {"base_url": base_url, "headers": {"authorization": f"apiToken {api_token}"}}
        self._client = httpx.Client(**self._settings)

    def get(self, internal_id: str) -> Any:
        """Get one token."""
        return self._client.get(f"{peer.PATH}/{internal_id}").raise_for_status().json()

    def list(self) -> Any:
        """List the tokens."""
        return self._client.get(peer.PATH).raise_for_status().json()

    def gather(self, internal_id: str, count: int) -> float:
        """Get one token so many times at once, after one call that warms a new client."""

        async def calls() -> float:
            limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
            async with httpx.AsyncClient(limits=limits, timeout=60, **self._settings) as client:

                async def get() -> Any:
                    return (await client.get(f"{peer.PATH}/{internal_id}")).raise_for_status().json()

                await get()
                began = time.perf_counter()
                await asyncio.gather(*(get() for _ in range(count)))
                return time.perf_counter() - began

        return asyncio.run(calls())


peer.Peer(Client, lambda token: token["name"], ["httpx", "httpcore"]).serve()
