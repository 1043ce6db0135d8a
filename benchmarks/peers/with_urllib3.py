"""Bare urllib3 with json. It must be urllib3 itself: some packages put another module in its place."""

from typing import Any

import peer
import urllib3

if not urllib3.__version__.startswith("2."):
    message = f"urllib3 2.x is wanted, and this is {urllib3.__version__}"
    raise SystemExit(message)


class Client:
    """Makes what JSON makes."""

    def __init__(self, base_url: str, api_token: str) -> None:
        self._url = base_url + peer.PATH
        self._pool = urllib3.PoolManager(headers={"authorization": f"apiToken {api_token}"})

    def get(self, internal_id: str) -> Any:
        """Get one token."""
        return self._pool.request("GET", f"{self._url}/{internal_id}").json()

    def list(self) -> Any:
        """List the tokens."""
        return self._pool.request("GET", self._url).json()


peer.Peer(Client, lambda token: token["name"], ["urllib3"]).serve()
