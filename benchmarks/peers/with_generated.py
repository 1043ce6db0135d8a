"""The generated client alone, as openapi-python-client makes it of openapi.yaml."""

from typing import Any

import peer

from instana_openapi.api.api_tokens import get_api_token, get_api_tokens
from instana_openapi.client import AuthenticatedClient


class Client:
    """Makes models of attrs."""

    def __init__(self, base_url: str, api_token: str) -> None:
        self._client = AuthenticatedClient(base_url=base_url, token=api_token, prefix="apiToken")
        self._client.get_httpx_client()

    def get(self, internal_id: str) -> Any:
        """Get one token."""
        return get_api_token.sync(internal_id, client=self._client)

    def list(self) -> Any:
        """List the tokens."""
        return get_api_tokens.sync(client=self._client)


peer.Peer(Client, lambda token: token.name, ["httpx", "httpcore", "attrs"]).serve()
